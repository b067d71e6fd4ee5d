"""Codes in a basket: entered, shown with what they save or why not, agreed to, ordered with, and removed."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from backend.basket import promotions, service
from backend.contracts.basket.models import Delivery
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.promotion.models import MAX_CODES, Kind, Promotion, Reason
from tests.backend import shop
from tests.backend.basket.owners import ADA, GUEST, agreeing, agreement_for, body, check_out, event, item
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("on_offer")
HARBOUR, ORBIT, REEF = shop.SKUS


def promotion(code: str = "SUMMER10", **changes: Any) -> Promotion:
    terms: dict[str, Any] = {"title": "10 % off", "kind": Kind.PERCENTAGE, "percent": 10, "starts_on": "2026-01-01"}
    return Promotion(**terms | {"code": code, "version": 1} | changes)


def save(*known: Promotion) -> None:
    for each in known:
        promotions.save(PromotionChanged(promotion=each))
    promotions.automatic.forget()


def problem_type(action: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as found:
        action()
    return found.value.problem.type


def test_a_code_that_there_is_not_is_refused() -> None:
    assert problem_type(lambda: service.enter_code(ADA, "NOBODYS")) == "unknown-code"
    save(promotion("AUTO", automatic=True))
    assert problem_type(lambda: service.enter_code(ADA, "AUTO")) == "unknown-code"


@pytest.mark.parametrize(
    ("changes", "type"),
    [
        ({"ends_on": "2026-01-02"}, "code-expired"),
        ({"ended": True}, "code-expired"),
        ({"starts_on": "2999-01-01"}, "code-not-yet"),
        ({"used_up": True}, "code-used-up"),
    ],
)
def test_a_code_that_nobody_can_use_is_refused_with_the_reason(changes: dict[str, Any], type: str) -> None:
    save(promotion(**changes))
    assert problem_type(lambda: service.enter_code(ADA, "SUMMER10")) == type
    assert service.get(ADA).codes == ()


def test_a_basket_holds_only_so_many_codes() -> None:
    save(*(promotion(f"CODE{number}") for number in range(MAX_CODES + 1)))
    for number in range(MAX_CODES):
        service.enter_code(ADA, f"CODE{number}")
    assert problem_type(lambda: service.enter_code(ADA, f"CODE{MAX_CODES}")) == "too-many-codes"
    service.enter_code(ADA, "CODE0")
    service.remove_code(ADA, "CODE0")
    service.enter_code(ADA, f"CODE{MAX_CODES}")


def test_a_code_is_shown_with_what_it_saves_per_line_and_in_all() -> None:
    save(promotion())
    service.set_line(ADA, HARBOUR, 2)
    service.set_line(ADA, ORBIT, 1)
    basket = service.enter_code(ADA, "SUMMER10")
    assert [line.discount for line in basket.lines] == [580, 321]
    assert (basket.subtotal, basket.discount) == (9010, 901)
    assert [(each.code, each.saved) for each in basket.promotions] == [("SUMMER10", 901)]
    assert basket.deliveries[0].total == 9010 - 901 + basket.deliveries[0].price
    assert basket.deliveries[0].tax == (9010 - 901) * 19 // 119 + 1


def test_a_code_that_lacks_its_minimum_waits_and_says_how_much_is_missing() -> None:
    save(promotion(minimum=5000))
    service.set_line(ADA, HARBOUR, 1)
    (code,) = service.enter_code(ADA, "SUMMER10").codes
    assert (code.reason, code.missing) == (Reason.MINIMUM, 2100)
    (code,) = service.set_line(ADA, HARBOUR, 2).codes
    assert code.reason is None


def test_a_code_that_ended_in_the_basket_says_so_and_can_be_removed() -> None:
    save(promotion())
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, "SUMMER10")
    save(promotion(version=2, ended=True))
    basket = service.get(ADA)
    assert ([code.reason for code in basket.codes], basket.discount) == ([Reason.EXPIRED], 0)
    assert service.remove_code(ADA, "SUMMER10").codes == ()


def test_what_cannot_be_bought_is_not_discounted() -> None:
    from backend.basket import offers
    from backend.contracts.inventory.events import StockChanged

    save(promotion())
    service.set_line(ADA, HARBOUR, 1)
    service.set_line(ADA, ORBIT, 1)
    offers.save_stock(StockChanged(sku=HARBOUR, version=1, level=Level.SOLD_OUT))
    basket = service.enter_code(ADA, "SUMMER10")
    assert {line.sku: line.discount for line in basket.lines} == {HARBOUR: 0, ORBIT: 321}


def test_an_automatic_promotion_needs_no_code_and_ends_by_its_event() -> None:
    save(promotion("AUTO", automatic=True))
    service.set_line(ADA, HARBOUR, 1)
    assert service.get(ADA).discount == 290
    save(promotion("AUTO", automatic=True, version=3, ended=True), promotion("AUTO", automatic=True, version=2))
    assert service.get(ADA).discount == 0


def test_an_old_event_of_a_code_changes_nothing() -> None:
    save(promotion(version=3, used_up=True), promotion(version=2))
    assert problem_type(lambda: service.enter_code(ADA, "SUMMER10")) == "code-used-up"


def test_an_order_is_what_its_review_page_showed_with_its_discounts() -> None:
    save(promotion(max_uses=1), promotion("FREE", kind=Kind.FREE_DELIVERY, percent=0))
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, "SUMMER10")
    seen = agreement_for(ADA, Delivery.EXPRESS)
    service.check_out(ADA, agreeing(seen))
    made = event(ADA)
    assert (made.subtotal, made.discount, made.delivery_price, made.total) == (2900, 290, 990, 3600)
    assert [(each.code, each.limited) for each in made.promotions] == [("SUMMER10", True)]
    assert "codes" not in item(ADA)


def test_a_code_that_is_used_up_since_the_review_refuses_the_order_and_names_the_line() -> None:
    save(promotion(max_uses=1))
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, "SUMMER10")
    seen = agreement_for(ADA)
    save(promotion(max_uses=1, version=2, used_up=True))
    with pytest.raises(Refused) as found:
        service.check_out(ADA, agreeing(seen))
    assert f"lines.{HARBOUR}.discount" in [error.field for error in found.value.problem.errors]
    assert service.get(ADA).count == 1


def test_a_form_sealed_before_there_were_promotions_is_agreed_to_as_before() -> None:
    service.set_line(ADA, HARBOUR, 1)
    seen = agreement_for(ADA)
    older = replace(seen, lines=tuple(replace(line, discount=0) for line in seen.lines))
    assert service.check_out(ADA, agreeing(older)).total == seen.delivery.total


def test_free_delivery_takes_the_price_of_standard_delivery_off_each_way() -> None:
    save(promotion(kind=Kind.FREE_DELIVERY, percent=0))
    service.set_line(ADA, HARBOUR, 1)
    basket = service.enter_code(ADA, "SUMMER10")
    assert [option.price for option in basket.deliveries] == [0, 500]


def test_a_discount_never_makes_delivery_dearer() -> None:
    save(promotion(percent=50))
    service.set_line(ADA, HARBOUR, 2)
    assert service.get(ADA).deliveries[0].price == 0
    assert service.enter_code(ADA, "SUMMER10").deliveries[0].price == 0


def test_a_guests_codes_go_into_the_shoppers_basket() -> None:
    save(promotion(), promotion("OTHER"))
    service.enter_code(ADA, "OTHER")
    service.set_line(GUEST, HARBOUR, 1)
    service.enter_code(GUEST, "SUMMER10")
    merged = service.merge(ADA, GUEST).basket
    assert {code.code for code in merged.codes} == {"OTHER", "SUMMER10"}


def test_a_code_of_a_guest_whose_basket_is_empty_goes_along_once() -> None:
    save(promotion())
    assert [code.code for code in service.enter_code(GUEST, "SUMMER10").codes] == ["SUMMER10"]
    merged = service.merge(ADA, GUEST)
    assert (merged.codes, merged.moved) == (("SUMMER10",), 0)
    assert [code.code for code in service.get(ADA).codes] == ["SUMMER10"]
    assert service.merge(ADA, GUEST).codes == ()


def test_codes_beyond_the_most_are_named_and_those_just_typed_stay() -> None:
    mine = ("AAA", "BBB", "CCC", "DDD", "EEE")
    save(promotion(), *map(promotion, mine))
    for code in mine:
        service.enter_code(ADA, code)
    service.enter_code(GUEST, "SUMMER10")
    merged = service.merge(ADA, GUEST)
    assert merged.dropped_codes == ("EEE",)
    assert {code.code for code in merged.basket.codes} == {"SUMMER10", "AAA", "BBB", "CCC", "DDD"}


def test_a_basket_without_codes_costs_no_more_than_before() -> None:
    save(promotion("AUTO", automatic=True))
    promotions.automatic.get()
    service.set_line(ADA, HARBOUR, 1)
    with meter_units() as units:
        check_out(ADA)
    assert (units.read, units.write) == (3, 1)


def test_a_total_that_left_out_the_code_is_refused() -> None:
    save(promotion())
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, "SUMMER10")
    assert problem_type(lambda: service.check_out(ADA, body(2900 + 490))) == "total-changed"
