"""The audit log: what staff changed, one entry for each request that a service has carried out.

No entry says anything about a shopper beyond what the erasure of an order finds by the order's id (decision 090).
"""

import hashlib
from typing import Annotated

from msgspec import Meta

from backend.contracts.operation import Thing
from backend.contracts.types import (
    Currency,
    Cursor,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    Timestamp,
    TotalAmount,
)

ChangeId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="128 random bits")]

MAX_DIFFERENCES = 20
"""Differences that one entry names: a product has more fields than anybody reads in a log."""


def customer_id(email: str) -> str:
    """Return what the log calls a customer: a hash of the address, in whatever case, which erasure takes out."""
    return hashlib.sha256(email.casefold().encode()).hexdigest()


class Difference(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What was changed about a thing, before and after; both are empty where the log does not keep the values."""

    what: ShortText
    before: OptionalShortText = ""
    after: OptionalShortText = ""


class StaffChange(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A change that a member of staff made.

    `who` is the `sub` of the token, or the AWS identity of whoever ran a command; `email` is what the user pool knows
    them by, or empty. `operation` is the contract's name of what was asked for. `thing_id` is empty where there is only
    one such thing. `amount` is in minor units.
    """

    id: ChangeId
    at: Timestamp
    who: ShortText
    operation: ShortText
    thing: Thing
    thing_id: OptionalShortText = ""
    email: OptionalShortText = ""
    differences: Annotated[tuple[Difference, ...], Meta(max_length=MAX_DIFFERENCES)] = ()
    reason: OptionalShortText = ""
    amount: TotalAmount | None = None
    currency: Currency | None = None
    correlation_id: OptionalShortText = ""


class StaffChangeQuery(RequestModel, frozen=True, kw_only=True):
    """Which changes: by this person (e-mail address, else `who`), to this kind of thing, or to one thing, made from
    `since` until just before `until`. `thing_id` says nothing without `thing`."""

    who: OptionalShortText = ""
    thing: Thing | None = None
    thing_id: OptionalShortText = ""
    since: Timestamp | None = None
    until: Timestamp | None = None
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class StaffChangePage(Model, frozen=True, kw_only=True):
    """Changes, newest first. Of one person's changes to one thing, a page may be short or empty and not the last."""

    items: tuple[StaffChange, ...]
    next: Cursor | None
