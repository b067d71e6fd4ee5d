"""Serializes calls of moto, however many threads make them.

moto is not thread-safe: without this, two concurrent conditional writes may both succeed, which DynamoDB never allows,
and a table that one call reads may change meanwhile.
"""

from functools import cache
from threading import RLock
from typing import Any

from moto.core.botocore_stubber import BotocoreStubber

_answer = BotocoreStubber.process_request
_lock = RLock()


@cache
def install() -> None:
    """Make moto in this process answer one call after the other."""
    BotocoreStubber.process_request = _process_alone


def _process_alone(stubber: BotocoreStubber, request: Any) -> Any:
    with _lock:  # taken again by the same thread: moto calls itself
        return _answer(stubber, request)
