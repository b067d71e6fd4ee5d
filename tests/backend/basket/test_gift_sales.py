"""Gift vouchers that are bought: never together with goods, without delivery, tax, discount and other vouchers."""

import pytest
from msgspec.structs import replace

from backend.basket import checkout, domain
from backend.basket.domain import Line, Offer
from backend.contracts.basket.models import Change, Delivery
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.promotion.models import Kind, Promotion, Reason
from backend.contracts.voucher.models import Voucher
from tests.backend import shop
from tests.backend.basket.lines import CLOSING, line, offer
from tests.backend.basket.owners import body

GIFT, GOODS = "GIFT-25", "A"
OFFERS = {GIFT: offer(2500, product_id="gift-voucher", kind=ProductKind.VOUCHER), GOODS: offer(1000)}
BOTH = (line(GOODS), line(GIFT, seen_price=2500))
GIFTS = (line(GIFT, 2, seen_price=2500),)
TEN = Promotion(title="10 %", kind=Kind.PERCENTAGE, percent=10, starts_on="2026-01-01", code="TEN", version=1)
FREE = Promotion(title="Free", kind=Kind.FREE_DELIVERY, starts_on="2026-01-01", code="FREE", version=1)
VOUCHER = Voucher(id="A" * 24, hint="WXYZ", currency="EUR", balance=9000, expires_on="2999-12-31", version=1)


def problem_type(lines: tuple[Line, ...], delivery: Delivery, total: int, offers: dict[str, Offer] = OFFERS) -> str:
    with pytest.raises(Refused) as refusal:
        checkout.close(lines, offers, body(total, delivery=delivery), CLOSING)
    return refusal.value.problem.type


@pytest.mark.parametrize("delivery", list(Delivery))
def test_a_gift_voucher_among_goods_is_not_ordered(delivery: Delivery) -> None:
    assert problem_type(BOTH, delivery, 3990) == "apart"


@pytest.mark.parametrize("delivery", [Delivery.STANDARD, Delivery.EXPRESS])
def test_gift_vouchers_are_in_no_parcel(delivery: Delivery) -> None:
    assert problem_type(GIFTS, delivery, 5000) == "other-delivery"


def test_goods_go_by_no_mail() -> None:
    assert problem_type((line(GOODS),), Delivery.EMAIL, 1000) == "other-delivery"


def test_a_basket_of_both_says_which_lines_stand_apart_and_counts_the_goods_alone() -> None:
    basket = domain.view(BOTH, OFFERS, "EUR", shop.TODAY)
    assert {each.sku: each.change for each in basket.lines} == {GOODS: Change.NONE, GIFT: Change.APART}
    assert (basket.subtotal, basket.can_check_out) == (1000, False)
    assert basket.deliveries[0].delivery is Delivery.STANDARD


@pytest.mark.parametrize("gone", [{"withdrawn": True}, {"level": Level.SOLD_OUT}])
def test_goods_that_cannot_be_bought_keep_no_voucher_apart(gone: dict[str, object]) -> None:
    basket = domain.view(BOTH, OFFERS | {GOODS: offer(1000, **gone)}, "EUR", shop.TODAY)
    assert basket.lines[1].change is Change.NONE
    assert [each.delivery for each in basket.deliveries] == [Delivery.EMAIL]


def test_gift_vouchers_cost_what_they_are_worth_and_nothing_for_delivery_or_tax() -> None:
    basket = domain.view(GIFTS, OFFERS, "EUR", shop.TODAY, promotions=[TEN, FREE], vouchers=[VOUCHER])
    (option,) = basket.deliveries
    assert (option.price, option.total, option.tax, option.tax_rate, option.promised_on) == (0, 5000, 0, 0, None)
    assert (basket.discount, basket.promotions, basket.free_delivery_from, option.by_voucher) == (0, (), 0, 0)
    assert [each.reason for each in basket.codes] == [Reason.OTHER_ARTICLES] * 2


def test_an_order_of_gift_vouchers_tells_that_it_is_one_and_is_paid_by_card_alone() -> None:
    event = checkout.close(GIFTS, OFFERS, body(5000, delivery=Delivery.EMAIL), CLOSING, [TEN, FREE], [VOUCHER])
    assert (event.delivery, event.promised_on, event.tax, event.tax_rate) == (Delivery.EMAIL, None, 0, 0)
    assert (event.total, event.discount, event.vouchers) == (5000, 0, ())
    assert [each.kind for each in event.lines] == [ProductKind.VOUCHER]


def test_a_promotion_is_not_taken_off_a_gift_voucher_among_goods() -> None:
    offers = OFFERS | {GIFT: replace(OFFERS[GIFT], price=2500)}
    articles = [domain.article(1, offers[GOODS]), domain.article(1, offers[GIFT])]
    assert domain.discount(articles, [TEN], shop.TODAY, "DE", "EUR").lines == (100, 0)


def test_an_offer_of_before_there_were_vouchers_is_of_goods() -> None:
    assert offer().kind is ProductKind.GOODS
