"""The rules of promotions: which terms make sense, and whether somebody has used a promotion before."""

import hashlib
from collections.abc import Iterator
from datetime import date

from backend.contracts import shop
from backend.contracts.order.events import OrderPlaced
from backend.contracts.problem import FieldError, Refused
from backend.contracts.promotion.models import Kind, NewPromotion, Promotion, StaffPromotion, Terms

_VALUES = {Kind.PERCENTAGE: ("percent",), Kind.AMOUNT: ("amount",), Kind.BUY_X_GET_Y: ("buy", "free")}
"""The fields that a kind needs; those of the other kinds must be 0."""


def check(terms: Terms) -> None:
    """Raise Refused 422 that names the fields of terms that make no sense."""
    if errors := tuple(_errors(terms)):
        raise Refused(422, "invalid", "The promotion makes no sense like this", errors=errors)


def _errors(terms: Terms) -> Iterator[FieldError]:
    needed = _VALUES.get(terms.kind, ())
    for field in (name for names in _VALUES.values() for name in names):
        if bool(getattr(terms, field)) != (field in needed):
            yield FieldError(field=field, message="Needed" if field in needed else "Belongs to another kind")
    for field in ("starts_on", "ends_on"):
        if not _is_day(getattr(terms, field)):
            yield FieldError(field=field, message="There is no such day")
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        yield FieldError(field="ends_on", message="It ends before it begins")


def _is_day(text: str | None) -> bool:
    try:
        return text is None or bool(date.fromisoformat(text))
    except ValueError:
        return False


def new_promotion(code: str, body: NewPromotion, now: str) -> StaffPromotion:
    """Return the first version of a promotion."""
    terms = {name: getattr(body, name) for name in Terms.__struct_fields__}
    return StaffPromotion(**terms, code=code, version=1, created_at=now, by=body.by, currency=shop.currency())


def is_duplicate(stored: StaffPromotion, body: NewPromotion) -> bool:
    """Return whether a promotion has the terms of this request, which is then a repeat."""
    same = stored.currency == shop.currency()
    return same and all(getattr(stored, name) == getattr(body, name) for name in Terms.__struct_fields__)


def shopper_digests(promotion: Promotion, order: OrderPlaced) -> tuple[str, ...]:
    """Return what marks a once-per-shopper promotion as used: its e-mail address, and the account if there is one.

    They are digests, so the table names nobody; a guest's owner is made for the one order and marks nothing.
    """
    if not promotion.once_per_shopper:
        return ()
    account = [order.owner] if order.owner.startswith("shopper#") else []
    people = [f"mail#{order.email.casefold()}", *account]
    return tuple(hashlib.sha256(f"{promotion.code} {person}".encode()).hexdigest() for person in people)
