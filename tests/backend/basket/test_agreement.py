"""No order holds a line, a quantity, a price, a delivery or a day that its review page did not show."""

from typing import get_args

import msgspec
import pytest

from backend.basket import offers, service
from backend.contracts.basket.models import Agreed, Delivery, OrderLine
from backend.contracts.problem import Problem, Refused
from backend.contracts.product.models import Option
from backend.contracts.product.translations import LocalOption, LocalValue, Translation
from backend.contracts.types import Language
from backend.shared import clock
from tests.backend import shop
from tests.backend.basket.owners import ADA, agreeing, agreement_for, event, item
from tests.backend.faults import meanwhile
from tests.backend.units import meter_units
from tests.simulation.invariants import is_as_agreed

pytestmark = pytest.mark.usefixtures("on_offer")
HARBOUR, ORBIT, REEF = shop.SKUS
SAME_PRICE = "HARBOUR-DUSK-A3-OAK"


def refusal(terms_shown: Agreed) -> Problem:
    """The refusal of a checkout that agrees to what was seen; the basket stays as it is."""
    before = item(ADA)
    with pytest.raises(Refused) as refused:
        service.check_out(ADA, agreeing(terms_shown))
    assert item(ADA) == before
    return refused.value.problem


def messages_by_field(problem: Problem) -> dict[str, str]:
    return {error.field: error.message for error in problem.errors}


@pytest.fixture
def twin() -> str:
    """An article that costs what HARBOUR costs."""
    offers.save_offers(shop.product_changed(SAME_PRICE, 2900))
    return SAME_PRICE


def test_another_article_at_the_same_price_is_refused_by_name(twin: str) -> None:
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)
    service.remove_line(ADA, HARBOUR)
    service.set_line(ADA, twin, 1)
    problem = refusal(terms_shown)
    assert (problem.status, problem.type, problem.total) == (409, "order-changed", 3390)
    assert messages_by_field(problem) == {
        f"lines.{HARBOUR}": "No longer in the basket",
        f"lines.{twin}": "Not agreed to",
    }


def test_a_line_that_was_removed_and_added_again_may_be_the_last_one() -> None:
    service.set_line(ADA, HARBOUR, 1)
    service.set_line(ADA, ORBIT, 1)
    terms_shown = agreement_for(ADA)
    service.remove_line(ADA, HARBOUR)
    service.set_line(ADA, HARBOUR, 1)
    service.check_out(ADA, agreeing(terms_shown))
    placed = event(ADA).lines
    assert [line.sku for line in placed] == [ORBIT, HARBOUR]
    assert is_as_agreed(placed, terms_shown.lines)
    assert not is_as_agreed(placed[:1], terms_shown.lines)
    assert not is_as_agreed((placed[0], placed[0]), terms_shown.lines)


@pytest.fixture
def hafen() -> Agreed:
    """What a German page shows of HARBOUR, which has a title in German."""
    german = (Translation(language="de", title="Hafen"),)
    offers.save_offers(shop.product_changed(HARBOUR, 2900, version=9, translations=german))
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)
    (line,) = terms_shown.lines
    return msgspec.structs.replace(terms_shown, lines=(msgspec.structs.replace(line, title="Hafen"),))


def test_a_title_that_the_product_has_in_no_language_is_refused(hafen: Agreed) -> None:
    (line,) = hafen.lines
    forged = msgspec.structs.replace(hafen, lines=(msgspec.structs.replace(line, title="Another"),))
    assert list(messages_by_field(refusal(forged))) == [f"lines.{HARBOUR}.title"]


@pytest.mark.parametrize("language", get_args(Language))
def test_a_line_is_called_as_it_was_shown_whichever_page_sends_the_form(hafen: Agreed, language: Language) -> None:
    service.check_out(ADA, msgspec.structs.replace(agreeing(hafen), language=language))
    assert [line.title for line in event(ADA).lines] == ["Hafen"]


