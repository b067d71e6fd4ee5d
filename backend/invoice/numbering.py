"""Numbers without gaps: a range per kind of document and year, in each stage's own table."""

import os

from backend.contracts.invoice.models import Kind
from backend.contracts.working_days import day_of
from backend.invoice.domain import Issue
from backend.invoice.repository import Counter, read_counter
from backend.shared import clock

LETTERS = {Kind.INVOICE: "INV", Kind.CREDIT_NOTE: "CN"}


class Next(Issue, frozen=True, kw_only=True):
    """The next number of a range, which counts once its document is written. `before` is the count it follows."""

    range_name: str
    before: Counter


def next_number(kind: Kind) -> Next:
    """Return the next number of this year's range. Only the write of its document uses it up.

    Its date is no earlier than that of the one before, however the clocks of two functions differ. The year is the
    shop's.
    """
    now = clock.now()
    range_name = f"{LETTERS[kind]}#{day_of(now).year}"
    before = read_counter(range_name)
    number = f"{os.environ['NUMBER_PREFIX']}{range_name.replace('#', '-')}-{before.last + 1:06}"
    return Next(number=number, at=max(now, before.at), range_name=range_name, before=before)
