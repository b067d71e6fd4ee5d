"""Staff send an order in several parcels, and record which have arrived. Each action is kept with the order."""

from collections.abc import Iterable

from msgspec.structs import replace

from backend.contracts.arrivals import pieces_to_come
from backend.contracts.dispatch import fits, unsent_pieces
from backend.contracts.operation import Empty
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.models import Move, Order, OrderPath, StaffOrder
from backend.contracts.order.parcel import MAX_PARCELS, Parcel, ParcelLine
from backend.contracts.order.staff import DeliverParcel, SendParcel
from backend.contracts.order.states import State
from backend.contracts.problem import FieldError, Refused
from backend.order import domain, parcels, repository, staff
from backend.order.domain import OrderDetails
from backend.order.refusals import invalid_transition
from backend.order.returns import count_pieces
from backend.order.state_machine import OrderState
from backend.shared import clock
from backend.shared.http import Request
from backend.shared.staff_changes import describe

Amended = tuple[OrderState, OrderDetails]


def send_parcel(request: Request[OrderPath, Empty, SendParcel]) -> StaffOrder:
    """Send a parcel.

    Raise Refused 409 if the order is not packed or another parcel was sent meanwhile, 422 for pieces that are not
    waiting to be sent.
    """
    body, at = request.body, clock.now()

    def apply(order: OrderState, details: OrderDetails) -> Amended | None:
        if order.state is not State.PACKED or body.number != len(order.parcels) + 1:
            return None
        present = domain.order(order, details)
        parcel = _build(present, body, at)
        describe((f"parcel {parcel.number}", "", _words(parcel.lines)))
        unsent = _unsent_after(present, parcel)
        _check_last(parcel, unsent)
        after = parcels.send(order, parcel, unsent, body.by)
        action = _action(ActionKind.SEND_PARCEL, request.shopper, body.by, at, f"{body.number}: {_words(parcel.lines)}")
        return (staff.with_action(after, action) if unsent else after, details) if after else None

    after, details, is_changed = repository.amend(body.owner, request.path.order_id, apply)
    view = domain.staff_order(after, details)
    same_number = [each for each in view.parcels if each.number == body.number]
    if not is_changed and not any(_is_same(each, body, view) for each in same_number):
        raise _other_parcel() if same_number or after.state is State.PACKED else invalid_transition(after)
    return view


def _build(order: Order, body: SendParcel, at: str) -> Parcel:
    """Return the parcel. Raise Refused 422 for more than is still to be sent."""
    pieces = count_pieces(body.lines)
    if not fits(order, pieces):
        error = FieldError(field="lines", message="Not so many of these are still to be sent")
        raise Refused(422, "invalid", "Not all of this can be sent", errors=(error,))
    return Parcel(number=body.number, at=at, lines=parcels.to_parcel_lines(pieces), tracking=body.tracking)


def _unsent_after(order: Order, parcel: Parcel) -> tuple[ParcelLine, ...]:
    return parcels.to_parcel_lines(unsent_pieces(replace(order, parcels=(*order.parcels, parcel))))


def _check_last(parcel: Parcel, unsent: tuple[ParcelLine, ...]) -> None:
    """Raise Refused 422 if the rest could not be sent, because no parcel number is left for it."""
    if unsent and parcel.number == MAX_PARCELS:
        error = FieldError(field="lines", message="All that is left has to go in this parcel")
        raise Refused(422, "invalid", f"An order goes in at most {MAX_PARCELS} parcels", errors=(error,))


def _is_same(parcel: Parcel, body: SendParcel, order: StaffOrder) -> bool:
    """Return whether this parcel is the requested one, with this tracking number or with one that was corrected
    since."""
    corrected = {each.note or "" for each in order.actions if each.kind is ActionKind.CORRECT_TRACKING}
    same_pieces = count_pieces(parcel.lines) == count_pieces(body.lines)
    return same_pieces and body.tracking in {parcel.tracking, *corrected}


