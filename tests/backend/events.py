"""Lambda events as AWS sends them, for handlers under test."""

import json
from typing import Any

import msgspec

from backend.contracts.event import Event
from backend.contracts.operation import Operation


def http(
    operation: Operation, *, body: Any = None, claims: dict[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """API Gateway's payload 2.0 for the operation.

    `path`, `query` and `headers` as it sends them; `body` is encoded unless it is text.
    """
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": operation.route,
        "headers": {"content-type": "application/json"} | more.get("headers", {}),
        "requestContext": {"http": {"method": operation.method}, "routeKey": operation.route},
        "isBase64Encoded": more.get("base64", False),
    }
    if more.get("path"):
        event["pathParameters"] = more["path"]
    if more.get("query"):
        event["queryStringParameters"] = more["query"]
    if body is not None:
        event["body"] = body if isinstance(body, str) else msgspec.json.encode(body).decode()
    if claims is not None:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": claims, "scopes": [operation.scope]}}
    return event


def token(sub: str = "5e5b", groups: str = "", **more: str) -> dict[str, str]:
    """The claims of an access token as API Gateway hands them to a function: every one a string."""
    return {"sub": sub, "token_use": "access", **({"cognito:groups": groups} if groups else {}), **more}


def said(reply: dict[str, Any]) -> Any:
    """A reply's body."""
    return json.loads(reply["body"])


def sqs(*events: Event | str) -> dict[str, Any]:
    """A batch of SQS messages as the bus's rule sends them; a text stands for a message as it is."""
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "eventSource": "aws:sqs",
                "body": event if isinstance(event, str) else bus(event),
            }
            for number, event in enumerate(events)
        ]
    }


def bus(event: Event) -> str:
    """An event as EventBridge delivers it."""
    detail = json.loads(msgspec.json.encode(event))
    return json.dumps(
        {"version": "0", "id": "1f", "detail-type": detail["type"], "source": "shop.test", "detail": detail}
    )


def stream(*images: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    """A batch of a table's stream: the old and the new image of each change; an empty one is absent, as when an item is
    made or deleted."""
    records = []
    for number, (old, new) in enumerate(images):
        change: dict[str, Any] = {"SequenceNumber": str(100 + number)}
        if old:
            change["OldImage"] = old
        if new:
            change["NewImage"] = new
        records.append({"eventID": str(number), "eventSource": "aws:dynamodb", "dynamodb": change})
    return {"Records": records}
