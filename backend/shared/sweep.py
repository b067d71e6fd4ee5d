"""Sweeping: what is due is looked after piece by piece, and a piece that fails keeps none of the others from it."""

from collections.abc import Callable

from backend.contracts.signs import NOT_SWEPT
from backend.shared import clock
from backend.shared.log import bound, logger

ASIDE = 300
"""Seconds that a piece which could not be swept is put behind the others for."""


def swept(sweep: Callable[[], None], postpone: Callable[[str], None], **which: str) -> bool:
    """Whether it was swept. If not, that is told, with `which` it was, and `postpone` puts it off until the instant that it gets."""
    with bound(**which):
        try:
            sweep()
        except Exception:
            logger.exception(NOT_SWEPT)
        else:
            logger.info("swept one")
            return True
        try:
            postpone(clock.later(clock.now(), ASIDE))
        except Exception:
            logger.exception("not put off")
        return False
