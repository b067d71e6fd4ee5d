"""Invoices of orders that an earlier release confirmed: staff request one, and the invoice service is sent what it must
contain."""

from msgspec.structs import replace

from backend.contracts.operation import Empty
from backend.contracts.order import late_invoices
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.models import OrderPath, OrderReturn, StaffOrder
from backend.contracts.order.staff import RequestInvoice
from backend.contracts.order.states import ReturnState
from backend.contracts.problem import Refused
from backend.order import domain, repository, staff
from backend.order.domain import OrderDetails
from backend.order.state_machine import OrderState
from backend.shared import clock
from backend.shared.http import Request
from backend.shared.staff_changes import describe


def request_invoice(request: Request[OrderPath, Empty, RequestInvoice]) -> StaffOrder:
    """Publish what the order's invoice needs; repeating it is harmless, since the invoice service issues only one.

    Raise Refused 409 for an order whose record is incomplete.
    """
    body, at = request.body, clock.now()
    action = StaffAction(at=at, kind=ActionKind.REQUEST_INVOICE, who=request.shopper, by=body.by)

    def apply(order: OrderState, details: OrderDetails) -> tuple[OrderState, OrderDetails]:
        if reason := late_invoices.why_none(domain.staff_order(order, details)):
            raise Refused(409, "no-invoice", "The order gets no invoice", f"{reason[0].upper()}{reason[1:]}.")
        describe(("invoice", "", "requested"))
        return with_request(replace(order, event=_event(order, details, at)), action), details

    after, details, _ = repository.amend(body.owner, request.path.order_id, apply)
    return domain.staff_order(after, details)


def with_request(order: OrderState, action: StaffAction) -> OrderState:
    """Return the order with this action in its record; only the first request for an invoice is recorded."""
    is_known = any(each.kind is action.kind for each in order.actions)
    return order if is_known else staff.with_action(order, action)


def _event(order: OrderState, details: OrderDetails, at: str) -> InvoiceRequested:
    view = domain.order(order, details)
    return InvoiceRequested(
        order_id=order.order_id,
        owner=order.owner,
        at=at,
        purchase=domain.purchase(order, details),
        supplied_at=late_invoices.supplied_at(view),
        returns=tuple(_printed_part(each) for each in order.returns if each.state is ReturnState.RECEIVED),
        refunds=late_invoices.refunds_of(view),
        shopper=order.shopper,
    )


def _printed_part(order_return: OrderReturn) -> OrderReturn:
    """Return the part of a return that its credit note prints; of reasons, only that of staff.

    With many returns of many lines, an event has no room for more.
    """
    reason = order_return.reason if order_return.by_shop else ""
    return replace(order_return, reason=reason, note="", announced=(), restocked_part=(), vouchers=(), prices=())
