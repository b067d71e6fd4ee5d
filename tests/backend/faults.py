"""Faults at the one way to the cloud, botocore: what may happen between a call's effect and its answer, or between two
calls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ReadTimeoutError

from backend.shared import aws


@contextmanager
def add_hook(event: str, hook: Callable[..., Any], service: str = "dynamodb") -> Iterator[None]:
    """Puts a hook on the service's client while the block runs."""
    events = aws.client(service).meta.events
    events.register_first(event, hook)
    try:
        yield
    finally:
        events.unregister(event, hook)


@contextmanager
def meanwhile(operation: str, action: Callable[[], Any], times: int = 1) -> Iterator[None]:
    """Lets something else happen right before the operation's next calls."""
    left = [action] * times

    def hook(**_: Any) -> None:
        if left:
            left.pop()()

    with add_hook(f"before-call.dynamodb.{operation}", hook):
        yield


@contextmanager
def answer_lost(operation: str) -> Iterator[None]:
    """Every answer to the operation is lost, after it has had its effect."""

    def hook(**_: Any) -> None:
        raise ReadTimeoutError(endpoint_url="dynamodb")

    with add_hook(f"after-call.dynamodb.{operation}", hook):
        yield


@contextmanager
def sent_twice(operation: str) -> Iterator[None]:
    """boto3 sends the operation again after it has had its effect, as it does when the first answer does not come."""

    def hook(attempts: int, **_: Any) -> int | None:
        return 0 if attempts == 1 else None

    with add_hook(f"needs-retry.dynamodb.{operation}", hook):
        yield
