"""Ask services side by side, so that a page waits for the slowest of them and not for their sum.

    tree, page = gather(catalogue.tree, partial(results.found, query))

One thread pool for the whole process. A call sees the context variables of the request that started it.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

MAX_THREADS = 64
"""Calls of all requests that may wait at once; further ones run when a thread is free."""

T = TypeVar("T")
_pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="service-call")


def start(call: Callable[[], T]) -> Future[T]:
    """Begin a call in another thread. Its result, or what it raises, comes by `result()`."""
    return _pool.submit(copy_context().run, call)


def gather(*calls: Callable[[], Any]) -> list[Any]:
    """Return the results in the order of the calls, the first of which runs in this thread.

    All of them have ended when it returns. Raise what the first failing one raised.
    """
    first, *others = calls
    started = [start(each) for each in others]
    try:
        results = [first()]
    finally:
        for each in started:
            each.exception()  # wait: a call must not outlive the request that it belongs to
    return results + [each.result() for each in started]


class Deadline:
    """When a page is to be answered at the latest: blocks that it can do without are asked for only in the time that is left."""

    MIN_SECONDS = 0.15

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def timeout(self, max_seconds: float) -> tuple[float, float]:
        """Return the seconds to connect and to wait: what is left, but not more than `max_seconds`."""
        left = max(self.MIN_SECONDS, min(max_seconds, self._end - time.monotonic()))
        return left, left
