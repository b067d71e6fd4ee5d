"""Parallel calls of services, so that a page waits for the slowest of them and not for their sum.

    tree, page = gather(catalogue.tree, partial(results.found, query))

There is one thread pool for the whole process. A call sees the context variables of the request that started it,
including its language.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import NamedTuple, TypeVar, overload

from django.utils import translation

MAX_THREADS = 64
"""Calls of all requests that may wait at once; further ones run when a thread is free."""

MAX_ALIKE = 8
"""Calls of one operation that a page has under way at once: for each more the service would start another copy of its
function, and all of them would wait for that."""

T = TypeVar("T")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")
T5 = TypeVar("T5")
T6 = TypeVar("T6")
_trying: ContextVar[bool] = ContextVar("trying", default=False)
_pool = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="service-call")


class _WouldWait(BaseException):
    """The call would have to wait. A BaseException, so that no handler of service errors catches it."""


class _Failed(NamedTuple):
    failure: BaseException


def start(call: Callable[[], T]) -> Future[T]:
    """Begin a call in another thread; `result()` returns its result, or raises what it raised."""
    context = copy_context()
    context.run(_trying.set, False)
    return _pool.submit(context.run, _speak, translation.get_language(), call)


def _speak(language: str | None, call: Callable[[], T]) -> T:
    with translation.override(language):
        return call()


@overload
def gather(one: Callable[[], T], two: Callable[[], T2], /) -> tuple[T, T2]: ...
@overload
def gather(one: Callable[[], T], two: Callable[[], T2], three: Callable[[], T3], /) -> tuple[T, T2, T3]: ...
@overload
def gather(
    one: Callable[[], T], two: Callable[[], T2], three: Callable[[], T3], four: Callable[[], T4], /
) -> tuple[T, T2, T3, T4]: ...
@overload
def gather(
    one: Callable[[], T],
    two: Callable[[], T2],
    three: Callable[[], T3],
    four: Callable[[], T4],
    five: Callable[[], T5],
    /,
) -> tuple[T, T2, T3, T4, T5]: ...
@overload
def gather(
    one: Callable[[], T],
    two: Callable[[], T2],
    three: Callable[[], T3],
    four: Callable[[], T4],
    five: Callable[[], T5],
    six: Callable[[], T6],
    /,
) -> tuple[T, T2, T3, T4, T5, T6]: ...
@overload
def gather(*calls: Callable[[], T]) -> tuple[T, ...]: ...
def gather(*calls: Callable[[], object]) -> tuple[object, ...]:
    """Return the results in the order of the calls. All of them have ended when it returns.

    What need not wait for anybody is done in this thread, without a thread's cost: each call is begun here, and begun
    again in another thread if it is `about_to_wait`. Up to there it must change nothing. Raise what the first failing
    one raised.
    """
    results = [_without_waiting(each) for each in calls]
    waiting = [index for index, each in enumerate(results) if isinstance(each, _WouldWait)]
    started = {index: start(calls[index]) for index in waiting[1:]}
    for index in waiting[:1]:  # this thread would only wait for the others
        results[index] = _attempt(calls[index])
    for index, begun in started.items():
        failure = begun.exception()  # wait: a call must not outlive the request that it belongs to
        results[index] = _Failed(failure) if failure else begun.result()
    return tuple(_result(each) for each in results)


def gather_many(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Return the results of however many calls of one operation, in their order: `MAX_ALIKE` at a time."""
    turns = (calls[first : first + MAX_ALIKE] for first in range(0, len(calls), MAX_ALIKE))
    return [result for turn in turns for result in gather(*turn)]


def about_to_wait() -> None:
    """Say that what follows waits for a service: `gather` then moves it to a thread."""
    if _trying.get():
        raise _WouldWait


def _without_waiting(call: Callable[[], object]) -> object:
    trying = _trying.set(True)
    try:
        return _attempt(call)
    except _WouldWait as waits:
        return waits
    finally:
        _trying.reset(trying)


def _attempt(call: Callable[[], object]) -> object:
    try:
        return call()
    except Exception as failure:
        return _Failed(failure)


def _result(result: object) -> object:
    if isinstance(result, _Failed):
        raise result.failure
    return result


class Deadline:
    """When a page is to be answered at the latest: blocks that it can do without are asked for only in the time that is
    left."""

    MIN_SECONDS = 0.15

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def timeout(self, max_seconds: float) -> tuple[float, float]:
        """Return the seconds to connect and to wait: what is left, but not more than `max_seconds`."""
        seconds_left = max(self.MIN_SECONDS, min(max_seconds, self._end - time.monotonic()))
        return seconds_left, seconds_left
