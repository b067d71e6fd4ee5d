"""Periodic sweeps over due items, in which one that fails does not stop the others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from backend.contracts.alarm_messages import MORE_DUE, NOT_SWEPT
from backend.shared import clock
from backend.shared.log import log_context, logger

T = TypeVar("T")

RETRY_AFTER_SECONDS = 300
"""Seconds that a piece which could not be swept is put behind the others for."""


MIN_REMAINING_MS = 10_000
"""Milliseconds that are left to a function when it should begin nothing new: what it does not finish comes with the
next minute."""


def while_time_remains(pieces: Sequence[T], context: Any, most: int, last_call: int = MIN_REMAINING_MS) -> Iterator[T]:
    """Yield due items while more than `last_call` milliseconds remain; the next sweep takes the rest.

    `most` is the query's limit: when it was reached, more may be due, and an alarm message is logged.
    """
    if len(pieces) == most:
        logger.warning(MORE_DUE, due=most)
    for piece in pieces:
        if context.get_remaining_time_in_millis() < last_call:
            return
        yield piece


def sweep_one(sweep: Callable[[], None], postpone: Callable[[str], None], **which: str) -> bool:
    """Run `sweep`; on failure log it and call `postpone(retry_at)`. Return whether it succeeded.

    `which` are the fields that the log lines carry, such as `order_id`.
    """
    with log_context(**which):
        try:
            sweep()
        except Exception:
            logger.exception(NOT_SWEPT)
        else:
            logger.info("swept one")
            return True
        try:
            postpone(clock.later(clock.now(), RETRY_AFTER_SECONDS))
        except Exception:
            logger.exception("not put off")
        return False
