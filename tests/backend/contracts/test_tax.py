"""Tax of a total at several rates, and of what goes back of it: exact to the minor unit, whatever goes back in which
order."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.basket.tax import tax_lines
from backend.contracts.tax import TaxLine, all_lines, included_tax, lines_to_keep, share
from backend.contracts.tax_credits import credit

GOODS = st.dictionaries(st.sampled_from([0, 700, 1900, 2550]), st.integers(0, 10**9), min_size=1)


@given(st.integers(0, 10**9), GOODS)
def test_shares_add_up_and_none_is_above_its_weight_unless_more_is_shared_than_there_is(
    amount: int, weights: dict[int, int]
) -> None:
    shares = share(amount, weights)
    assert sum(shares.values()) == amount
    assert min(shares.values()) >= 0
    if amount <= sum(weights.values()):
        assert all(shares[rate] <= weight for rate, weight in weights.items())


@given(GOODS, st.integers(0, 10**6))
def test_lines_add_up_to_the_total_and_each_has_its_own_tax(goods: dict[int, int], delivery: int) -> None:
    lines = tax_lines(goods, delivery)
    assert sum(line.total for line in lines) == sum(goods.values()) + delivery
    assert all(line.tax == included_tax(line.total, line.rate) and line.total >= goods[line.rate] for line in lines)
    assert all(line.net + line.tax == line.total for line in lines)


def test_a_single_tax_rate_is_shown_only_by_the_sums() -> None:
    (line,) = lines = tax_lines({1900: 9_510}, 490)
    assert lines_to_keep(lines) == ()
    assert all_lines(10_000, line.tax, 1900, ()) == lines


@given(GOODS, st.integers(0, 10**6), st.data())
def test_whatever_goes_back_in_which_order_brings_exactly_the_tax_that_was_paid(
    goods: dict[int, int], delivery: int, data: Any
) -> None:
    paid, back = tax_lines(goods, delivery), []
    left = sum(line.total for line in paid)
    while left:
        amount = data.draw(st.integers(1, left)) if len(back) < 4 else left
        wanted = data.draw(st.dictionaries(st.sampled_from([0, 700, 1900, 2550]), st.integers(0, amount)))
        lines = credit(paid, back, amount, wanted)
        assert sum(line.total for line in lines) == amount
        assert all(0 <= line.tax <= line.total for line in lines)
        back += lines
        left -= amount
    for line in paid:
        own = [each for each in back if each.rate == line.rate]
        assert (sum(each.total for each in own), sum(each.tax for each in own)) == (line.total, line.tax)


def test_what_is_for_an_article_brings_the_tax_of_its_rate() -> None:
    paid = (TaxLine(rate=1900, total=11_900, tax=1_900), TaxLine(rate=700, total=10_700, tax=700))
    assert credit(paid, (), 1_070, {700: 1_070}) == (TaxLine(rate=700, total=1_070, tax=70),)
    assert [line.tax for line in credit(paid, (), 2_260, {})] == [190, 70]


def test_more_than_is_left_at_a_rate_is_taken_from_the_others() -> None:
    paid = (TaxLine(rate=1900, total=11_900, tax=1_900), TaxLine(rate=700, total=10_700, tax=700))
    back = (TaxLine(rate=700, total=10_000, tax=654),)
    assert credit(paid, back, 1_000, {700: 1_000}) == (
        TaxLine(rate=1900, total=300, tax=48),
        TaxLine(rate=700, total=700, tax=46),
    )
