"""Requests to the index builder: an item each, `pk=WANTED sk=<request>`, delivered by the table's stream."""

import enum
from typing import TYPE_CHECKING

from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.clock import now

if TYPE_CHECKING:
    from backend.shared.outbox_relay import Record


class BuildRequest(enum.StrEnum):
    """`SNAPSHOT`: if one is due. `REPAIR`: if the newest cannot be read. `REBUILD`: always, from the products."""

    SNAPSHOT = "snapshot"
    REPAIR = "repair"
    REBUILD = "rebuild"


def request_build(request: BuildRequest) -> None:
    """Wake the builder."""
    client("dynamodb").put_item(
        TableName=dynamodb.table_name(),
        Item=dynamodb.to_item({"pk": "WANTED", "sk": request, "wanted": request, "at": now()}),
    )


def from_record(record: "Record") -> BuildRequest:
    """Return the request in a record of the stream."""
    return BuildRequest(record["dynamodb"]["NewImage"]["wanted"]["S"])
