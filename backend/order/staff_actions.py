"""Staff cancel orders, refund money and change addresses. Each action is stored with the order, and who took it."""

import msgspec
from msgspec import UNSET
from msgspec.structs import asdict, replace

from backend.contracts.basket.models import Address
from backend.contracts.operation import Empty
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.events import OrderAddressChanged, RefundRequested
from backend.contracts.order.models import OrderPath, OrderReturn, StaffOrder
from backend.contracts.order.staff import ADDRESSABLE, REFUNDABLE, CancelOrder, ChangeAddress, RefundOrder, Tracking
from backend.contracts.order.states import State
from backend.contracts.problem import FieldError, Refused
from backend.order import domain, parcels, refunds, repository, returns, staff
from backend.order.domain import OrderDetails
from backend.order.refusals import invalid_transition
from backend.order.state_machine import OrderState, cancel
from backend.shared import clock
from backend.shared.http import Request
from backend.shared.staff_changes import compare, describe

Amended = tuple[OrderState, OrderDetails]


def cancel_order(request: Request[OrderPath, Empty, CancelOrder]) -> StaffOrder:
    """Cancel the order. Raise Refused 409 once it is packed, or if somebody else cancelled it."""
    body, at = request.body, clock.now()
    action = StaffAction(at=at, kind=ActionKind.CANCEL, who=request.shopper, by=body.by, note=body.reason)

    def apply(order: OrderState) -> OrderState | None:
        after = cancel(order, at, body.reason, body.by, withdrawn=False)
        describe(("state", order.state, State.CANCELLED), reason=body.reason)
        return staff.with_action(after, action) if after else None

    after, details, is_changed = repository.change(body.owner, request.path.order_id, apply)
    if not is_changed and not (after.state is State.CANCELLED and _was_done(after, action)):
        raise invalid_transition(after)
    return domain.staff_order(after, details)


def refund_order(request: Request[OrderPath, Empty, RefundOrder]) -> StaffOrder:
    """Refund money.

    Raise Refused 409 in the wrong state or if something was refunded meanwhile, 422 for more than is left.
    """
    body, at = request.body, clock.now()

    def apply(order: OrderState, details: OrderDetails) -> Amended | None:
        if order.state not in REFUNDABLE or body.number != len(order.returns) + 1:
            return None
        refund = refunds.build_refund(domain.order(order, details), body, at)
        refund = replace(refund, vouchers=returns.voucher_refund(order.returns, order.vouchers, refund.refund))
        pieces = refunds.describe(refund)
        describe(("refund", "", pieces), reason=body.reason, amount=refund.refund, currency=order.currency)
        note = f"{pieces}: {body.reason}"
        action = StaffAction(at=at, kind=ActionKind.REFUND, who=request.shopper, by=body.by, note=note)
        event = _refund_requested(order, refund)
        return staff.with_action(replace(order, returns=(*order.returns, refund), event=event), action), details

    after, details, is_changed = repository.amend(body.owner, request.path.order_id, apply)
    if not is_changed and after.state not in REFUNDABLE:
        raise invalid_transition(after)
    if not is_changed and not refunds.is_duplicate(after.returns, body):
        raise Refused(409, "other-refund", "Something was given back meanwhile", "Please look at the order once more.")
    return domain.staff_order(after, details)


def _refund_requested(order: OrderState, refund: OrderReturn) -> RefundRequested:
    return RefundRequested(
        order_id=order.order_id,
        owner=order.owner,
        at=refund.at,
        number=refund.number,
        refund=refund.refund,
        reason=refund.reason,
        lines=refund.lines,
        vouchers=refund.vouchers or UNSET,
        taxes=refund.taxes or UNSET,
    )


def change_address(request: Request[OrderPath, Empty, ChangeAddress]) -> StaffOrder:
    """Change the address. Raise Refused 409 once it is packed or if it was changed meanwhile, 422 for another
    country."""
    body, at = request.body, clock.now()
    address = msgspec.convert(asdict(body.address), Address)

    def apply(order: OrderState, details: OrderDetails) -> Amended | None:
        if order.state not in ADDRESSABLE or order.version != body.version or details.address == address:
            return None
        if details.address.country != address.country:
            error = FieldError(field="address.country", message="Tax and delivery were paid for another country")
            raise Refused(422, "invalid", "The order cannot go to another country", errors=(error,))
        before = ", ".join(value for value in asdict(details.address).values() if value)
        changed_fields = compare(details.address, address, Address.__struct_fields__)
        describe(*((field, "", "") for field, _, _ in changed_fields))  # the order itself keeps the old address
        action = StaffAction(at=at, kind=ActionKind.CHANGE_ADDRESS, who=request.shopper, by=body.by, note=before)
        event = OrderAddressChanged(order_id=order.order_id, owner=order.owner, at=at, address=address)
        return staff.with_action(replace(order, event=event), action), replace(details, address=address)

    after, details, is_changed = repository.amend(body.owner, request.path.order_id, apply)
    if not is_changed and details.address != address:
        raise _address_conflict(after)
    return domain.staff_order(after, details)


def correct_tracking(request: Request[OrderPath, Empty, Tracking]) -> StaffOrder:
    """Replace the tracking number. Raise Refused 409 if somebody else has changed it meanwhile."""
    body, at = request.body, clock.now()
    action = StaffAction(
        at=at, kind=ActionKind.CORRECT_TRACKING, who=request.shopper, by=body.by, note=body.replaces or None
    )

    def apply(order: OrderState) -> OrderState | None:
        before = parcels.tracking_of(order, body.parcel)
        after = staff.set_tracking(order, body.tracking, at, body.parcel) if before == body.replaces else None
        of_parcel = f" of parcel {body.parcel}" if body.parcel else ""
        describe((f"tracking number{of_parcel}", before or "", body.tracking))
        return staff.with_action(after, action) if after else None

    after, details, is_changed = repository.change(body.owner, request.path.order_id, apply)
    tracking = parcels.tracking_of(after, body.parcel)
    if not is_changed and (tracking is None or not staff.is_trackable(after)):
        raise invalid_transition(after)
    if not is_changed and tracking != body.tracking:
        raise Refused(409, "other-tracking", "The tracking number is another one by now", f"It is “{tracking}”.")
    return domain.staff_order(after, details)


def _address_conflict(order: OrderState) -> Refused:
    if order.state not in ADDRESSABLE:
        return invalid_transition(order)
    return Refused(409, "changed-meanwhile", "The order has changed meanwhile", "Please look at it once more.")


def _was_done(order: OrderState, action: StaffAction) -> bool:
    """Return whether the same person did the same before, so that the request is a duplicate."""
    return any(replace(each, at=action.at) == action for each in order.actions)
