"""The audit log's entry for each change by staff, published before the caller is answered.

The code that makes a change describes it by `describe`. If the bus does not take the entry, the request fails, so that
nothing is acknowledged without one: the caller repeats it, and a change that was already made is then logged. Clients
and contracts are loaded by the first change, because a shopper's request needs neither.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import msgspec

from backend.contracts.event import SOURCE, name
from backend.contracts.problem import Refused
from backend.shared import clock
from backend.shared.log import correlation_id, logger

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

    from backend.contracts.desk.audit import Difference, StaffChange
    from backend.contracts.operation import AnyOperation

DESK = "desk"
"""The service in whose name all others publish the event."""

_ATTEMPTS = 3
_MAX_LENGTH = 200  # characters of a value, as contracts.types.ShortText has them


class Facts(msgspec.Struct):
    """What is said of a change: differences as what, before and after; an amount in minor units."""

    differences: tuple[tuple[str, object, object], ...] = ()
    reason: str = ""
    amount: int | None = None
    currency: str | None = None
    thing_id: str = ""


_facts: ContextVar[Facts | None] = ContextVar("staff_change", default=None)


@contextmanager
def collect_facts() -> Iterator[Facts]:
    """Yield what `describe` is told inside the block."""
    token = _facts.set(facts := Facts())
    try:
        yield facts
    finally:
        _facts.reset(token)


def describe(
    *differences: tuple[str, object, object],
    reason: str = "",
    amount: int | None = None,
    currency: str | None = None,
    thing_id: str = "",
) -> None:
    """Describe the change: what, before and after; why; how much money. The last call counts.

    Values may reveal something about a shopper only for orders, because erasure finds their entries. Without a change
    by staff it does nothing.
    """
    if facts := _facts.get():
        facts.differences, facts.reason, facts.thing_id = differences, reason, thing_id
        facts.amount, facts.currency = amount, currency


def compare(before: object, after: object, names: Iterable[str]) -> list[tuple[str, object, object]]:
    """Return those of the fields that differ, as `describe` takes them; a field that is not there is empty."""
    values = ((field, getattr(before, field, ""), getattr(after, field, "")) for field in names)
    return [(field, old, new) for field, old, new in values if old != new]


def publish(operation: "AnyOperation", sources: Iterable[object], who: str, facts: Facts) -> None:
    """Publish the entry. The thing's id is in the first of these sources that has its field.

    Raises Refused 503 if the bus does not take it, and ClientError if it cannot be asked.
    """
    from backend.contracts.desk.events import StaffChangeMade  # see this module's docstring
    from backend.shared.outbox import encode_event

    event = StaffChangeMade(change=_change(operation, sources, who, facts))
    if not any(_put(name(StaffChangeMade), encode_event(event).decode()) for _ in range(_ATTEMPTS)):
        logger.error("a change is not in the audit log", operation=operation.name, shopper=who)
        raise Refused(503, "try-again", "Please try again in a moment")


def _put(kind: str, detail: str) -> bool:
    """Return whether the bus took the event."""
    from backend.shared.aws import client

    entry: PutEventsRequestEntryTypeDef = {
        "EventBusName": os.environ["BUS"],
        "Source": f"{SOURCE}.{DESK}",
        "DetailType": kind,
        "Detail": detail,
    }
    (answer,) = client("events").put_events(Entries=[entry])["Entries"]
    return "ErrorCode" not in answer


def _change(operation: "AnyOperation", sources: Iterable[object], who: str, facts: Facts) -> "StaffChange":
    from backend.contracts.desk.audit import MAX_DIFFERENCES, StaffChange

    if operation.changes is None:
        raise LookupError(f"{operation.name} changes nothing that the audit log knows")
    field = operation.changes.id
    values = [str(getattr(source, field)) for source in sources if field and hasattr(source, field)]
    return StaffChange(
        id=secrets.token_hex(16),
        at=clock.now(),
        who=who,
        operation=operation.name,
        thing=operation.changes.thing,
        thing_id=facts.thing_id or next(iter(values), ""),
        differences=tuple(map(_difference, filter(_is_different, facts.differences)))[:MAX_DIFFERENCES],
        reason=_line(facts.reason),
        amount=facts.amount,
        currency=facts.currency,
        correlation_id=correlation_id(),
    )


def _is_different(change: tuple[str, object, object]) -> bool:
    """Return whether something changed; a repeated request changes nothing. Values that are not stored are both
    empty."""
    _, before, after = change
    return before == "" or before != after


def _difference(change: tuple[str, object, object]) -> "Difference":
    from backend.contracts.desk.audit import Difference

    what, before, after = map(_line, change)
    return Difference(what=what, before=before, after=after)


def _line(value: object) -> str:
    """Return a value as one line that is not too long for the contract."""
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    line = "".join(each if each.isprintable() else " " for each in text)
    return line if len(line) <= _MAX_LENGTH else f"{line[: _MAX_LENGTH - 1]}…"
