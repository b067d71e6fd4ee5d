"""What comes back of orders whose prices were without tax: with the tax that was paid, and together exactly the total."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.basket.tax import tax_lines
from backend.contracts import returns
from backend.contracts.order.models import Order, OrderReturn
from backend.contracts.order.states import ReturnState
from backend.contracts.paid_lines import paid_for_lines
from backend.contracts.tax import TaxLine, added_tax, all_lines, lines_to_keep
from tests.backend.contracts.test_returns import AT, CUPS, LINES, order, sent_back, sum_by_rate, with_discounts


def before_tax(prices: Order, rates: list[int]) -> Order:
    """The order as it is placed where tax is added to its prices, with a rate for each line."""
    goods: dict[int, int] = {}
    for line, rate in zip(prices.lines, rates, strict=True):
        goods[rate] = goods.get(rate, 0) + line.total - line.discount
    goods = {rate: amount for rate, amount in goods.items() if amount} or {max(rates): 0}
    taxes = tax_lines(dict(sorted(goods.items(), reverse=True)), prices.delivery_price, prices_include_tax=False)
    lines = tuple(
        replace(line, tax_rate=rate if len(taxes) > 1 else None) for line, rate in zip(prices.lines, rates, strict=True)
    )
    return replace(
        prices,
        lines=lines,
        taxes=lines_to_keep(taxes),
        tax_rate=taxes[0].rate,
        tax=sum(line.tax for line in taxes),
        total=sum(line.total for line in taxes),
    )


CUPS_BEFORE_TAX = before_tax(CUPS, [1900, 1900])
MIXED = before_tax(order(("CUP", 3, 1250), ("BOOK", 2, 2000)), [1900, 700])


def test_an_old_order_includes_its_tax_although_only_its_sums_show_it() -> None:
    assert CUPS.added_tax == 0
    assert CUPS_BEFORE_TAX.added_tax == CUPS_BEFORE_TAX.tax == added_tax(3 * 1250 + 3990 + 490, 1900)
    assert before_tax(CUPS, [0, 0]) == replace(CUPS, tax=0, tax_rate=0)


def test_a_piece_brings_its_price_with_the_tax_that_was_added_to_it() -> None:
    refund = returns.refund(CUPS_BEFORE_TAX, {"CUP": 1})
    assert (refund.total, refund.tax, refund.delivery) == (1_487, 237, 0)
    refund = returns.refund(MIXED, {"BOOK": 1})
    assert refund.taxes == (TaxLine(rate=700, total=2_140, tax=140),)


def test_everything_at_once_brings_the_total_and_the_last_piece_delivery_with_its_tax() -> None:
    everything = returns.refund(CUPS_BEFORE_TAX, {"CUP": 3, "JUG": 1})
    assert (everything.total, everything.tax) == (CUPS_BEFORE_TAX.total, CUPS_BEFORE_TAX.tax)
    assert abs(everything.delivery - (490 + added_tax(490, 1900))) <= 1
    last = returns.refund(sent_back(CUPS_BEFORE_TAX, {"CUP": 3}), {"JUG": 1})
    assert abs(last.goods - (3990 + added_tax(3990, 1900))) <= 1
    assert last.delivery == everything.delivery


def test_an_amount_is_taken_as_it_is_and_the_rest_later_is_the_remainder() -> None:
    amount = returns.refund_amount(MIXED, 1_000)
    by_staff = OrderReturn(
        number=1, state=ReturnState.RECEIVED, at=AT, lines=(), refund=1_000, tax=amount.tax, taxes=amount.taxes
    )
    rest = returns.refund(replace(MIXED, returns=(by_staff,)), {"CUP": 3, "BOOK": 2})
    assert rest.total == MIXED.total - 1_000
    assert sum_by_rate((*amount.taxes, *rest.taxes)) == sum_by_rate(MIXED.taxes)


@given(
    LINES,
    st.integers(0, 1490),
    st.sampled_from([("EUR", 1), ("JPY", 100), ("KWD", 1000)]),
    st.lists(st.sampled_from([0, 1, 700, 1900, 887, 10_000]), min_size=3, max_size=3),
    st.data(),
)
def test_the_parts_add_up_to_the_whole_however_it_is_parted(
    lines: Any, delivery: int, currency: tuple[str, int], rates: list[int], data: st.DataObject
) -> None:
    code, scale = currency
    plain = replace(order(*((sku, n, price * scale) for sku, n, price in lines), delivery=delivery), currency=code)
    plain = with_discounts(plain, [data.draw(st.integers(0, line.total)) for line in plain.lines])
    now = before_tax(plain, rates[: len(plain.lines)])
    assert now.total == now.subtotal - now.discount + now.delivery_price + now.tax
    while left := returns.returnable_pieces(now):
        by_amount = data.draw(st.integers(0, returns.unrefunded_amount(now) // 3))
        if by_amount and len(now.returns) < 3:
            now = given_back(now, by_amount)
        sku = data.draw(st.sampled_from(sorted(left)))
        chosen = {sku: data.draw(st.integers(1, left[sku]))}
        refund = returns.refund(now, chosen)
        assert refund.total >= refund.delivery >= 0
        assert 0 <= refund.tax <= now.tax
        now = sent_back(now, chosen)
        assert returns.total_refunded(now) <= now.total
    back = [line for each in now.returns for line in all_lines(each.refund, each.tax, now.tax_rate, each.taxes)]
    paid = {rate: sums for rate, sums in sum_by_rate(now.tax_lines).items() if sums != (0, 0)}
    assert {rate: sums for rate, sums in sum_by_rate(back).items() if sums != (0, 0)} == paid
    assert (returns.total_refunded(now), sum(each.tax for each in now.returns)) == (now.total, now.tax)


def given_back(before: Order, amount: int) -> Order:
    """The order after staff gave an amount back for no piece."""
    refund = returns.refund_amount(before, amount)
    made = OrderReturn(
        number=len(before.returns) + 1,
        state=ReturnState.RECEIVED,
        at=AT,
        lines=(),
        refund=refund.total,
        tax=refund.tax,
        taxes=refund.taxes,
    )
    return replace(before, returns=(*before.returns, made))


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5_000)), min_size=1, max_size=5),
    st.lists(st.sampled_from([0, 700, 1900, 10_000]), min_size=5, max_size=5),
    st.data(),
)
def test_lines_and_delivery_are_paid_at_least_at_their_prices_and_together_make_the_total(
    bought: list[tuple[int, int]], rates: list[int], data: st.DataObject
) -> None:
    plain = order(*((f"S{place}", quantity, price) for place, (quantity, price) in enumerate(bought)))
    plain = with_discounts(plain, [data.draw(st.integers(0, line.total)) for line in plain.lines])
    now = before_tax(plain, rates[: len(plain.lines)])
    paid = paid_for_lines(now)
    for line, amount, rate in zip(now.lines, paid, rates, strict=False):
        price = line.total - line.discount
        assert price <= amount
        assert abs(amount - price - added_tax(price, rate)) <= 1
    delivery = returns.refund(now, returns.returnable_pieces(now)).delivery
    assert sum(paid) + delivery == now.total
    assert delivery >= now.delivery_price


@pytest.mark.parametrize("quantity", [3, 7])
def test_pieces_of_a_line_share_its_tax_to_the_cent(quantity: int) -> None:
    now = before_tax(order(("CUP", quantity, 333), delivery=0), [887])
    back = 0
    for _ in range(quantity):
        back += returns.refund(now, {"CUP": 1}).total
        now = sent_back(now, {"CUP": 1})
    assert back == now.total
