"""What comes back for pieces that go back: exactly what was paid, in whatever order they go."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.basket.tax import tax_lines
from backend.contracts import returns
from backend.contracts.basket.models import Address, Delivery, OrderLine
from backend.contracts.delivery.tax_rates import DEFAULT_RATES
from backend.contracts.order.models import Order, OrderReturn, ReturnLine
from backend.contracts.order.states import ReturnState, State
from backend.contracts.shop import SAMPLE_SELLER, return_label
from backend.contracts.tax import TaxLine, TaxLines, all_lines, included_tax
from backend.contracts.types import Language

AT = "2026-11-03T10:20:00.000Z"
ADDRESS = Address(name="A", email="a@shop.test", street="S 1", postal_code="10115", town="Berlin", country="DE")


def order(*lines: tuple[str, int, int], delivery: int = 490, rate: int = 1900) -> Order:
    """An order of lines of SKU, quantity and price."""
    bought = tuple(
        OrderLine(sku=sku, quantity=quantity, product_id="cup", title="Cup", price=price, total=price * quantity)
        for sku, quantity, price in lines
    )
    subtotal = sum(line.total for line in bought)
    plain: dict[str, Any] = {
        "id": "0" * 28,
        "state": State.DELIVERED,
        "placed_at": AT,
        "currency": "EUR",
        "time_line": (),
    }
    return Order(
        **plain, lines=bought, address=ADDRESS, delivery=Delivery.STANDARD, subtotal=subtotal, delivery_price=delivery,
        total=subtotal + delivery, tax=included_tax(subtotal + delivery, rate), tax_rate=rate,
    )  # fmt: skip


def sent_back(before: Order, chosen: dict[str, int], state: ReturnState = ReturnState.RECEIVED) -> Order:
    refund = returns.refund(before, chosen)
    lines = tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in chosen.items())
    made = OrderReturn(
        number=len(before.returns) + 1,
        state=state,
        at=AT,
        lines=lines,
        refund=refund.total,
        tax=refund.tax,
        delivery=refund.delivery,
        taxes=refund.taxes,
    )
    return replace(before, returns=(*before.returns, made))


CUPS = order(("CUP", 3, 1250), ("JUG", 1, 3990))


def test_one_piece_of_several_brings_its_price_and_no_delivery() -> None:
    refund = returns.refund(CUPS, {"CUP": 1})
    assert (refund.total, refund.delivery, refund.tax) == (1250, 0, included_tax(1250, 1900))


def test_everything_at_once_brings_the_total_with_delivery_and_all_of_the_tax() -> None:
    refund = returns.refund(CUPS, {"CUP": 3, "JUG": 1})
    assert (refund.total, refund.delivery, refund.goods, refund.tax) == (CUPS.total, 490, CUPS.subtotal, CUPS.tax)


def test_the_rest_later_brings_exactly_the_remainder() -> None:
    after = sent_back(CUPS, {"CUP": 1})
    refund = returns.refund(after, {"CUP": 2, "JUG": 1})
    assert refund.total == CUPS.total - 1250
    assert refund.delivery == 490


@pytest.mark.parametrize("chosen", [{}, {"CUP": 4}, {"CUP": 0}, {"CUP": -1}, {"PLATE": 1}, {"CUP": 1, "PLATE": 1}])
def test_what_was_not_bought_does_not_fit(chosen: dict[str, int]) -> None:
    assert not returns.fits(CUPS, chosen)


def test_refunded_amounts_are_not_left_but_denied_and_open_ones_are() -> None:
    assert returns.returnable_pieces(sent_back(CUPS, {"CUP": 3})) == {"JUG": 1}
    for state in (ReturnState.DENIED, ReturnState.REQUESTED, ReturnState.ACCEPTED):
        assert returns.returnable_pieces(sent_back(CUPS, {"CUP": 3}, state)) == {"CUP": 3, "JUG": 1}


def test_two_lines_of_one_sku_at_two_prices_bring_what_was_paid() -> None:
    mixed = order(("CUP", 1, 1000), ("CUP", 2, 1500))
    first = sent_back(mixed, {"CUP": 2})
    assert first.returns[0].refund == 2500
    assert returns.refund(first, {"CUP": 1}).total == 1500 + 490


LINES = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.integers(1, 5), st.integers(0, 99_999)),
    min_size=1,
    max_size=3,
    unique_by=lambda t: t[0],
)


@given(
    LINES,
    st.integers(0, 1490),
    st.sampled_from(sorted({each.standard for each in DEFAULT_RATES.countries} | {0})),
    st.randoms(),
)
def test_the_parts_add_up_to_the_whole_however_it_is_parted(lines: Any, delivery: int, rate: int, random: Any) -> None:
    now = order(*lines, delivery=delivery, rate=rate)
    while here := returns.returnable_pieces(now):
        chosen = {sku: random.randint(0, quantity) for sku, quantity in here.items()}
        chosen = {sku: quantity for sku, quantity in chosen.items() if quantity} or dict([next(iter(here.items()))])
        refund = returns.refund(now, chosen)
        assert refund.total >= refund.delivery >= 0
        assert 0 <= refund.tax <= now.tax
        now = sent_back(now, chosen)
        assert returns.total_refunded(now) <= now.total
    assert returns.total_refunded(now) == now.total
    assert sum(each.tax for each in now.returns) == now.tax


def with_discounts(before: Order, discounts: list[int]) -> Order:
    lines = tuple(replace(line, discount=off) for line, off in zip(before.lines, discounts, strict=True))
    total = before.total - sum(discounts)
    tax = included_tax(total, before.tax_rate)
    return replace(before, lines=lines, discount=sum(discounts), total=total, tax=tax)


def test_a_piece_of_a_discounted_line_brings_its_part_of_what_was_paid() -> None:
    bought_two = with_discounts(order(("CUP", 3, 1000)), [1000])  # of three, one was free
    refunds = []
    for _ in range(3):
        refunds.append(returns.refund(bought_two, {"CUP": 1}).goods)
        bought_two = sent_back(bought_two, {"CUP": 1})
    assert refunds == [666, 667, 667]
    assert returns.unrefunded_amount(bought_two) == 0


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5_000)), min_size=1, max_size=5), st.data())
def test_pieces_of_discounted_lines_bring_exactly_what_was_paid_in_whatever_order(
    bought: list[tuple[int, int]], data: st.DataObject
) -> None:
    plain = order(*((f"S{place}", quantity, price) for place, (quantity, price) in enumerate(bought)))
    now = with_discounts(plain, [data.draw(st.integers(0, line.total)) for line in plain.lines])
    paid = {line.sku: line.total - line.discount for line in now.lines}
    while left := returns.returnable_pieces(now):
        sku = data.draw(st.sampled_from(sorted(left)))
        chosen = {sku: data.draw(st.integers(1, left[sku]))}
        goods = returns.refund(now, chosen).goods
        assert 0 <= goods <= paid[sku]
        paid[sku] -= goods
        now = sent_back(now, chosen)
    assert set(paid.values()) == {0}
    assert (returns.unrefunded_amount(now), sum(each.tax for each in now.returns)) == (0, now.tax)


def with_taxes(before: Order, rates: list[int]) -> Order:
    """The order with a rate of tax for each line."""
    goods: dict[int, int] = {}
    for line, rate in zip(before.lines, rates, strict=True):
        goods[rate] = goods.get(rate, 0) + line.total - line.discount
    lines = tuple(replace(line, tax_rate=rate) for line, rate in zip(before.lines, rates, strict=True))
    taxes = tax_lines(dict(sorted(goods.items(), reverse=True)), before.delivery_price)
    several = taxes if len(taxes) > 1 else ()
    tax = sum(line.tax for line in taxes)
    return replace(before, lines=lines, taxes=several, tax_rate=taxes[0].rate, tax=tax)


MIXED = with_taxes(order(("CUP", 3, 1250), ("BOOK", 2, 2000)), [1900, 700])


def test_a_piece_brings_the_tax_of_its_own_rate() -> None:
    refund = returns.refund(MIXED, {"BOOK": 1})
    assert (refund.total, refund.tax) == (2000, included_tax(2000, 700))
    assert refund.taxes == (TaxLine(rate=700, total=2000, tax=131),)


def test_an_amount_for_nothing_in_particular_brings_tax_of_every_rate() -> None:
    refund = returns.refund_amount(MIXED, 824)
    assert [(line.rate, line.total) for line in refund.taxes] == [(1900, 398), (700, 426)]
    assert sum(line.total for line in refund.taxes) == 824


def test_the_last_piece_brings_delivery_and_the_rest_at_each_rate() -> None:
    now = sent_back(sent_back(MIXED, {"BOOK": 2}), {"CUP": 2})
    refund = returns.refund(now, {"CUP": 1})
    assert (refund.delivery, refund.total) == (490, 1740)
    back = [*(line for each in now.returns for line in each.taxes), *refund.taxes]
    assert sum_by_rate(back) == sum_by_rate(MIXED.taxes)


def sum_by_rate(lines: Any) -> dict[int, tuple[int, int]]:
    sums: dict[int, tuple[int, int]] = {}
    for line in lines:
        total, tax = sums.get(line.rate, (0, 0))
        sums[line.rate] = (total + line.total, tax + line.tax)
    return {rate: both for rate, both in sums.items() if any(both)}  # nothing at a rate need not be told


@given(LINES, st.integers(0, 1490), st.data())
def test_at_several_rates_the_parts_add_up_to_the_whole_however_it_is_parted(
    lines: Any, delivery: int, data: st.DataObject
) -> None:
    plain = order(*lines, delivery=delivery)
    now = with_taxes(plain, [data.draw(st.sampled_from([0, 700, 1900])) for _ in plain.lines])
    whole: TaxLines = now.tax_lines
    while left := returns.returnable_pieces(now):
        sku = data.draw(st.sampled_from(sorted(left)))
        now = sent_back(now, {sku: data.draw(st.integers(1, left[sku]))})
    back = [line for each in now.returns for line in all_lines(each.refund, each.tax, now.tax_rate, each.taxes)]
    assert sum_by_rate(back) == sum_by_rate(whole)
    assert sum(each.tax for each in now.returns) == now.tax


@pytest.mark.parametrize(
    ("language", "line"), [("en", "Return 2E80-1"), ("de", "Rückgabe 2E80-1"), ("fr", "Retour 2E80-1")]
)
def test_the_label_of_a_return_says_what_it_is_in_the_shoppers_language(language: Language, line: str) -> None:
    assert return_label(SAMPLE_SELLER, "2E80", 1, language)[-1] == line
