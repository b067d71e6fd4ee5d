"""Measures one invocation of a function: its AWS calls, their units and bytes, its own time besides, and its log
lines."""

import io
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from backend.shared import aws
from tests.backend import units
from tests.backend.units import Units, meter_units

LEVELS = ("DEBUG", "INFO", "WARN", "ERROR")
LOG_EVENT = 26
"""Bytes that CloudWatch Logs adds to each event:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"""


class Reading:
    """What one invocation used.

    Bytes are those of bodies on the way to and from AWS; `own` is seconds outside of AWS calls.
    """

    def __init__(self) -> None:
        self.units = Units()
        self.calls: list[str] = []
        self.sent = 0
        self.received = 0
        self.published: list[dict[str, str]] = []
        self.total = 0.0
        self.waited = 0.0
        self.log: list[str] = []

    @property
    def own(self) -> float:
        return self.total - self.waited

    @property
    def made(self) -> str:
        """The calls in words."""
        return ", ".join(f"{call} × {times}" if times > 1 else call for call, times in Counter(self.calls).items())

    def logged(self, least: str) -> int:
        """Bytes of the lines from level `least` on, as CloudWatch Logs counts them."""
        return sum(
            len(line.encode()) + LOG_EVENT
            for line in self.log
            if LEVELS.index(json.loads(line)["level"]) >= LEVELS.index(least)
        )

    def before(self, model: Any, params: Any, **_: Any) -> None:
        if not units.asking():
            self.calls.append(model.name)
            self.sent += len(params["body"])

    def after(self, http_response: Any, **_: Any) -> None:
        if not units.asking():
            self.received += len(http_response.content)

    def publishing(self, params: dict[str, Any], **_: Any) -> None:
        self.published += params["Entries"]


@contextmanager
def reading() -> Iterator[Reading]:
    """Reads what the block uses."""
    found, written = Reading(), io.StringIO()
    with ExitStack() as at_the_end, meter_units() as found.units:
        for service in ("dynamodb", "events"):
            for event, hook in _hooks(found, service):
                aws.client(service).meta.events.register(event, hook)
                at_the_end.callback(aws.client(service).meta.events.unregister, event, hook)
        at_the_end.enter_context(mock.patch.object(BaseClient, "_make_api_call", _time(found)))
        at_the_end.enter_context(redirect_stdout(written))
        started = time.perf_counter()
        yield found
        found.total = time.perf_counter() - started
    found.log = written.getvalue().splitlines()


def _hooks(found: Reading, service: str) -> list[tuple[str, Callable[..., Any]]]:
    hooks: list[tuple[str, Callable[..., Any]]] = [
        (f"before-call.{service}", found.before),
        (f"after-call.{service}", found.after),
    ]
    return hooks + ([("provide-client-params.events.PutEvents", found.publishing)] if service == "events" else [])


def _time(found: Reading) -> Callable[..., Any]:
    call = BaseClient._make_api_call  # type: ignore[attr-defined]  # where every call of every client passes

    def call_and_time(self: BaseClient, *arguments: Any) -> Any:
        if units.asking():
            return call(self, *arguments)
        started = time.perf_counter()
        try:
            return call(self, *arguments)
        finally:
            found.waited += time.perf_counter() - started

    return call_and_time
