"""An order that gift vouchers paid in part: who gets which money back, to the cent, and when that is known to have gone."""

from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.order.models import Order, OrderReturn, Refund, ReturnLine
from backend.contracts.order.states import ReturnState, State
from backend.contracts.voucher.models import VoucherPayment
from storefront.order import payers
from storefront.order.refund_arrivals import is_refund_awaited
from storefront.order.refunds import describe_refund, explain_refund, parcel
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service

VOUCHER = VoucherPayment(id="A" * 24, hint="AWLH", amount=2000)
AT = "2026-11-03T10:20:00.000Z"
CUP, JUG = "TIDE-A4", "DOTS"


@pytest.fixture
def order(service: Service) -> Order:
    """Three cups for €24.00 each, a jug for €12.00 and delivery for €4.90: €20.00 by voucher, €68.90 by card."""
    order_id = placed_order(service)
    order = service.advance(order_id, *TO_DELIVERED)
    cup = replace(order.lines[0], sku=CUP, title="Cup", quantity=3, price=2400, total=7200)
    jug = replace(cup, sku=JUG, title="Jug", quantity=1, price=1200, total=1200)
    money: Any = {"subtotal": 8400, "delivery_price": 490, "total": 8890, "tax": 1419, "tax_rate": 1900}
    return keep(service, replace(order, lines=(cup, jug), vouchers=(VOUCHER,), **money))


def keep(service: Service, order: Order) -> Order:
    service.orders[MINE][order.id] = order
    return order


def receive(order: Order, number: int, refund: int, *, by_voucher: int) -> Order:
    """The order with a parcel that came back."""
    vouchers = (replace(VOUCHER, amount=by_voucher),) if by_voucher else ()
    back = OrderReturn(
        number=number,
        state=ReturnState.RECEIVED,
        at=AT,
        lines=(ReturnLine(sku=CUP, quantity=1),),
        refund=refund,
        vouchers=vouchers,
    )
    return replace(order, returns=(*order.returns, back))


def money_back(number: int, amount: int, *, to_card: bool) -> Refund:
    return Refund(at=AT, amount=amount, attempt=1 if to_card else 0, number=number)


@pytest.mark.parametrize(("amount", "payer"), [
    (2000, "your gift voucher"), (1, "your gift voucher"),
    (2001, "your gift voucher (€20.00) and your card (€0.01)"), (8890, "your gift voucher (€20.00) and your card (€68.90)"),
])  # fmt: skip
def test_money_goes_back_to_the_voucher_as_far_as_it_paid_and_only_the_rest_to_the_card(
    order: Order, amount: int, payer: str
) -> None:
    assert payers.payer_of(payers.split(order, amount), order.currency) == payer


def test_once_the_voucher_has_all_that_it_paid_the_next_return_goes_to_the_card_alone(
    shopper: Client, service: Service, order: Order
) -> None:
    keep(service, receive(order, 1, 2400, by_voucher=2000))
    page = text(shopper.get(f"/orders/{order.id}/return/", {f"pieces.{JUG}": "1"}))
    assert "€12.00 comes back to your card." in page
    assert "Once it is here, the money goes back to your card." in page


def test_the_form_of_a_return_names_what_the_voucher_gets_and_what_the_card(shopper: Client, order: Order) -> None:
    page = text(shopper.get(f"/orders/{order.id}/return/", {f"pieces.{CUP}": "1"}))
    assert "€24.00 comes back to your gift voucher (€20.00) and your card (€4.00)." in page
    assert "the money goes back to your gift voucher (€20.00) and your card (€4.00)." in page


@pytest.mark.parametrize("to_card", [True, False])
def test_a_return_has_not_gone_back_while_the_card_or_the_voucher_waits_for_its_part(
    order: Order, to_card: bool
) -> None:
    half = receive(order, 1, 2400, by_voucher=2000)
    half = replace(half, refunds=(money_back(1, 400 if to_card else 2000, to_card=to_card),))
    assert is_refund_awaited(half)
    assert "is on its way back to" in parcel(half, half.returns[0]).money
    whole = replace(half, refunds=(*half.refunds, money_back(1, 2000 if to_card else 400, to_card=not to_card)))
    assert not is_refund_awaited(whole)
    said = "€24.00 went back to your gift voucher (€20.00) and your card (€4.00) on "
    assert parcel(whole, whole.returns[0]).money.startswith(said)


@pytest.mark.parametrize("by_voucher", [2000, 0])
def test_what_only_one_of_them_gets_is_not_waited_for_at_the_other(order: Order, by_voucher: int) -> None:
    back = receive(order, 1, 2000, by_voucher=by_voucher)
    back = replace(back, refunds=(money_back(1, 2000, to_card=not by_voucher),))
    assert not is_refund_awaited(back)


def cancel(order: Order, *refunds: Refund, was_paid: bool = True) -> Order:
    steps = tuple(step for step in order.time_line if was_paid or step.state is not State.PAID)
    return replace(order, state=State.CANCELLED, time_line=steps, refunds=refunds)


def test_a_cancelled_order_is_waited_for_until_both_have_their_money(order: Order) -> None:
    voucher, card = money_back(0, 2000, to_card=False), money_back(0, 6890, to_card=True)
    assert is_refund_awaited(cancel(order))
    assert is_refund_awaited(cancel(order, voucher))
    assert is_refund_awaited(cancel(order, card))
    assert not is_refund_awaited(cancel(order, voucher, card))
    assert not is_refund_awaited(cancel(order, was_paid=False))
    assert "€88.90 went back to your gift voucher (€20.00) and your card (€68.90)" in describe_refund(
        cancel(order, voucher, card)
    )


def test_a_hold_that_was_released_is_told_beside_what_the_voucher_got(order: Order) -> None:
    released = money_back(0, 0, to_card=True)
    paid = describe_refund(cancel(order, money_back(0, 2000, to_card=False), released))
    assert paid.startswith("€20.00 went back to your gift voucher on ")
    assert "what your bank had set aside was released" in paid
    unpaid = describe_refund(cancel(order, released, was_paid=False))
    assert "Nothing was charged" in unpaid
    assert unpaid.endswith("What your gift voucher had paid is on it again.")


@pytest.mark.parametrize("by_voucher", [2000, 8890])
def test_a_refused_order_says_that_the_voucher_has_its_money_and_names_no_bank_that_was_not_asked(
    order: Order, by_voucher: int
) -> None:
    refused = replace(order, state=State.REFUSED, vouchers=(replace(VOUCHER, amount=by_voucher),), refunds=())
    said = explain_refund(refused)
    assert said.endswith("What your gift voucher had paid is on it again.")
    assert ("bank" in said) is (by_voucher < order.total)


def test_without_vouchers_all_is_said_as_before(order: Order) -> None:
    by_card = replace(order, vouchers=(), state=State.REFUSED)
    assert explain_refund(by_card) == ""
    assert payers.payer_of(payers.split(by_card, 2400), by_card.currency) == "your card"
