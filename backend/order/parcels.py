"""The parcels of an order: its transitions when one is sent or has arrived. The functions are pure.

An order sent in one piece stores no parcels, so it takes no more space than before there were any: its one parcel
follows from its steps. An order in several parcels stays packed until the last one is sent.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.order.events import OrderDelivered, OrderSent
from backend.contracts.order.models import Step
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.order.states import State
from backend.contracts.returns import ordered_pieces
from backend.order.state_machine import OrderState, transition

if TYPE_CHECKING:
    from backend.order.domain import OrderDetails

UNDER_WAY = (State.PACKED, State.SENT)
"""States in which a parcel can be on its way."""


def parcels_of(order: OrderState, details: "OrderDetails") -> tuple[Parcel, ...]:
    """Return the order's parcels: those stored, or the single one that all of it was sent in."""
    sent = _first(order.steps, State.SENT)
    lines = to_parcel_lines(_pieces_sent(order, details, sent.at)) if sent else ()
    if order.parcels or sent is None or not lines:
        return order.parcels
    delivered = _first(order.steps, State.DELIVERED)
    delivered_at = delivered.at if delivered else None
    return (Parcel(number=1, at=sent.at, lines=lines, tracking=order.tracking, delivered_at=delivered_at),)


def _first(steps: tuple[Step, ...], state: State) -> Step | None:
    return next((step for step in steps if step.state is state), None)


def _pieces_sent(order: OrderState, details: "OrderDetails", at: str) -> dict[str, int]:
    """Return what that single parcel contained: everything that had not been refunded by then."""
    pieces = ordered_pieces(details)
    for each in order.returns:
        pieces.subtract({line.sku: line.quantity for line in each.lines if each.by_shop and each.at < at})
    return pieces


def to_parcel_lines(pieces: Mapping[str, int]) -> tuple[ParcelLine, ...]:
    """Return the quantities by SKU as lines, without those of zero."""
    return tuple(ParcelLine(sku=sku, quantity=quantity) for sku, quantity in sorted(pieces.items()) if quantity > 0)


def send(order: OrderState, parcel: Parcel, unsent: tuple[ParcelLine, ...], by: str = "") -> OrderState | None:
    """Return the order with this parcel sent; the order itself is sent when nothing is `unsent`. None if it is not
    packed, or another parcel was sent since it was read."""
    if order.state is not State.PACKED or parcel.number != len(order.parcels) + 1:
        return None
    parcels = (*order.parcels, parcel)
    if unsent:
        return replace(order, parcels=parcels, event=_part_sent(order, parcel, unsent))
    event = OrderSent(order_id=order.order_id, owner=order.owner, at=parcel.at, tracking=parcel.tracking)
    if order.parcels:
        event = replace(event, parcel=parcel.number, lines=parcel.lines)
    own = parcels if order.parcels else ()
    return transition(order, State.SENT, parcel.at, event, parcel.tracking, by, tracking=parcel.tracking, parcels=own)


def _part_sent(order: OrderState, parcel: Parcel, unsent: tuple[ParcelLine, ...]) -> OrderParcelSent:
    return OrderParcelSent(
        order_id=order.order_id,
        owner=order.owner,
        at=parcel.at,
        parcel=parcel.number,
        lines=parcel.lines,
        unsent=unsent,
        tracking=parcel.tracking,
    )


def mark_delivered(parcels: tuple[Parcel, ...], number: int, at: str) -> tuple[Parcel, ...]:
    """Return the parcels with this one delivered."""
    return tuple(_mark_delivered(each, at) if each.number == number else each for each in parcels)


def deliver(order: OrderState, number: int, at: str, awaited: tuple[ParcelLine, ...] = ()) -> OrderState | None:
    """Return the order with one of its parcels delivered, and `awaited` still to come. None if it is not on its way."""
    parcels = mark_delivered(order.parcels, number, at)
    if order.state not in UNDER_WAY or parcels == order.parcels:
        return None
    event = OrderParcelDelivered(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        parcel=number,
        lines=next(each.lines for each in parcels if each.number == number),
        awaited=awaited,
    )
    return replace(order, parcels=parcels, event=event)


def deliver_all(order: OrderState, at: str, note: str = "", by: str = "") -> OrderState | None:
    """Return the order delivered, with every parcel. A packed one, whose rest was refunded, counts as sent by this. If
    some parcels had arrived before, the event names what came with the rest."""
    sent = order if order.state is State.SENT or not order.parcels else _mark_sent(order, at)
    lines = _under_way(order.parcels) if any(each.delivered_at for each in order.parcels) else ()
    event = OrderDelivered(order_id=order.order_id, owner=order.owner, at=at, lines=lines or UNSET)
    parcels = tuple(_mark_delivered(each, at) for each in order.parcels)
    return transition(sent, State.DELIVERED, at, event, note, by, parcels=parcels) if sent else None


def _under_way(parcels: tuple[Parcel, ...]) -> tuple[ParcelLine, ...]:
    """Return the contents of the parcels that have not arrived, one line for each SKU."""
    pieces = Counter[str]()
    for parcel in parcels:
        pieces.update({line.sku: line.quantity for line in parcel.lines} if not parcel.delivered_at else {})
    return to_parcel_lines(pieces)


def _mark_sent(order: OrderState, at: str) -> OrderState | None:
    """Return the order after its last parcel was sent; that parcel's tracking number becomes the order's."""
    return transition(order, State.SENT, at, None, tracking=order.parcels[-1].tracking)


def _mark_delivered(parcel: Parcel, at: str) -> Parcel:
    return parcel if parcel.delivered_at else replace(parcel, delivered_at=at)


def tracking_of(order: OrderState, number: int | None) -> str | None:
    """Return the tracking number of a parcel, by default of the last one; None if there is no such parcel."""
    if not order.parcels:
        return order.tracking if number in (None, 1) else None
    last = number or len(order.parcels)
    return next((each.tracking for each in order.parcels if each.number == last), None)


def with_tracking(order: OrderState, number: int | None, tracking: str) -> OrderState:
    """Return the order with another tracking number for one of its parcels."""
    if not order.parcels:
        return replace(order, tracking=tracking)
    last = number or len(order.parcels)
    parcels = tuple(replace(each, tracking=tracking) if each.number == last else each for each in order.parcels)
    is_whole = order.state is not State.PACKED and last == len(parcels)
    return replace(order, parcels=parcels, tracking=tracking if is_whole else order.tracking)
