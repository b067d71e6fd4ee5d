"""Notes that staff write about orders and customers, and everything that the desk has of one order.

A customer is an e-mail address, in whatever case: `pk=CUSTOMER#<hash of it> sk=NOTE#<key>`. So guests are customers,
too, and the erasure of a customer finds all notes by the address.
"""

from backend.contracts.desk.audit import customer_id
from backend.contracts.desk.models import AddCustomerNote, AddNote, CustomerNotes, DeskEntry, OrderNote
from backend.desk import repository
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.pagination import delete_partition


def add(order_id: str, body: AddNote, who: str) -> OrderNote:
    """Store a note about an order; the same form stores it once."""
    return _add(f"ORDER#{order_id}", body, who)


def add_for_customer(body: AddCustomerNote, who: str) -> OrderNote:
    """Store a note about a customer; the same form stores it once."""
    return _add(customer_key(body.email), body, who)


def customer_key(email: str) -> str:
    """Return the partition key of the desk's data about a customer."""
    return f"CUSTOMER#{customer_id(email)}"


def list_for_customer(email: str) -> CustomerNotes:
    """Return the notes about a customer, oldest first: as many as one Query returns, which are hundreds."""
    return CustomerNotes(items=_sort(_items(customer_key(email))))


def erase_customer(email: str) -> None:
    """Delete every note about a customer."""
    delete_partition(customer_key(email))


def entry(order_id: str) -> DeskEntry:
    """Return the order's row and its notes, oldest first: as many as one Query returns, which are hundreds."""
    items = _items(f"ORDER#{order_id}")
    row = next((item for item in items if item["sk"]["S"] == "ORDER"), None)
    return DeskEntry(
        order=repository.decode(row) if row else None, notes=_sort([item for item in items if item is not row])
    )


def _add(pk: str, body: AddNote | AddCustomerNote, who: str) -> OrderNote:
    note = OrderNote(at=clock.now(), text=body.text, who=who, by=body.by)
    values = {name: getattr(note, name) for name in OrderNote.__struct_fields__}
    key = {"pk": pk, "sk": f"NOTE#{body.key}"}
    stored = dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=dynamodb.to_item(key | values),
        ConditionExpression="attribute_not_exists(pk)",
    )
    return note if stored else _note(_get(key))


def _items(pk: str) -> list[dynamodb.Item]:
    return repository.query(
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=dynamodb.to_item({":pk": pk}),
        ScanIndexForward=False,  # an order's row first
    )


def _get(key: dict[str, str]) -> dynamodb.Item:
    key_item = dynamodb.to_item(key)
    return client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key_item, ConsistentRead=True)["Item"]


def _sort(items: list[dynamodb.Item]) -> tuple[OrderNote, ...]:
    return tuple(sorted((_note(item) for item in items), key=lambda note: note.at))


def _note(item: dynamodb.Item) -> OrderNote:
    return OrderNote(**{name: item[name]["S"] for name in OrderNote.__struct_fields__})
