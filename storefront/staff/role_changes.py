"""Entries of the audit log for who is made staff, and who is no longer: by AWS credentials, not by a page."""

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from backend.contracts.desk.audit import Difference, StaffChange
from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.event import SOURCE, name
from backend.contracts.operation import Thing
from storefront.clients import aws
from storefront.clients.outputs import outputs

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef


class NotLogged(Exception):
    """The bus did not take the entry."""


def log_role_change(operation: str, email: str, before: str, after: str) -> None:
    """Publish the entry, under the AWS identity of whoever runs this. Raise NotLogged, or ClientError."""
    change = StaffChange(
        id=secrets.token_hex(16),
        at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        who=aws.client("sts").get_caller_identity()["Arn"][:200],
        operation=operation,
        thing=Thing.STAFF,
        thing_id=email[:200],
        differences=(Difference(what="roles", before=before, after=after),),
    )
    entry: PutEventsRequestEntryTypeDef = {
        "EventBusName": outputs().shop.event_bus,
        "Source": f"{SOURCE}.desk",
        "DetailType": name(StaffChangeMade),
        "Detail": msgspec.json.encode(StaffChangeMade(change=change)).decode(),
    }
    (answer,) = aws.client("events").put_events(Entries=[entry])["Entries"]
    if "ErrorCode" in answer:
        raise NotLogged(answer["ErrorCode"])