@pytest.fixture
def unframed_in_german() -> Agreed:
    """What a German page shows of HARBOUR, whose frame has a name in German."""
    names = LocalOption(option="Frame", values=(LocalValue(value="Unframed", title="Ohne Rahmen"),))
    options = tuple(Option(name=name, values=(value,)) for name, value in (("Size", "A3"), ("Frame", "Unframed")))
    german = (Translation(language="de", options=(names,)),)
    offers.save_offers(shop.product_changed(HARBOUR, 2900, version=9, options=options, translations=german))
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)
    (line,) = terms_shown.lines
    return msgspec.structs.replace(terms_shown, lines=(msgspec.structs.replace(line, values=("A3", "Ohne Rahmen")),))


def test_values_that_the_variant_has_in_no_language_are_refused(unframed_in_german: Agreed) -> None:
    (line,) = unframed_in_german.lines
    forged = msgspec.structs.replace(unframed_in_german, lines=(msgspec.structs.replace(line, values=("A3", "Gold")),))
    assert list(messages_by_field(refusal(forged))) == [f"lines.{HARBOUR}.values"]


@pytest.mark.parametrize("language", get_args(Language))
def test_a_lines_values_are_called_as_they_were_shown(unframed_in_german: Agreed, language: Language) -> None:
    service.check_out(ADA, msgspec.structs.replace(agreeing(unframed_in_german), language=language))
    (line,) = event(ADA).lines
    assert line.values == ("A3", "Ohne Rahmen")
    assert b"local_values" not in msgspec.json.encode(line)


def test_one_of_each_instead_of_two_of_one_is_refused_though_the_sum_is_the_same(twin: str) -> None:
    service.set_line(ADA, HARBOUR, 2)
    terms_shown = agreement_for(ADA)
    service.set_line(ADA, HARBOUR, 1)
    service.set_line(ADA, twin, 1)
    assert messages_by_field(refusal(terms_shown)) == {
        f"lines.{HARBOUR}.quantity": "Was 2, is 1 now",
        f"lines.{twin}": "Not agreed to",
    }


def test_two_prices_that_move_against_each_other_are_refused() -> None:
    for sku in (HARBOUR, ORBIT):
        service.set_line(ADA, sku, 1)
    terms_shown = agreement_for(ADA)
    offers.save_offers(shop.product_changed(HARBOUR, 3000, version=2))
    offers.save_offers(shop.product_changed(ORBIT, 3110, version=2))
    assert messages_by_field(refusal(terms_shown)) == {
        f"lines.{HARBOUR}.price": "Was 2900, is 3000 now",
        f"lines.{ORBIT}.price": "Was 3210, is 3110 now",
    }


def test_a_sku_that_became_another_variant_is_refused() -> None:
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)
    product = shop.product(HARBOUR, version=2)
    variant = msgspec.structs.replace(product.variants[0], values=("A2", "Unframed"))
    offers.save_offers(shop.product_changed(HARBOUR, version=2, variants=(variant,)))
    assert messages_by_field(refusal(terms_shown)) == {
        f"lines.{HARBOUR}.values": 'Was ["A3","Unframed"], is ["A2","Unframed"] now'
    }


def test_another_way_of_delivery_or_country_is_refused() -> None:
    service.set_line(ADA, HARBOUR, 1)
    express = agreement_for(ADA, Delivery.EXPRESS)
    standard = agreement_for(ADA)
    with pytest.raises(Refused) as refused:
        service.check_out(ADA, agreeing(standard, delivery=Delivery.EXPRESS))
    assert {"delivery.delivery", "delivery.total"} <= messages_by_field(refused.value.problem).keys()
    elsewhere = agreement_for(ADA, Delivery.EXPRESS, country="FI")
    assert elsewhere.delivery.price != express.delivery.price
    assert {"delivery.price", "delivery.tax_rate"} <= messages_by_field(refusal(elsewhere)).keys()


def test_the_same_sum_by_dearer_delivery_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)
    dear = msgspec.structs.replace(terms_shown.delivery, price=terms_shown.delivery.price + 100)
    assert messages_by_field(refusal(msgspec.structs.replace(terms_shown, delivery=dear))) == {
        "delivery.price": "Was 590, is 490 now"
    }


def test_a_line_that_is_agreed_to_twice_is_refused() -> None:
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)
    assert messages_by_field(refusal(msgspec.structs.replace(terms_shown, lines=terms_shown.lines * 2))) == {
        "lines": "A SKU stands there twice"
    }


def at(monkeypatch: pytest.MonkeyPatch, instant: str) -> None:
    monkeypatch.setattr(clock, "now", lambda: instant)


