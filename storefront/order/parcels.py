"""The parcels of an order in words: what is in each, where it is, and what is still to come."""

from datetime import UTC, datetime

import msgspec
from django.utils.translation import gettext

from backend.contracts import working_days
from backend.contracts.basket.models import OrderLine
from backend.contracts.dispatch import unsent_pieces
from backend.contracts.order.models import Order
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.states import State
from backend.contracts.tracking import tracking_page
from storefront.order.refunds import Piece
from storefront.web.formats import weekday


class ParcelView(msgspec.Struct, frozen=True):
    """A parcel as a page shows it. `at` is when it arrived, or else when it was sent; `page` is its carrier's."""

    number: int
    words: str
    at: str
    is_delivered: bool
    lines: list[Piece]
    tracking: str
    page: str | None


def goes_in_parts(order: Order) -> bool:
    """Return whether the order goes in several parcels, of which one at least is sent."""
    return len(order.parcels) > 1 or (bool(order.parcels) and order.state is State.PACKED)


def describe(order: Order) -> list[ParcelView]:
    """Return every parcel that was sent, the first one first."""
    return [_view(order, parcel) for parcel in order.parcels]


def _view(order: Order, parcel: Parcel) -> ParcelView:
    return ParcelView(
        number=parcel.number,
        words=gettext("Delivered") if parcel.delivered_at else gettext("On its way"),
        at=parcel.delivered_at or parcel.at,
        is_delivered=bool(parcel.delivered_at),
        lines=_pieces(order, parcel.lines),
        tracking=parcel.tracking,
        page=tracking_page(parcel.tracking),
    )


def _pieces(order: Order, lines: tuple[ParcelLine, ...]) -> list[Piece]:
    titles = {line.sku: ", ".join((line.title, *line.values)) for line in order.lines}
    return [Piece(titles.get(line.sku, line.sku), line.quantity) for line in lines]


def still_to_come(order: Order) -> list[Piece]:
    """Return the pieces in no parcel, with the day from which they leave where that is still to come."""
    if order.state is not State.PACKED:
        return []
    first = {line.sku: line for line in reversed(order.lines)}
    return [Piece(_title(first[sku]), quantity) for sku, quantity in unsent_pieces(order).items()]


def _title(line: OrderLine) -> str:
    title = ", ".join((line.title, *line.values))
    if line.back_on is None or not is_awaited(line):
        return title
    return gettext("%(title)s, leaves from %(day)s") % {"title": title, "day": weekday(line.back_on)}


def is_awaited(line: OrderLine) -> bool:
    """Return whether the line is on back order until a day that is still to come, by the shop's calendar."""
    today = working_days.day_of(datetime.now(UTC).isoformat())
    return line.back_on is not None and line.back_on > today.isoformat()
