"""A request for a data export as an item, `pk=EXPORT#<owner> sk=EXPORT`; the requests to the services are items beside
it."""

from collections.abc import Iterable
from datetime import timedelta

import msgspec

from backend.contracts.event import Event
from backend.contracts.order.data_export import EXPORT_DAYS, HOURS_BETWEEN_EXPORTS, DataRequested, ExportId
from backend.contracts.types import Language, Model
from backend.order.item import EXPORT_PREFIX, key
from backend.order.state_machine import later
from backend.shared import dynamodb, outbox
from backend.shared.aws import client
from backend.shared.pagination import delete_partition, partition_keys
from backend.shared.sweeper import open_key

_SK = "EXPORT"


class Export(Model, frozen=True, kw_only=True):
    """A request. `numbers` is how many DataRequested were published for it; 0 before that."""

    export_id: ExportId
    requested_at: str
    due: str
    email: str
    name: str
    numbers: int = 0
    ready_at: str | None = None
    expires_at: str | None = None
    size: int = 0
    language: Language = "en"

    @property
    def again_from(self) -> str:
        """Return when the next request is accepted. One that is under way blocks others for as long as its file would
        be kept."""
        wait = timedelta(hours=HOURS_BETWEEN_EXPORTS) if self.ready_at else timedelta(days=EXPORT_DAYS)
        return later(self.requested_at, wait)


def read(owner: str) -> Export | None:
    """Return the owner's last request by a consistent read; None where there is none."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(owner), ConsistentRead=True)
    return msgspec.convert(dynamodb.from_item(reply["Item"]), Export) if "Item" in reply else None


def put(owner: str, export: Export, before: Export | None) -> bool:
    """Write a new request over the previous one. Return False if another one was written meanwhile."""
    values = msgspec.structs.asdict(export) | {"open": open_key(owner)}
    put: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": _key(owner) | dynamodb.to_item(values),
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    if before:
        put["ConditionExpression"] = "export_id = :before"
        put["ExpressionAttributeValues"] = dynamodb.to_item({":before": before.export_id})
    return dynamodb.write_if("put_item", **put)


def change(owner: str, export: Export, event: Event | None = None, **values: object) -> bool:
    """Change the request and publish the event, unless it was changed since it was read. Return whether it was
    written."""
    new_values = values | ({"event": outbox.compress_event(event)} if event else {})
    return dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(owner),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in new_values),
        ConditionExpression="export_id = :read_id AND due = :read_due",
        ExpressionAttributeNames={f"#{name}": name for name in new_values},
        ExpressionAttributeValues=dynamodb.to_item(
            {f":{name}": value for name, value in new_values.items()}
            | {":read_id": export.export_id, ":read_due": export.due}
        ),
    )


def put_requests(requests: Iterable[DataRequested]) -> None:
    """Publish the requests to the services; repeating it publishes the same ones."""
    dynamodb.batch_put(
        key(EXPORT_PREFIX + each.owner, f"PART#{each.number}")
        | dynamodb.to_item({"export_id": each.export_id, "event": outbox.compress_event(each)})
        for each in requests
    )


def delete_requests(owner: str) -> None:
    """Delete the requests that were published to the services."""
    dynamodb.batch_delete(each for each in partition_keys(EXPORT_PREFIX + owner) if each != _key(owner))


def delete(owner: str) -> None:
    """Delete the owner's last request, and everything that was published for it."""
    delete_partition(EXPORT_PREFIX + owner)


def _key(owner: str) -> dynamodb.Item:
    return key(EXPORT_PREFIX + owner, _SK)
