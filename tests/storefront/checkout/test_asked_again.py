"""The order that is placed is what its review page showed; where something has changed since, the page says what and
asks again."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from msgspec.structs import replace

from backend.contracts.basket.models import Agreed, Delivery, DeliveryOption
from backend.contracts.tax import TaxLine
from storefront.checkout import signed_agreement
from storefront.checkout.changes import changes
from storefront.order import card_visits, recent_orders
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import BASKET, MINE, order
from tests.storefront.reading import text, value
from tests.storefront.service import ADA, Offer, Service


def shown_agreement(client: Client) -> str:
    """What the page agrees to."""
    return value(client.get("/checkout/review/"), "agreed")


def test_another_article_at_the_same_price_is_shown_and_has_to_be_agreed_to(ready: Client, service: Service) -> None:
    agreed = shown_agreement(ready)
    service.offers["TIDE-A3"] = Offer(title="Slow Tide", price=2400, values=("A3", "Unframed"))
    del service.baskets[MINE]["TIDE-A4"]
    service.baskets[MINE]["TIDE-A3"] = [1, 2400]
    response = order(ready, agreed)
    assert response.status_code == 409
    assert service.orders == {}
    for part in (
        "Slow Tide, A4, Unframed: you agreed to 1 piece , now it is none .",
        "Slow Tide, A3, Unframed: you agreed to none , now it is 1 piece .",
        "Nothing has been ordered yet.",
    ):
        assert part in text(response)
    place = order(ready, value(response, "agreed")).headers["Location"]
    assert {line.sku for line in service.order(place.split("/")[-2]).lines} == {"DOTS", "TIDE-A3"}


def test_one_of_each_of_two_instead_of_two_of_one_is_noticed(ready: Client, service: Service) -> None:
    agreed = shown_agreement(ready)
    service.offers["LINES"] = Offer(title="Line Notebook", price=1250, values=())
    service.baskets[MINE] |= {"DOTS": [1, 1250], "LINES": [1, 1250]}
    words = text(order(ready, agreed))
    assert "Dot Notebook: you agreed to 2 pieces , now it is 1 piece ." in words
    assert "Line Notebook: you agreed to none , now it is 1 piece ." in words


def test_a_day_that_moved_at_midnight_is_asked_about(ready: Client, service: Service) -> None:
    agreed = shown_agreement(ready)
    service.today += timedelta(days=3)
    words = text(order(ready, agreed))
    assert "Arrives by: you agreed to Wed 25 Nov , now it is Thu 26 Nov ." in words
    assert service.orders == {}


def describe(before: DeliveryOption, now: DeliveryOption) -> list[tuple[str, ...]]:
    """What the page says of two ways of delivery: what it is about, what was agreed to, and what it is now."""
    agreement = signed_agreement.Agreement(
        key="k" * 32, total=before.total, of="", terms=Agreed(lines=(), delivery=before)
    )
    return [tuple(each) for each in changes(agreement, Agreed(lines=(), delivery=now), "EUR")]


def test_tax_is_mentioned_only_if_the_shopper_sees_a_different_one() -> None:
    free = DeliveryOption(delivery=Delivery.STANDARD, title="Standard", price=0, total=5_000, tax=0, tax_rate=0)
    dearer = replace(free, total=5_001)
    assert [what for what, _, _ in describe(free, dearer)] == ["Total"]
    taxed = replace(free, tax=798, tax_rate=1900)
    assert [what for what, _, _ in describe(taxed, replace(taxed, total=5_001))] == ["Total"]
    assert describe(free, taxed) == [("VAT in it", "none", "19\u00a0%: €7.98")]
    lines = (TaxLine(rate=1900, total=2_500, tax=399), TaxLine(rate=0, total=2_500, tax=0))
    assert describe(replace(taxed, tax=399, taxes=lines), taxed) == [
        ("VAT in it", "19\u00a0%: €3.99", "19\u00a0%: €7.98")
    ]


def test_the_order_says_what_the_page_said(ready: Client, service: Service) -> None:
    review = text(ready.get("/checkout/review/"))
    placed = service.order(order(ready).headers["Location"].split("/")[-2])
    assert "By Wed 25 Nov" in review
    assert placed.promised_on == "2026-11-25"
    assert [(line.title, line.quantity) for line in placed.lines] == [("Slow Tide", 1), ("Dot Notebook", 2)]


def second_window(client: Client) -> Client:
    """A window of the same browser."""
    window = Client()
    window.cookies = client.cookies
    return window


@pytest.mark.parametrize("then", ["nothing", "more in the basket", "another card"])
def test_a_window_whose_order_another_one_has_made_is_led_to_it(ready: Client, service: Service, then: str) -> None:
    agreed = shown_agreement(ready)
    place = order(second_window(ready)).headers["Location"]
    if then != "nothing":
        service.baskets[MINE] = {"DOTS": [1, 1250]}
    if then == "another card":
        give_card(ready)
    response = order(ready, agreed)
    assert response.headers["Location"] == place
    assert "You placed this order in another window. Nothing was ordered twice." in text(ready.get(place))
    assert len(service.orders[MINE]) == 1


def test_an_order_of_another_browser_is_found_by_the_service(ready: Client, service: Service) -> None:
    agreed, chosen = shown_agreement(ready), ready.session[card_visits.CARD]
    place = order(second_window(ready)).headers["Location"]
    session = ready.session
    del session[recent_orders.ENTRY]
    session[card_visits.CARD] = chosen
    session.save()
    assert order(ready, agreed).headers["Location"] == place


def test_where_that_order_is_not_placed_yet_the_basket_says_that_it_is_empty(ready: Client, service: Service) -> None:
    agreed = shown_agreement(ready)
    service.baskets.clear()
    assert order(ready, agreed).headers["Location"] == BASKET
    service.down.add("list_orders")
    assert order(ready, agreed).headers["Location"] == BASKET


def test_an_older_order_is_nowhere_to_be_led_to(ready: Client, service: Service) -> None:
    order(ready)
    service.baskets[MINE] = {"DOTS": [1, 1250]}
    give_card(ready)
    assert order(ready).status_code == 303
    assert len(service.orders[MINE]) == 2


def test_a_form_of_an_earlier_release_is_asked_again_for_its_total_alone(ready: Client, service: Service) -> None:
    made = signed_agreement.unseal(shown_agreement(ready), ADA)
    assert made
    old = signing.dumps({"key": made.key, "total": made.total, "of": made.of}, salt=f"checkout.agreement:{ADA}")
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=2600)
    response = order(ready, old)
    assert "Total: you agreed to €53.90 , now it is €51.00 ." in text(response)
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=2400)
    assert order(ready, old).status_code == 303
