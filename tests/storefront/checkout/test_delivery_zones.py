"""What staff make of the delivery zones reaches every page that names a country, a charge or a day.

What goes wrong comes first.
"""

from concurrent.futures import Future

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.delivery.models import DeliveryZones, Way
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import Problem
from storefront.basket.templatetags.basket import arrives
from storefront.checkout.invoice_form import ANOTHER
from storefront.clients import process_copy
from storefront.web import delivery_zones
from storefront.web.countries import name
from tests.backend.delivery.zones import BODY
from tests.storefront.basket.steps import HTMX, add, basket_text
from tests.storefront.basket.test_country import deliver_to
from tests.storefront.card import give_card
from tests.storefront.checkout.steps import GOOD, MINE, order
from tests.storefront.checkout.test_invoice_address import OFFICE
from tests.storefront.checkout.test_saved_addresses import AWAY, chosen_addresses, keep
from tests.storefront.reading import text, value
from tests.storefront.service import ADDRESS, Service

ZONES = replace(DEFAULT, zones=BODY.zones, version=1)
"""To Austria, Germany, the United Kingdom, Norway and Sweden, and to nowhere else."""

LOST = "We no longer deliver to France. Prices and days are those for Germany."


def change(service: Service, zones: DeliveryZones = ZONES) -> None:
    """Has staff change the zones, and this process know of it."""
    service.zones = zones
    delivery_zones.clear()


class TestAsking:
    def test_while_the_service_is_down_the_default_zones_apply_and_it_is_not_called_all_the_time(
        self, service: Service, guest: Client
    ) -> None:
        service.down.add("delivery")
        change(service)
        for _ in range(3):
            assert "France" in text(guest.get("/delivery/"))
        assert service.calls.count("get_delivery_zones") == 1

    def test_an_older_backend_without_zones_counts_as_having_changed_none(
        self, service: Service, guest: Client
    ) -> None:
        service.refuse["get_delivery_zones"] = Problem(type="not-found", title="There is nothing here", status=404)
        change(service)
        assert "France" in text(guest.get("/delivery/"))

    def test_the_last_known_zones_hold_while_the_service_is_down(self, service: Service) -> None:
        change(service)
        assert delivery_zones.current() == ZONES
        service.down.add("delivery")
        delivery_zones.ask_again()
        assert delivery_zones.current() == ZONES

    def test_the_last_known_zones_also_apply_when_a_basket_has_newer_ones_and_the_service_is_down(
        self, service: Service, guest: Client
    ) -> None:
        add(guest)
        deliver_to(guest, "FR")
        known = replace(DEFAULT, zones=(replace(DEFAULT.zones[0], countries=("DE", "FR")),), version=1)
        change(service, known)
        assert "Austria" not in text(guest.get("/delivery/"))
        service.zones = ZONES
        service.down.add("delivery")
        assert guest.get("/basket/").status_code == 200
        assert delivery_zones.current() == known

    def test_a_page_waits_no_longer_than_for_an_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        delivery_zones.clear()
        never: Future[None] = Future()
        monkeypatch.setattr(process_copy, "start", lambda _call: never)
        monkeypatch.setattr(delivery_zones._copy, "patience", 0.0)
        assert delivery_zones.current() == DEFAULT

    def test_many_pages_ask_once(self, service: Service, guest: Client) -> None:
        change(service)
        for page in ("/delivery/", "/basket/", "/delivery/"):
            guest.get(page)
        assert service.calls.count("get_delivery_zones") == 1


