"""The sandbox's table, queue and secrets, and requests to it as API Gateway sends them."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from backend.sandbox.handler import handler
from backend.shared import aws, secrets

SHOP = "http://localhost:8000"
KEY, WEBHOOK_SECRET = "sk_5ecret", "whsec_4f1d"
QUERY = {"return_url": f"{SHOP}/checkout/review/", "state": "5t4te", "amount": "2900", "currency": "EUR"}


@dataclass
class Sandbox:
    """What an empty sandbox did: the webhooks it queued, each with its delay, and the seconds it slept, one for each
    time."""

    queued: list[dict[str, Any]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    @property
    def webhook_states(self) -> list[tuple[str, int]]:
        """The states and delays of its webhooks."""
        return [(each["type"].removeprefix("authorization."), each["delay"]) for each in self.queued]

    def queues(self, params: dict[str, Any], **_: Any) -> None:
        self.queued.append(json.loads(params["MessageBody"]) | {"delay": params["DelaySeconds"]})


@pytest.fixture
def sandbox(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """An empty sandbox."""
    made = Sandbox()
    service_table("sandbox")
    monkeypatch.setenv("QUEUE", aws.client("sqs").create_queue(QueueName="sandbox")["QueueUrl"])
    monkeypatch.setenv("RETURN_ORIGINS", f"{SHOP} https://halftone.example")
    monkeypatch.setenv("WEBHOOK_URL", "https://shop.test/payments/webhook")
    secrets._read.cache_clear()
    for variable, value in (("PROVIDER_KEY", KEY), ("WEBHOOK_SECRET", WEBHOOK_SECRET)):
        monkeypatch.setenv(variable, f"sandbox/{variable}")
        aws.client("secretsmanager").create_secret(Name=f"sandbox/{variable}", SecretString=value)
    monkeypatch.setattr("backend.sandbox.api.time.sleep", made.slept.append)
    aws.client("sqs").meta.events.register("provide-client-params.sqs.SendMessage", made.queues)
    yield made
    aws.client("sqs").meta.events.unregister("provide-client-params.sqs.SendMessage", made.queues)


def request(
    method: str, path: str, *, body: bytes | None = None, query: dict[str, str] | None = None, **headers: str
) -> dict[str, Any]:
    """The sandbox's reply."""
    event: dict[str, Any] = {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "requestContext": {"http": {"method": method, "path": path}},
        "headers": {name.replace("_", "-"): value for name, value in headers.items()}, "isBase64Encoded": body is not None,
    }  # fmt: skip
    if body is not None:
        event["body"] = base64.b64encode(body).decode()
    if query:
        event["queryStringParameters"] = query
    reply: dict[str, Any] = handler(event, None)
    return reply


def call(
    method: str, path: str, sent: Any = None, *, key: str | None = None, query: dict[str, str] | None = None
) -> tuple[int, Any]:
    """Status and value of a merchant's call."""
    more = {"idempotency_key": key} if key else {}
    body = None if sent is None else json.dumps(sent).encode()
    reply = request(method, path, body=body, query=query, authorization=f"Bearer {KEY}", **more)
    return reply["statusCode"], json.loads(reply["body"])


def token(number: str = "4242424242424242") -> str:
    """A token for the test card."""
    status, reply = call("POST", "/tokens", {"number": number, "expires": "12/49", "code": "123"})
    assert status == 201
    return str(reply["token"])


def authorization_request(number: str = "4242424242424242", **more: Any) -> dict[str, Any]:
    """A request for money."""
    return {
        "reference": "order-1",
        "token": token(number),
        "amount": 2900,
        "currency": "EUR",
        "return_url": f"{SHOP}/orders/1/",
    } | more


def make_authorization(number: str = "4242424242424242") -> dict[str, Any]:
    """An authorization of the test card, as it stands though its answer may be lost."""
    call("POST", "/authorizations", authorization_request(number), key="a")
    found: dict[str, Any] = call("GET", "/authorizations", query={"reference": "order-1"})[1]["items"][0]
    return found


def form(path: str, fields: dict[str, str], query: dict[str, str] | None = None) -> dict[str, Any]:
    """The reply to a form sent by a browser."""
    kind = "application/x-www-form-urlencoded"
    return request("POST", path, body=urlencode(fields).encode(), query=query, content_type=kind)
