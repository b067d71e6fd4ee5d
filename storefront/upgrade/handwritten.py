"""Documents that staff write by hand, for orders whose record does not tell what an invoice must say."""

from backend.contracts.order.late_invoices import owed_back
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.states import State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from backend.contracts.returns import received_returns
from backend.contracts.voucher.payments import total_of
from storefront.upgrade.late_invoices import Unable
from storefront.web.formats import money


def advice(unable: Unable) -> str:
    """Return which documents are to be written, in a sentence; a second one where it is not known what went back."""
    order = unable.order
    owed, owed_to_card, back = owed_back(order), _owed_to_card(order), _back_on_card(unable.payment)
    credit_note = f", and credit notes over {_say(order, owed)}" if owed else ""
    advice = f"Write an invoice over {_say(order, order.total)}{credit_note} by hand."
    if back == owed_to_card:
        return advice
    return (
        f"{advice} Look the payment up first: {_say(order, owed_to_card)} should have gone back to the card, and the "
        f"payment service knows of {_say(order, back)}."
    )


def _owed_to_card(order: StaffOrder) -> int:
    """Return what of the card's money must have gone back, in minor units."""
    if order.state is State.CANCELLED:
        return order.card_amount
    return sum(each.refund - total_of(each.vouchers) for each in received_returns(order))


def _back_on_card(payment: OrderPayment | None) -> int:
    """Return what went back to the card that paid, the last one: what another had paid too much is no refund of it."""
    return _back(payment.attempts[-1]) if payment and payment.attempts else 0


def _back(tried: Tried) -> int:
    return tried.amount if tried.state is PaymentState.REFUNDED else tried.refunded


def _say(order: StaffOrder, amount: int) -> str:
    return money(amount, order.currency)