def move_conflict(order: OrderState, move: Move) -> Refused:
    """Return the 409 reply to a move that the order does not allow, or that was requested before a parcel was sent."""
    if order.state is not State.PACKED or not order.parcels or move.state not in (State.SENT, State.DELIVERED):
        return invalid_transition(order)
    if _is_late(order, move):
        return _other_parcel()
    if move.state is State.SENT:
        hint = "Mark it delivered once its parcels have arrived."
        return Refused(409, "nothing-left", "Nothing of the order is still to be sent", hint)
    return Refused(409, "part-left", "A part of the order is still to be sent", "Send it, or pay it back line by line.")


def _other_parcel() -> Refused:
    return Refused(409, "other-parcel", "Another parcel was sent meanwhile", "Please look at the order once more.")


def _is_late(order: OrderState, move: Move) -> bool:
    """Return whether a parcel was sent since the move was requested."""
    return move.state is State.SENT and move.parcel not in (None, len(order.parcels) + 1)


def apply_move(order: OrderState, details: OrderDetails, move: Move, at: str) -> OrderState | None:
    """Return the order after a move of staff. If it goes in several parcels, the move sends the rest in one more, or
    marks all as delivered."""
    if _is_late(order, move):
        return None
    if not order.parcels or move.state not in (State.SENT, State.DELIVERED):
        return staff.apply_move(order, move, at)
    return (_send_rest if move.state is State.SENT else _deliver_rest)(order, details, move, at)


def _send_rest(order: OrderState, details: OrderDetails, move: Move, at: str) -> OrderState | None:
    """Return the order with everything that is left sent in one more parcel; None if nothing is left."""
    lines = parcels.to_parcel_lines(unsent_pieces(domain.order(order, details)))
    parcel = Parcel(number=len(order.parcels) + 1, at=at, lines=lines, tracking=move.note)
    return parcels.send(order, parcel, (), move.by) if lines else None


def _deliver_rest(order: OrderState, details: OrderDetails, move: Move, at: str) -> OrderState | None:
    """Return the order with every parcel delivered; None while something is still to be sent."""
    unsent = order.state is State.PACKED and unsent_pieces(domain.order(order, details))
    return None if unsent else parcels.deliver_all(order, at, move.note, move.by)


def deliver_parcel(request: Request[OrderPath, Empty, DeliverParcel]) -> StaffOrder:
    """Mark a parcel as delivered, and with the last one the order. Raise Refused 409 if there is no such parcel."""
    body, at = request.body, clock.now()

    def apply(order: OrderState, details: OrderDetails) -> Amended | None:
        view = domain.order(order, details)
        waiting = [each.number for each in view.parcels if not each.delivered_at]
        if order.state not in parcels.UNDER_WAY or body.number not in waiting:
            return None
        describe((f"parcel {body.number}", "on its way", "delivered"))
        if waiting == [body.number] and not unsent_pieces(view):
            after = parcels.deliver_all(order, at, by=body.by)
            return (after, details) if after else None
        action = _action(ActionKind.DELIVER_PARCEL, request.shopper, body.by, at, str(body.number))
        present = replace(view, parcels=parcels.mark_delivered(view.parcels, body.number, at))
        after = parcels.deliver(order, body.number, at, parcels.to_parcel_lines(pieces_to_come(present)))
        return (staff.with_action(after, action), details) if after else None

    after, details, is_changed = repository.amend(body.owner, request.path.order_id, apply)
    if not is_changed and not _has_arrived(domain.order(after, details), body.number):
        raise invalid_transition(after)
    return domain.staff_order(after, details)


def _has_arrived(order: Order, number: int) -> bool:
    return any(each.number == number and each.delivered_at for each in order.parcels)


def _action(kind: ActionKind, who: str, by: str, at: str, note: str) -> StaffAction:
    return StaffAction(at=at, kind=kind, who=who, by=by, note=note[:2_000])


def _words(lines: Iterable[ParcelLine]) -> str:
    return ", ".join(f"{line.quantity} × {line.sku}" for line in lines)
