"""The services in this process: each function is called with the events that AWS sends, on tables in memory (moto).

moto only stores and returns what was written; units, bytes and calls are counted here, so no figure depends on an
emulator.
"""

import base64
import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import msgspec
from moto import mock_aws

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.correlation import HEADER
from backend.contracts.event import Event, name
from backend.contracts.operation import AnyOperation
from backend.contracts.registry import CONSUMERS, is_delivered
from backend.shared import aws
from bench.meter import Reading, reading
from tests.backend.events import http, stream, token
from tests.backend.tables import definition

SUB = "5e5b1c9a-7a8e-4a3e-9df4-0f6a3f1f0d11"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "CURRENCY": "EUR",
    "BUS": "shop",
}
_DELIVERED = {
    "version": "0", "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718", "account": "111122223333", "time": "2026-11-21T08:00:00Z",
    "region": "us-east-1", "resources": [],
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One invocation, of which function and for what; `reply` is its bytes to the caller."""

    function: str
    what: str
    reading: Reading
    reply: int = 0

    @property
    def name(self) -> str:
        """The operation or event; of a relay, whose it is."""
        return self.function if self.what == "stream" else self.what

    @property
    def module(self) -> str:
        """Handler, Consumer or Relay, as the stack calls it."""
        return self.function.partition(" ")[2].title()

    @property
    def through_gateway(self) -> bool:
        return self.module == "Handler"


@dataclass
class Shop:
    """What was invoked so far, in order, of these services: the others hear of nothing.

    `page` is the id that its calls go back to.
    """

    services: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)
    page: str = "4bf92f3577b34da6a3ce929d0e0e4736"

    @property
    def newest(self) -> BasketCheckedOut:
        """The last checkout that was published."""
        entries = [entry for step in self.steps for entry in step.reading.published]
        return next(
            msgspec.json.decode(entry["Detail"], type=BasketCheckedOut)
            for entry in reversed(entries)
            if entry["DetailType"] == name(BasketCheckedOut)
        )

    def ask(self, operation: AnyOperation, **more: Any) -> Any:
        """The reply's content; every message that the call causes is delivered before it returns, in the order of
        publishing."""
        claims = token(SUB, "[staff]") if operation.scope else None
        event = http(operation, claims=claims, headers={HEADER: self.page}, **more)
        event["requestContext"]["requestId"] = "JKJaXmPLvHcESHA="
        service = operation.service
        reply = self._invoke(service, "handler", operation.name, event)
        if reply["statusCode"] != operation.status:
            raise RuntimeError(f"{operation.name}: {reply['statusCode']} {reply.get('body')}")
        waiting = self._relay(service, self.steps[-1].reading)
        while waiting:
            waiting += self._deliver(waiting.pop(0))
        return json.loads(reply["body"]) if "body" in reply else None

    def _relay(self, service: str, write: Reading) -> list[dict[str, str]]:
        """Return what the relay published.

        Only items that carry an event, or stock, wake it, as the stream's filter says.
        """
        images = [
            (_stream_item(old), _stream_item(new))
            for old, new in write.units.images
            if "event" in new or new.get("sk") == STOCK
        ]
        if not images:
            return []
        self._invoke(service, "relay", "stream", stream(*images))
        return list(self.steps[-1].reading.published)

    def _deliver(self, entry: dict[str, str]) -> list[dict[str, str]]:
        """Return what the consumers of this event published."""
        published: list[dict[str, str]] = []
        event = next(each for each in CONSUMERS if name(each) == entry["DetailType"])
        for consumer in CONSUMERS[event]:
            if consumer not in self.services or not _concerns(consumer, event, entry["Detail"]):
                continue
            self._invoke(consumer, "consumer", entry["DetailType"], _message(entry))
            published += self._relay(consumer, self.steps[-1].reading)
        return published

    def _invoke(self, service: str, module: str, what: str, event: dict[str, Any]) -> Any:
        handler = importlib.import_module(f"backend.{service}.{module}").handler
        with mock.patch.dict(os.environ, {"TABLE": service, "SERVICE": service}), reading() as found:
            reply = handler(event, None)
        self.steps.append(Step(f"{service} {module}", what, found, len(reply.get("body", ""))))
        return reply


def _concerns(consumer: str, event: type[Event], detail: str) -> bool:
    """Tell whether the bus delivers the event to the service, by the filter of its rule."""
    return is_delivered(event, consumer, json.loads(detail))


STOCK = {"S": "STOCK"}
PLACING = ("product", "basket", "order")
"""The services that an order needs until it is placed."""


@contextmanager
def shop(services: tuple[str, ...] = PLACING) -> Iterator[Shop]:
    """An empty shop of these services."""
    without = {variable: value for variable, value in os.environ.items() if not variable.startswith("AWS_")}
    with mock.patch.dict(os.environ, {**without, **ENVIRONMENT}, clear=True), mock_aws():
        aws.client.cache_clear()
        for service in services:
            aws.client("dynamodb").create_table(**_without_stream(definition(service)))
        aws.client("events").create_event_bus(Name=ENVIRONMENT["BUS"])
        yield Shop(services)
        aws.client.cache_clear()


def _without_stream(table: dict[str, Any]) -> dict[str, Any]:
    """Without the stream: what it would show is known from the writes."""
    return {name: value for name, value in table.items() if name != "StreamSpecification"}


def _stream_item(item: dict[str, Any]) -> dict[str, Any]:
    """An item as a stream shows it: binary attributes in base64."""
    return {
        attribute: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else value
        for attribute, value in item.items()
    }


def _message(entry: dict[str, str]) -> dict[str, Any]:
    detail = {
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        **_DELIVERED,
        "detail": json.loads(entry["Detail"]),
    }
    return {"Records": [{"messageId": _DELIVERED["id"], "eventSource": "aws:sqs", "body": json.dumps(detail)}]}
