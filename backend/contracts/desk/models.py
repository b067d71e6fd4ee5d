"""What the desk service's operations carry."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.order.models import OrderOwner
from backend.contracts.order.parcel import MAX_PARCELS
from backend.contracts.order.states import State
from backend.contracts.types import (
    MAX_SAFE_INTEGER,
    Country,
    Currency,
    Cursor,
    Key,
    Model,
    Note,
    OptionalShortText,
    OrderId,
    RequestModel,
    ShortText,
    Sku,
    StoredEmail,
    Timestamp,
    TotalAmount,
)

MAX_INDEXED = 25
"""Orders that one request may put into the index."""


class DeskAddress(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What staff search by of an order's address."""

    name: ShortText
    email: StoredEmail
    town: ShortText
    country: Country
    postal_code: OptionalShortText = ""


class DeskOrder(Model, frozen=True, omit_defaults=True, kw_only=True):
    """An order as the desk's index knows it: enough for a row of a table.

    `parcels` are the tracking numbers of one that went in several, by the parcels' numbers; `tracking` is that of one
    that went in one piece. `count` is pieces. `version` is the order's version at its last change of state, 0 where
    that was not told.
    """

    id: OrderId
    owner: OrderOwner
    state: State
    state_at: Timestamp
    placed_at: Timestamp
    currency: Currency
    total: TotalAmount
    count: Annotated[int, Meta(ge=1, le=MAX_SAFE_INTEGER)]
    address: DeskAddress
    skus: tuple[Sku, ...] = ()
    tracking: OptionalShortText = ""
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)] = 0
    parcels: Annotated[tuple[OptionalShortText, ...], Meta(max_length=MAX_PARCELS)] = ()


class DeskQuery(RequestModel, frozen=True, kw_only=True):
    """Which orders: those that match every word of `q`, in this state, placed from `since` until just before `until`.

    A word matches the whole order number or id, e-mail address, postal code, SKU or tracking number, or a word of the
    name; upper case, accents, spaces and punctuation make no difference.
    """

    q: OptionalShortText = ""
    state: State | None = None
    since: Timestamp | None = None
    until: Timestamp | None = None
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 25


class DeskPage(Model, frozen=True, kw_only=True):
    """Orders, newest first. Where several conditions meet, a page may be short or empty and not the last."""

    items: tuple[DeskOrder, ...]
    next: Cursor | None


class DeskPath(Model, frozen=True, kw_only=True):
    order_id: OrderId


class AddNote(RequestModel, frozen=True, kw_only=True):
    """A note of staff. `key` is the form's, so that the same form is stored once; `by` is what colleagues call its
    writer."""

    key: Key
    text: Note
    by: OptionalShortText = ""


class OrderNote(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A note as it is stored. `who` is the `sub` of the token that it was written with."""

    at: Timestamp
    text: Note
    who: str
    by: OptionalShortText = ""


class DeskEntry(Model, frozen=True, kw_only=True):
    """What the desk has of one order: its row, None where the index does not know the order, and notes, oldest
    first."""

    order: DeskOrder | None
    notes: tuple[OrderNote, ...]


class CustomerQuery(RequestModel, frozen=True, kw_only=True):
    """Which customer: whoever ordered with this e-mail address, in whatever case, with or without an account."""

    email: StoredEmail


class AddCustomerNote(RequestModel, frozen=True, kw_only=True):
    """A note about a customer. `key` is the form's, so that the same form is stored once. `signs_out`: it says that
    the customer is signed out everywhere, and `removes_second_factor` that a lost phone's codes are asked for no more,
    which the caller does once it is stored."""

    email: StoredEmail
    key: Key
    text: Note
    by: OptionalShortText = ""
    signs_out: bool = False
    removes_second_factor: bool = False


class CustomerNotes(Model, frozen=True, kw_only=True):
    """The notes about a customer, oldest first."""

    items: tuple[OrderNote, ...]


class IndexOrders(RequestModel, frozen=True, kw_only=True):
    """Orders that the index may not know. What it knows better stays."""

    items: Annotated[tuple[DeskOrder, ...], Meta(max_length=MAX_INDEXED)]
