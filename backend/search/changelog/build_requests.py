"""Wishes to the builder: an item each, `pk=WANTED sk=<wish>`, that the table's stream takes to it."""

import enum
from typing import Any

from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.clock import now


class BuildRequest(enum.StrEnum):
    """A `SNAPSHOT`, if one is due; a `REPAIR`, if the newest cannot be read; a `REBUILD` in any case, from all that was heard."""

    SNAPSHOT = "snapshot"
    REPAIR = "repair"
    REBUILD = "rebuild"


def request_build(request: BuildRequest) -> None:
    """Wakes the builder."""
    client("dynamodb").put_item(
        TableName=dynamodb.table_name(), Item=dynamodb.to_item({"pk": "WANTED", "sk": request, "wanted": request, "at": now()})
    )


def from_record(record: dict[str, Any]) -> BuildRequest:
    """The wish of a record of the stream."""
    return BuildRequest(record["dynamodb"]["NewImage"]["wanted"]["S"])
