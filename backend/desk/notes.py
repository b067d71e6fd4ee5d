"""Notes that staff write about orders, and what the desk has of one order."""

from backend.contracts.desk.models import AddNote, DeskEntry, OrderNote
from backend.desk import repository
from backend.shared import clock, dynamodb
from backend.shared.aws import client


def add(order_id: str, body: AddNote, who: str) -> OrderNote:
    """Store a note; the same form stores it once."""
    note = OrderNote(at=clock.now(), text=body.text, who=who, by=body.by)
    values = {name: getattr(note, name) for name in OrderNote.__struct_fields__}
    key = {"pk": f"ORDER#{order_id}", "sk": f"NOTE#{body.key}"}
    stored = dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=dynamodb.to_item(key | values),
        ConditionExpression="attribute_not_exists(pk)",
    )
    return note if stored else _note(_get(key))


def entry(order_id: str) -> DeskEntry:
    """Return the order's row and its notes, oldest first: as many as one Query returns, which are hundreds."""
    items = repository.query(
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=dynamodb.to_item({":pk": f"ORDER#{order_id}"}),
        ScanIndexForward=False,  # the row first
    )
    row = next((item for item in items if item["sk"]["S"] == "ORDER"), None)
    notes = (_note(item) for item in items if item is not row)
    return DeskEntry(
        order=repository.decode(row) if row else None, notes=tuple(sorted(notes, key=lambda note: note.at))
    )


def _get(key: dict[str, str]) -> dynamodb.Item:
    item: dynamodb.Item = client("dynamodb").get_item(
        TableName=dynamodb.table_name(), Key=dynamodb.to_item(key), ConsistentRead=True
    )["Item"]
    return item


def _note(item: dynamodb.Item) -> OrderNote:
    values = dynamodb.from_item(item)
    return OrderNote(**{name: values[name] for name in OrderNote.__struct_fields__})
