"""Whether `manage.py reconcile` names vouchers that orders and balances do not agree on, in both directions."""

import pytest
from msgspec.structs import replace

from backend.contracts.basket.models import Delivery
from backend.contracts.inventory.states import HoldState as StockState
from backend.contracts.order.models import OrderReturn, StaffOrder
from backend.contracts.order.states import ReturnState, State
from backend.contracts.payment.states import PaymentState
from backend.contracts.voucher.models import HoldState, StaffVoucher, VoucherHold, VoucherPayment
from storefront.reconcile.books import Books, differences
from tests.storefront.reconcile.shop_books import ID, SINCE, THEN, books, hold, order, payment_of, stock

_ID = "A" * 24


def pays(amount: int) -> tuple[VoucherPayment, ...]:
    return (VoucherPayment(id=_ID, hint="WXYZ", amount=amount),)


def voucher(balance: int) -> StaffVoucher:
    return StaffVoucher(
        id=_ID,
        hint="WXYZ",
        currency="EUR",
        balance=balance,
        value=5000,
        expires_on="2029-12-31",
        version=1,
        issued_at=THEN,
        email="ada@example.com",
    )


def order_paid_by_voucher(state: State = State.CONFIRMED) -> StaffOrder:
    return replace(order(state), vouchers=pays(900))


HELD = VoucherHold(order_id=ID, state=HoldState.HELD, at=THEN, payments=pays(900))
AGREED = books(
    orders=(order_paid_by_voucher(),),
    payments=(payment_of(PaymentState.CAPTURED, amount=2000),),
    vouchers=(voucher(4100),),
    voucher_holds=(HELD,),
)


def list_differences(read: Books) -> list[str]:
    return [f"{each.about[:13]} {each.what}" for each in differences(read, SINCE, THEN)]


def test_an_order_that_a_voucher_paid_in_part_agrees_with_card_and_voucher() -> None:
    assert list_differences(AGREED) == []


def sale(*vouchers: StaffVoucher, state: State = State.CONFIRMED, back: int = 0) -> Books:
    """An order that bought a voucher for 29.00, of which so much went back, and the vouchers that there are."""
    returned = OrderReturn(
        number=1, state=ReturnState.RECEIVED, at=THEN, lines=(), refund=back, by_shop=True, withdrawal=f"{_ID}-1"
    )
    sold = replace(
        order(state), delivery=Delivery.EMAIL, subtotal=2900, total=2900, returns=(returned,) if back else ()
    )
    money = payment_of(PaymentState.CAPTURED, amount=2900)
    attempt = replace(money.attempts[0], refunded=back)
    return replace(
        AGREED, orders=(sold,), payments=(replace(money, attempts=(attempt,)),), vouchers=vouchers, voucher_holds=()
    )


def issued_voucher(withdrawn: int = 0, value: int = 2900) -> StaffVoucher:
    return replace(voucher(value - withdrawn), value=value, order_id=ID, buyer="shopper#ada", withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("read", "named"),
    [
        (sale(), "bought 2900 of vouchers, and 0 is issued"),
        (sale(issued_voucher(), issued_voucher()), "bought 2900 of vouchers, and 5800 is issued"),
        (sale(issued_voucher(value=5000)), "bought 2900 of vouchers, and 5000 is issued"),
        (sale(issued_voucher(withdrawn=900)), "gives 0 back for vouchers, and 900 is withdrawn"),
        (sale(issued_voucher(), back=900), "gives 900 back for vouchers, and 0 is withdrawn"),
        (
            sale(replace(issued_voucher(), withdrawn=900)),
            "has 2900 of 2900 left, and orders have 0, and 900 was withdrawn",
        ),
    ],
)
def test_what_an_order_bought_and_what_was_issued_or_withdrawn_are_compared(read: Books, named: str) -> None:
    assert any(named in each for each in list_differences(read)), list_differences(read)


@pytest.mark.parametrize("read", [sale(issued_voucher()), sale(issued_voucher(withdrawn=900), back=900)])
def test_a_sale_agrees(read: Books) -> None:
    assert list_differences(read) == []


def test_an_order_whose_voucher_never_paid_is_named() -> None:
    assert list_differences(replace(AGREED, vouchers=(voucher(5000),), voucher_holds=())) == [
        "aaaaaaaaaaaaa is confirmed and should have 900 of its vouchers, and has 0"
    ]


def test_an_ended_order_that_never_gave_back_is_named() -> None:
    ended = replace(
        AGREED,
        orders=(order_paid_by_voucher(State.CANCELLED),),
        holds=(hold(StockState.BACK),),
        stock=(stock(),),
        payments=(payment_of(PaymentState.REFUNDED),),
    )
    assert list_differences(ended) == ["aaaaaaaaaaaaa is cancelled and should have 0 of its vouchers, and has 900"]


@pytest.mark.parametrize("balance", [4000, 4200])
def test_a_balance_that_is_too_small_or_too_large_is_named(balance: int) -> None:
    assert list_differences(replace(AGREED, vouchers=(voucher(balance),))) == [
        f"voucher …WXYZ has {balance} of 5000 left, and orders have 900"
    ]


def test_money_of_a_voucher_for_no_order_is_named() -> None:
    lost = replace(HELD, order_id="b" * 28)
    found = list_differences(replace(AGREED, voucher_holds=(HELD, lost), vouchers=(voucher(3200),)))
    assert found == ["bbbbbbbbbbbbb is no order, and has 900 of vouchers"]


def test_a_refund_that_went_to_the_voucher_is_not_the_cards() -> None:
    back = OrderReturn(number=1, state=ReturnState.RECEIVED, at=THEN, lines=(), refund=700, vouchers=pays(700))
    refunded = replace(
        AGREED,
        orders=(replace(order_paid_by_voucher(), returns=(back,)),),
        vouchers=(voucher(4800),),
        voucher_holds=(replace(HELD, refunds=pays(700)),),
    )
    assert list_differences(refunded) == []
