"""What promotions save: to the minor unit, whatever is in the basket."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.promotion.codes import normalize
from backend.contracts.promotion.discounts import (
    LEAST_TO_PAY,
    Article,
    Discount,
    discount,
    explain,
    split,
)
from backend.contracts.promotion.models import Kind, Promotion, Reason
from backend.contracts.types import MAX_QUANTITY

DAY = "2026-07-01"


def promotion(kind: Kind = Kind.PERCENTAGE, code: str = "CODE", **changes: Any) -> Promotion:
    terms: dict[str, Any] = {"title": "A promotion", "starts_on": "2026-01-01", "code": code, "version": 1}
    return Promotion(**terms | {"kind": kind} | changes)


def percent(percent: int, code: str = "PERCENT", **changes: Any) -> Promotion:
    return promotion(Kind.PERCENTAGE, code, percent=percent, **changes)


def amount(amount: int, code: str = "AMOUNT", **changes: Any) -> Promotion:
    return promotion(Kind.AMOUNT, code, amount=amount, **changes)


def article(price: int, quantity: int = 1, category: str = "posters/city", product_id: str = "harbour") -> Article:
    return Article(product_id=product_id, category=category, price=price, quantity=quantity)


def lines(articles: Sequence[Article], *promotions: Promotion, delivery: int = 490) -> tuple[int, ...]:
    return discount(articles, promotions, DAY, delivery).lines


def reason(given_to: Promotion, articles: Sequence[Article], day: str = DAY) -> Reason | None:
    return explain(given_to, articles, day, discount(articles, [given_to], day, 490)).reason


ARTICLES = st.lists(
    st.builds(
        Article,
        product_id=st.sampled_from(("a", "b", "c")),
        category=st.sampled_from(("posters", "posters/city", "lamps", "")),
        price=st.integers(0, 1_000_000_000) | st.integers(0, 500),
        quantity=st.integers(1, MAX_QUANTITY),
    ),
    min_size=1,
    max_size=50,
)
SCOPES: dict[str, st.SearchStrategy[Any]] = {
    "categories": st.sampled_from(((), ("posters",), ("lamps", "posters/city"))),
    "products": st.sampled_from(((), ("a",))),
    "minimum": st.sampled_from((0, 5_000)),
    "combinable": st.booleans(),
}
PROMOTIONS = st.lists(
    st.one_of(
        st.builds(percent, st.integers(1, 100), **SCOPES),
        st.builds(amount, st.integers(1, 1_000_000_000), **SCOPES),
        st.builds(lambda **more: promotion(Kind.FREE_DELIVERY, "FREE", **more), **SCOPES),
        st.builds(
            lambda **more: promotion(Kind.BUY_X_GET_Y, "BUY", **more),
            buy=st.integers(1, 99),
            free=st.integers(1, 99),
            **SCOPES,
        ),
    ),
    max_size=8,
)


@given(ARTICLES, PROMOTIONS, st.integers(0, 2_000))
def test_no_line_is_below_nothing_and_an_order_always_costs_something(
    articles: list[Article], promotions: list[Promotion], delivery: int
) -> None:
    found = discount(articles, promotions, DAY, delivery)
    assert all(0 <= off <= article.total for off, article in zip(found.lines, articles, strict=True))
    subtotal = sum(article.total for article in articles)
    assert subtotal - found.goods >= min(subtotal, LEAST_TO_PAY)
    assert 0 <= found.delivery <= delivery


@given(ARTICLES, PROMOTIONS, st.integers(0, 2_000))
def test_what_the_lines_save_is_what_the_promotions_save(
    articles: list[Article], promotions: list[Promotion], delivery: int
) -> None:
    found = discount(articles, promotions, DAY, delivery)
    assert found.goods == sum(each.saved for each in found.promotions)
    assert found.delivery == sum(each.delivery for each in found.promotions)
    assert all(each.saved or each.delivery for each in found.promotions)


@given(ARTICLES, PROMOTIONS, st.integers(0, 2_000))
def test_no_promotion_makes_a_basket_dearer(
    articles: list[Article], promotions: list[Promotion], delivery: int
) -> None:
    def sum_saved(found: Discount) -> int:
        return found.goods + found.delivery

    together = [each for each in promotions if each.combinable]
    best = sum_saved(discount(articles, promotions, DAY, delivery))
    assert best >= sum_saved(discount(articles, together, DAY, delivery))
    assert all(
        best >= sum_saved(discount(articles, [each], DAY, delivery)) for each in promotions if not each.combinable
    )


@given(ARTICLES, PROMOTIONS)
def test_the_same_basket_saves_the_same_in_whatever_order_promotions_are_read(
    articles: list[Article], promotions: list[Promotion]
) -> None:
    one_of_each = list({each.code: each for each in promotions}.values())
    assert discount(articles, one_of_each, DAY, 490) == discount(articles, one_of_each[::-1], DAY, 490)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50), st.data())
def test_shares_add_up_and_none_exceeds_its_weight(weights: list[int], data: st.DataObject) -> None:
    whole = data.draw(st.integers(0, sum(weights)))
    shares = split(whole, weights)
    assert sum(shares) == whole
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))
    assert all(abs(share * sum(weights) - whole * weight) < sum(weights) or not whole
               for share, weight in zip(shares, weights, strict=True))  # fmt: skip


def test_what_does_not_divide_goes_to_the_largest_remainders() -> None:
    assert lines([article(333), article(333), article(334)], amount(100)) == (33, 33, 34)
    assert lines([article(1000), article(1000), article(1000)], amount(100)) == (34, 33, 33)


def test_a_percentage_is_rounded_once_for_all_its_lines() -> None:
    assert lines([article(105), article(105)], percent(10)) == (11, 10)


def test_promotions_together_take_from_what_the_ones_before_have_left() -> None:
    both = [percent(50, combinable=True), amount(1000, combinable=True)]
    assert lines([article(10_000)], *both) == (6000,)


def test_a_promotion_that_is_not_combinable_is_given_alone_where_it_saves_more() -> None:
    others = [percent(10, combinable=True), amount(500, combinable=True)]
    assert lines([article(10_000)], *others, percent(20, "ALONE")) == (2000,)
    assert lines([article(10_000)], *others, percent(12, "ALONE")) == (1500,)
    assert reason_of(percent(12, "ALONE"), others) is Reason.BETTER


def reason_of(alone: Promotion, others: list[Promotion]) -> Reason | None:
    articles = [article(10_000)]
    return explain(alone, articles, DAY, discount(articles, [alone, *others], DAY, 490)).reason


def test_of_three_pieces_the_cheapest_is_free_where_two_are_paid() -> None:
    buy_two = promotion(Kind.BUY_X_GET_Y, buy=2, free=1)
    assert lines([article(3000), article(1000), article(2000)], buy_two) == (0, 1000, 0)
    assert lines([article(3000, 3)], buy_two) == (3000,)
    assert lines([article(3000, 2), article(900, 4)], buy_two) == (0, 1800)
    assert reason(buy_two, [article(3000, 2)]) is Reason.TOO_FEW


def test_free_delivery_takes_what_standard_delivery_costs() -> None:
    free = promotion(Kind.FREE_DELIVERY)
    assert discount([article(3000)], [free], DAY, 490).delivery == 490
    assert reason(free, [article(3000)]) is None
    given_nothing = discount([article(9000)], [free], DAY, 0)
    assert explain(free, [article(9000)], DAY, given_nothing).reason is Reason.NOTHING


def test_a_promotion_is_for_its_categories_those_below_them_and_its_products_alone() -> None:
    basket = [article(1000, category="posters/city"), article(1000, category="posters-old", product_id="lamp")]
    assert lines(basket, percent(10, categories=("posters",))) == (100, 0)
    assert lines(basket, percent(10, products=("lamp",))) == (0, 100)
    assert reason(percent(10, categories=("lamps",)), basket) is Reason.OTHER_ARTICLES


def test_the_minimum_counts_the_articles_that_the_promotion_is_for() -> None:
    basket = [article(3000), article(9000, category="lamps", product_id="lamp")]
    found = explain(percent(10, categories=("posters",), minimum=5000), basket, DAY, Discount(lines=(0, 0)))
    assert (found.reason, found.missing) == (Reason.MINIMUM, 2000)
    assert reason(percent(10, minimum=12_000), basket) is None


@pytest.mark.parametrize(
    ("changes", "day", "why"),
    [
        ({"starts_on": "2026-07-02"}, "2026-07-01", Reason.NOT_YET),
        ({"starts_on": "2026-07-02"}, "2026-07-02", None),
        ({"ends_on": "2026-07-01"}, "2026-07-01", None),
        ({"ends_on": "2026-07-01"}, "2026-07-02", Reason.EXPIRED),
        ({"ended": True}, "2026-07-01", Reason.EXPIRED),
        ({"used_up": True}, "2026-07-01", Reason.USED_UP),
    ],
)
def test_a_promotion_counts_from_its_first_day_to_its_last(changes: Any, day: str, why: Reason | None) -> None:
    assert reason(percent(10, **changes), [article(1000)], day) is why


@pytest.mark.parametrize(
    "typed",
    ["SUMMER10", " summer 10 ", "Summer-10", "ｓｕｍｍｅｒ１０", "sum\u00admer\u20111\u200b0", "\u2068SUMMER10\u2069"],
)
def test_a_code_is_known_by_whatever_case_width_and_spaces_it_is_typed_with(typed: str) -> None:
    assert normalize(typed) == "SUMMER10"


@pytest.mark.parametrize("typed", ["", "ab", "x" * 25, "SUMMER%", "ŠUMMER", "𝕊\ud800", "a b", "<script>"])
def test_text_that_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalize(typed) is None
