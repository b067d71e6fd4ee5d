"""moto answers one call at a time, however many threads call it.

It is not made for threads: without this, two conditional writes at once may both count, which DynamoDB never does, and
a table that one call reads may change under it.
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
