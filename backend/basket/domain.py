"""The rules of a basket: its view, what can be added, and how two are merged. Money is in minor units."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from msgspec.structs import asdict

from backend.basket import delivery
from backend.contracts.basket.models import HOME_COUNTRY, MAX_LINES, Basket, BasketLine, Change
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.models import Picture
from backend.contracts.types import MAX_QUANTITY, Model


class Offer(Model, frozen=True, omit_defaults=True, kw_only=True):
    """How a SKU looks and what it costs. `withdrawn` if no product has it any more."""

    product_id: str
    title: str
    price: int
    currency: str
    values: tuple[str, ...] = ()
    picture: Picture | None = None
    withdrawn: bool = False
    level: Level = Level.IN_STOCK
    left: int | None = None


class Line(Model, frozen=True, kw_only=True):
    """A SKU in a basket.

    `seen_price` is the price when its quantity was set, `since` when it was added (ms since 1970).
    """

    sku: str
    quantity: int
    seen_price: int
    since: int


UNAVAILABLE = {Change.WITHDRAWN: "no longer available", Change.SOLD_OUT: "sold out"}
"""Lines that cannot be bought, and do not count; with what is said of them, the gravest first."""

Offers = Mapping[str, Offer]


def for_sale(sku: str, offer: Offer | None, currency: str) -> Offer:
    """Return the offer if it can be added. Raise Refused: 404 unknown, 409 withdrawn, 422 in another currency."""
    if offer is None:
        raise Refused(404, "unknown-sku", "There is no such article", f"No product has the SKU {sku}.")
    if offer.withdrawn:
        raise Refused(409, "withdrawn", "This article is no longer available", f"{offer.title} was withdrawn.")
    if offer.currency != currency:
        raise Refused(
            422, "other-currency", "This article is sold in another currency", f"The basket is in {currency}."
        )
    return offer


def full() -> Refused:
    """Return the 422 reply to one line too many."""
    return Refused(422, "basket-full", "The basket is full", f"A basket holds {MAX_LINES} different articles.")


def busy() -> Refused:
    """Return the 409 reply to a change that concurrent writes kept from succeeding."""
    return Refused(409, "busy", "The basket is being changed elsewhere", "Please try again in a moment.")


def change(line: Line, offer: Offer | None, currency: str) -> Change:
    """Return what changed about the line's offer since the shopper saw it."""
    if offer is None or offer.withdrawn or offer.currency != currency:
        return Change.WITHDRAWN
    if offer.level is Level.SOLD_OUT:
        return Change.SOLD_OUT
    if offer.left is not None and offer.left < line.quantity:
        return Change.SHORT
    return Change.NONE if offer.price == line.seen_price else Change.PRICE


def view(lines: Iterable[Line], offers: Offers, currency: str, today: date, country: str = HOME_COUNTRY) -> Basket:
    """Return the basket as its owner sees it, in the order of adding, with the delivery options of a country.

    Sold-out lines prevent a checkout; whether an order gets its pieces is decided by the inventory.
    """
    shown = tuple(_basket_line(line, offers.get(line.sku), currency) for line in in_order(lines))
    wanted = [line for line in shown if line.change not in UNAVAILABLE]
    subtotal = sum(line.total for line in wanted)
    return Basket(
        currency=currency,
        lines=shown,
        count=sum(line.quantity for line in wanted),
        subtotal=subtotal,
        deliveries=delivery.options(country, subtotal, today),
        free_delivery_from=delivery.free_from(country),
        can_check_out=0 < len(wanted) == len(shown),
    )


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Return the lines in the order of adding."""
    return sorted(lines, key=lambda line: (line.since, line.sku))


def _basket_line(line: Line, offer: Offer | None, currency: str) -> BasketLine:
    known = offer or Offer(product_id="unknown", title=line.sku, price=line.seen_price, currency=currency)
    computed = {"total": known.price * line.quantity, "change": change(line, offer, currency)}
    return msgspec.convert(asdict(known) | asdict(line) | computed, BasketLine)


def merge(mine: Iterable[Line], theirs: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...], int]:
    """Add the guest's lines to the shopper's. Return the result, the guest's lines without room, and the pieces moved.

    A merged line keeps the guest's seen price, the one that the person has just looked at.
    """
    lines = {line.sku: line for line in mine}
    left, moved = [], 0
    for line in in_order(theirs):
        kept = lines.get(line.sku)
        if kept is None and len(lines) >= MAX_LINES:
            left.append(line)
            continue
        before, since = (kept.quantity, kept.since) if kept else (0, line.since)
        quantity = max(before, min(MAX_QUANTITY, before + line.quantity))
        lines[line.sku] = msgspec.structs.replace(line, quantity=quantity, since=since)
        moved += quantity - before
    return tuple(lines.values()), tuple(left), moved
