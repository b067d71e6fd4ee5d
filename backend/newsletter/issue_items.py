"""The issues in the newsletter service's table.

| pk     | sk      | else                                                                                |
| ISSUES | <id>    | version, state, content, changed_at, changed_by, started_at, started_by, ended_at,  |
|        |         | addressees, sent, rejected; shard, after: how far it has been sent; event           |
| ISSUES | SENDING | issue, due: the only one that is being sent; begun: when the last one was            |
| TEST#<key> | TEST | event: that a draft is mailed to whoever wrote it; expires, for it has an address     |

One is sent at a time: so an address needs to remember only when the last one that it got was begun.
"""

import msgspec

from backend.contracts.newsletter.events import IssueTested
from backend.contracts.newsletter.issues import Issue, IssueContent, IssuePage, IssueState
from backend.contracts.types import PageQuery
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.pagination import KeyText, PageKeys, query_page

_TEST_SECONDS = 86_400
_PK, SENDING = "ISSUES", "SENDING"
_KEYS = PageKeys(varying={"sk": KeyText}, fixed={"pk": _PK})
_NAMES = {"#state": "state"}


def read(issue_id: str) -> Issue | None:
    """Return the issue by a consistent read; None if there is none."""
    item = read_item(issue_id)
    return decode(item) if item else None


def list_newest(query: PageQuery) -> IssuePage:
    """Return a page of issues, newest first. Raise Refused 400 for a bad cursor."""
    items, after = query_page(
        query,
        _KEYS,
        KeyConditionExpression="pk = :pk",
        FilterExpression="attribute_exists(content)",
        ExpressionAttributeValues=dynamodb.to_item({":pk": _PK}),
        ScanIndexForward=False,
    )
    return IssuePage(items=tuple(map(decode, items)), next=after)


def put_draft(issue_id: str, content: IssueContent, version: int, by: str) -> bool:
    """Store a draft over this version of it. Return False if that is not the stored one."""
    values: dict[str, object] = {"content": compression.compress(content), "version": version + 1}
    values |= {"state": IssueState.DRAFT, "changed_at": clock.now(), "changed_by": by}
    condition = "#state = :draft AND version = :before" if version else "attribute_not_exists(pk)"
    known = {":draft": IssueState.DRAFT, ":before": version}
    names = {"ExpressionAttributeNames": _NAMES, "ExpressionAttributeValues": dynamodb.to_item(known)}
    return dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=issue_key(issue_id) | dynamodb.to_item(values),
        ConditionExpression=condition,
        **(names if version else {}),
    )


def publish_test(event: IssueTested) -> bool:
    """Publish that a draft is to be mailed to one address. Return False if it is no draft any more."""
    key = {"pk": f"TEST#{event.key}", "sk": "TEST"}
    values: dict[str, object] = {"event": outbox.compress_event(event), "expires": clock.epoch() + _TEST_SECONDS}
    is_draft: dynamodb.Check = {
        "TableName": dynamodb.table_name(),
        "Key": issue_key(event.issue_id),
        "ConditionExpression": "#state = :draft",
        "ExpressionAttributeNames": _NAMES,
        "ExpressionAttributeValues": dynamodb.to_item({":draft": IssueState.DRAFT}),
    }
    put: dynamodb.Put = {"TableName": dynamodb.table_name(), "Item": dynamodb.to_item(key | values)}
    return dynamodb.transact_if([{"Put": put}, {"ConditionCheck": is_draft}])


def set_values(issue_id: str, condition: str, values: dict[str, object], known: dict[str, object]) -> dynamodb.Update:
    """Return an update that sets values under a condition, which may name `#state` and each value as `#name`."""
    return {
        "TableName": dynamodb.table_name(),
        "Key": issue_key(issue_id),
        "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values),
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {f"#{name}": name for name in values} | _NAMES,
        "ExpressionAttributeValues": dynamodb.to_item({f":{name}": value for name, value in values.items()} | known),
    }


def read_item(sk: str) -> dynamodb.Item | None:
    """Return an item of the partition by a consistent read; None if there is none."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=issue_key(sk), ConsistentRead=True)
    return reply.get("Item")


def decode(item: dynamodb.Item) -> Issue:
    """Return the issue in an item."""
    values = dynamodb.from_item({name: value for name, value in item.items() if name not in ("event", "content")})
    content = msgspec.json.decode(compression.decompress(item["content"]["B"]))
    return msgspec.convert({**values, "id": values["sk"], "content": content}, Issue)


def issue_key(sk: str) -> dynamodb.Item:
    """Return the key of an issue, or of the mark of the one that is being sent."""
    return dynamodb.to_item({"pk": _PK, "sk": sk})
