"""How far an issue has been sent. One is sent at a time, so that an address needs to remember only when the last one
that it got was begun. What is stored, `issue_items` tells.
"""

from typing import NamedTuple

from msgspec.structs import replace

from backend.contracts.newsletter.events import IssueStarted
from backend.contracts.newsletter.issues import Issue, IssueState, StartIssue
from backend.newsletter.issue_items import SENDING, decode, issue_key, read_item, set_values
from backend.shared import clock, compression, dynamodb, outbox


class Position(NamedTuple):
    """How far an issue has been sent: the number of the shard that is read, and the last address in it."""

    shard: int = 0
    after: str = ""


def read_sending() -> tuple[Issue, Position] | None:
    """Return the issue that is being sent, and how far it is; None if none is."""
    lock = read_item(SENDING)
    item = read_item(lock["issue"]["S"]) if lock and "issue" in lock else None
    return (decode(item), Position(int(item["shard"]["N"]), item["after"]["S"])) if item else None


def start(issue: Issue, body: StartIssue) -> bool:
    """Begin to send a draft's version. Return False if it has changed, or one is being sent."""
    now = _begin_after(read_item(SENDING) or {})
    content = replace(issue.content, products=body.products)
    event = IssueStarted(issue_id=issue.id, content=content)
    values: dict[str, object] = {
        "state": IssueState.SENDING, "content": compression.compress(content), "event": outbox.compress_event(event),
        "started_at": now, "started_by": body.by, "addressees": body.addressees, "sent": 0, "rejected": 0,
        "shard": 0, "after": "",
    }  # fmt: skip
    known = {":draft": IssueState.DRAFT, ":before": body.version}
    lock: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": issue_key(SENDING) | dynamodb.to_item({"issue": issue.id, "begun": now, "due": now}),
        "ConditionExpression": "attribute_not_exists(issue) AND (attribute_not_exists(begun) OR begun < :now)",
        "ExpressionAttributeValues": dynamodb.to_item({":now": now}),
    }
    update = set_values(issue.id, "#state = :draft AND version = :before", values, known)
    return dynamodb.transact_if([{"Update": update}, {"Put": lock}])


def _begin_after(lock: dynamodb.Item) -> str:
    """Return the time of now, or one after that at which the last issue was begun: addresses tell issues apart by it,
    and clocks differ."""
    return max(clock.now(), clock.later(lock["begun"]["S"], 1) if lock else "")


def advance(issue: Issue, before: Position, now: Position, sent: int) -> bool:
    """Store how far it has been sent, and to how many more. Return False if it was stopped, or another run did it."""
    update = set_values(
        issue.id,
        "#state = :sending AND #shard = :in AND #after = :from",
        {"shard": now.shard, "after": now.after},
        {":sending": IssueState.SENDING, ":in": before.shard, ":from": before.after, ":sent": sent},
    )
    update["UpdateExpression"] += " ADD sent :sent"
    return dynamodb.write_if("update_item", **update)


def end(issue: Issue, state: IssueState) -> bool:
    """Store that it is sent, or stopped. Return False if it was not being sent any more."""
    unlock: dynamodb.TransactionItem = {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": issue_key(SENDING),
            "UpdateExpression": "REMOVE issue, due",
            "ConditionExpression": "issue = :issue",
            "ExpressionAttributeValues": dynamodb.to_item({":issue": issue.id}),
        }
    }
    values: dict[str, object] = {"state": state, "ended_at": clock.now()}
    update = set_values(issue.id, "#state = :sending", values, {":sending": IssueState.SENDING})
    return dynamodb.transact_if([{"Update": update}, unlock])


def count_rejection(issue_id: str) -> dynamodb.TransactionItem:
    """Return the part of a transaction that counts a mail of this issue, which there is, as rejected."""
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": issue_key(issue_id),
            "UpdateExpression": "ADD rejected :one",
            "ExpressionAttributeValues": dynamodb.to_item({":one": 1}),
        }
    }
