"""Sweeping: what is due is looked after piece by piece, and a piece that fails keeps none of the others from it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from backend.contracts.alarm_messages import MORE_DUE, NOT_SWEPT
from backend.shared import clock
from backend.shared.log import log_context, logger

T = TypeVar("T")

RETRY_AFTER_SECONDS = 300
"""Seconds that a piece which could not be swept is put behind the others for."""


MIN_REMAINING_MS = 10_000
"""Milliseconds that are left to a function when it should begin nothing new: what it does not finish comes with the next minute."""


def while_time_remains(pieces: Sequence[T], context: Any, most: int, last_call: int = MIN_REMAINING_MS) -> Iterator[T]:
    """Yield what is due for as long as the function has more than `last_call` milliseconds left; the rest is swept a minute later.

    `most` is how many the sweep asked for: where so many are due, more may be, and a sign is logged that an alarm is rung by.
    """
    if len(pieces) == most:
        logger.warning(MORE_DUE, due=most)
    for piece in pieces:
        if context.get_remaining_time_in_millis() < last_call:
            return
        yield piece


def sweep_one(sweep: Callable[[], None], postpone: Callable[[str], None], **which: str) -> bool:
    """Whether it was swept. If not, that is told, with `which` it was, and `postpone` puts it off until the instant that it gets."""
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