class TestACountryThatIsLeft:
    def test_a_visitor_from_a_country_without_delivery_is_told_and_sees_the_home_countrys_terms(
        self, service: Service, guest: Client
    ) -> None:
        add(guest)
        deliver_to(guest, "FR")
        change(service)
        for page in ("/basket/", "/delivery/"):
            words = text(guest.get(page))
            assert LOST in words, page
            assert "Delivery to Germany" in words
        assert "€3.00" in basket_text(guest)

    def test_nobody_can_choose_it(self, service: Service, guest: Client) -> None:
        add(guest)
        change(service)
        words = deliver_to(guest, "FR")
        assert "We do not deliver there yet." in words
        assert "We deliver only to the countries in this list." in words
        assert '<option value="FR"' not in guest.get("/basket/").content.decode()

    def test_a_basket_that_knows_of_a_change_before_the_pages_do_is_still_shown(
        self, service: Service, guest: Client
    ) -> None:
        add(guest)
        deliver_to(guest, "FR")
        service.zones = ZONES
        assert LOST in basket_text(guest)
        assert guest.post("/basket/set/", {"sku": "TIDE-A4", "quantity": 2}, **HTMX).status_code == 200

    def test_an_address_there_is_asked_for_once_more_and_no_other_country_is_chosen_meanwhile(
        self, service: Service, buyer: Client
    ) -> None:
        change(service)
        page = buyer.post("/checkout/", GOOD | {"country": "FR", "postal_code": "75001"})
        assert page.status_code == 422
        assert "We do not deliver there yet. Choose from the list." in text(page)
        html = page.content.decode()
        offered = html[html.index('<select name="country"') :].partition("</select>")[0]
        assert '<option value="FR"' not in offered
        assert '<option value="">–</option>' in offered

    def test_an_invoice_may_still_go_there(self, service: Service, buyer: Client) -> None:
        change(service)
        office = OFFICE | {"invoice-country": "FR", "invoice-postal_code": "75001", "invoice-vat_id": ""}
        page = buyer.post("/checkout/", GOOD | office | {ANOTHER: "yes"})
        assert page.status_code == 303, text(page)
        words = text(buyer.get("/checkout/"))
        assert words.count("We deliver only to the countries in this list.") == 1

    def test_an_address_that_was_right_before_is_looked_at_again(self, service: Service, buyer: Client) -> None:
        buyer.post("/checkout/", GOOD | {"country": "FR", "postal_code": "75001"})
        change(service)
        assert buyer.get("/checkout/review/").headers["Location"].startswith("/checkout/")
        assert buyer.get("/checkout/").status_code == 200

    def test_an_order_of_an_open_review_leads_to_the_address_which_says_why(
        self, service: Service, buyer: Client
    ) -> None:
        buyer.post("/checkout/", GOOD | {"country": "FR", "postal_code": "75001"})
        buyer.post("/checkout/delivery/", {"delivery": "standard"})
        give_card(buyer)
        agreed = value(buyer.get("/checkout/review/"), "agreed")
        change(service)
        assert order(buyer, agreed).headers["Location"] == "/checkout/"
        words = text(buyer.get("/checkout/"))
        assert "Something about the address was not accepted. Please look at it once more." in words
        assert "We no longer deliver there. We deliver only to the countries in this list." in words
        assert not service.checkouts

    def test_an_order_there_is_refused_and_leads_to_the_address(self, service: Service, buyer: Client) -> None:
        buyer.post("/checkout/", GOOD | {"country": "FR", "postal_code": "75001"})
        buyer.post("/checkout/delivery/", {"delivery": "standard"})
        give_card(buyer)
        agreed = value(buyer.get("/checkout/review/"), "agreed")
        service.refuse["check_out"] = Problem(type="no-delivery", title="We do not deliver there yet", status=422)
        reply = order(buyer, agreed)
        assert reply.headers["Location"] == "/checkout/"
        assert "We do not deliver there yet. Choose a country from the list." in text(buyer.get("/checkout/"))

    def test_a_saved_address_there_is_marked_and_not_the_one_that_is_chosen(
        self, service: Service, buyer: Client
    ) -> None:
        keep(service, AWAY, ADDRESS)
        change(service)
        page = buyer.get("/checkout/")
        assert "We no longer deliver there." in text(page)
        away = next(each.id for each in service.books[MINE] if each.address.country == "FR")
        assert chosen_addresses(page) != [away]
        assert "We no longer deliver there." in text(buyer.get("/account/addresses/"))

    def test_a_page_of_an_order_there_still_names_it(self, service: Service) -> None:
        change(service)
        assert name("FR") == "France"


class TestWhatChanges:
    def test_the_delivery_page_tells_prices_days_and_countries(self, service: Service, guest: Client) -> None:
        change(service)
        words = text(guest.get("/delivery/"))
        for part in ("€3.00, free from €40.00, 2 working days", "Norway, Sweden", "€12.00, 9 working days"):
            assert part in words, part
        assert "Spain" not in words
        assert "We do not deliver to other countries." in words

    def test_what_never_costs_anything_is_not_called_free_from_a_sum(self, service: Service, guest: Client) -> None:
        free = replace(ZONES.zones[0], standard=Way(price=0, free_from=4000, days=2))
        change(service, replace(ZONES, zones=(free,)))
        assert "free from" not in text(guest.get("/delivery/"))

    def test_the_day_of_arrival_is_that_of_now(self, service: Service, guest: Client) -> None:
        slow = replace(ZONES.zones[0], standard=replace(ZONES.zones[0].standard, days=60))
        before = arrives("DE", "standard")
        assert before in text(guest.get("/delivery/"))
        change(service, replace(ZONES, zones=(slow,)))
        after = arrives("DE", "standard")
        assert after != before
        assert after in text(guest.get("/delivery/"))

    def test_a_page_that_was_begun_with_a_country_that_is_left_meanwhile_is_shown(self, service: Service) -> None:
        change(service)
        assert arrives("FR", "express")
        assert delivery_zones.ways_to("FR") == delivery_zones.ways_to("DE")

    def test_an_order_is_charged_what_the_review_showed(self, service: Service, buyer: Client) -> None:
        change(service)
        buyer.post("/checkout/", GOOD)
        buyer.post("/checkout/delivery/", {"delivery": "standard"})
        give_card(buyer)
        assert "Free Total of which 19 % VAT: €7.82 €49.00" in text(buyer.get("/checkout/review/"))
        assert order(buyer).status_code == 303
        (placed,) = service.orders[MINE].values()
        assert placed.delivery_price == 0