def test_a_review_of_two_to_midnight_that_is_sent_at_two_past_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, HARBOUR, 1)
    at(monkeypatch, "2026-11-24T22:58:00.000Z")  # 23:58 in the shop
    terms_shown = agreement_for(ADA, country="GB")
    at(monkeypatch, "2026-11-24T23:02:00.000Z")
    assert messages_by_field(refusal(terms_shown)) == {"delivery.promised_on": 'Was "2026-11-27", is "2026-11-30" now'}
    again = agreement_for(ADA)
    service.check_out(ADA, agreeing(again))
    assert event(ADA).promised_on == again.delivery.promised_on == "2026-11-30"


def test_over_a_weekend_no_day_moves_and_nothing_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, HARBOUR, 1)
    at(monkeypatch, "2026-11-21T10:00:00.000Z")
    terms_shown = agreement_for(ADA)
    at(monkeypatch, "2026-11-22T10:00:00.000Z")
    assert service.check_out(ADA, agreeing(terms_shown)).total == terms_shown.delivery.total


def test_the_basket_and_the_order_tell_the_shops_days(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, HARBOUR, 1)
    at(monkeypatch, "2026-11-24T23:30:00.000Z")
    told = {option.delivery: option.promised_on for option in service.get(ADA, "DE").deliveries}
    assert told == {Delivery.STANDARD: "2026-11-30", Delivery.EXPRESS: "2026-11-26"}
    service.check_out(ADA, agreeing(agreement_for(ADA, Delivery.EXPRESS)))
    assert event(ADA).promised_on == "2026-11-26"


def test_what_changes_between_reading_and_writing_is_noticed(twin: str) -> None:
    service.set_line(ADA, HARBOUR, 1)
    terms_shown = agreement_for(ADA)

    def swap() -> None:
        service.remove_line(ADA, HARBOUR)
        service.set_line(ADA, twin, 1)

    with meanwhile("PutItem", swap), pytest.raises(Refused) as refused:
        service.check_out(ADA, agreeing(terms_shown))
    assert refused.value.problem.type == "order-changed"


def test_the_order_is_what_was_agreed_to_and_costs_no_more_than_one_that_agrees_to_a_total() -> None:
    for number, sku in enumerate(shop.SKUS):
        service.set_line(ADA, sku, number + 1)
    terms_shown = agreement_for(ADA, Delivery.EXPRESS)
    with meter_units() as units:
        service.check_out(ADA, agreeing(terms_shown))
    assert (units.read, units.write, units.calls) == (2.5, 1, ["GetItem", "BatchGetItem", "PutItem"])
    order = event(ADA)
    assert [(line.sku, line.quantity, line.price, line.title, line.values) for line in order.lines] == [
        (line.sku, line.quantity, line.price, line.title, line.values) for line in terms_shown.lines
    ]
    option = terms_shown.delivery
    assert (order.delivery, order.delivery_price, order.total) == (option.delivery, option.price, option.total)
    assert (order.tax, order.tax_rate, order.promised_on) == (option.tax, option.tax_rate, option.promised_on)


def test_the_order_of_lines_and_their_pictures_are_not_agreed_to() -> None:
    for sku in (HARBOUR, ORBIT):
        service.set_line(ADA, sku, 1)
    terms_shown = agreement_for(ADA)
    assert service.check_out(ADA, agreeing(msgspec.structs.replace(terms_shown, lines=terms_shown.lines[::-1])))


def test_a_repeat_is_answered_though_the_day_has_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    service.set_line(ADA, HARBOUR, 1)
    at(monkeypatch, "2026-11-24T22:58:00.000Z")
    terms_shown = agreement_for(ADA)
    answer = service.check_out(ADA, agreeing(terms_shown))
    at(monkeypatch, "2026-11-26T09:00:00.000Z")
    assert service.check_out(ADA, agreeing(terms_shown)) == answer


def test_every_field_of_a_line_that_a_page_shows_is_agreed_to() -> None:
    agreed_to = set(msgspec.json.schema(Agreed)["$defs"]["AgreedLine"]["properties"])
    assert agreed_to == {
        name for name in OrderLine.__struct_fields__ if name not in ("total", "picture", "kind", "tax_rate")
    }
