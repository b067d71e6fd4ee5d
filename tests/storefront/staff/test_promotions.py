"""Promotions are made, tried and ended by staff. What goes wrong comes first."""

from typing import Any

import pytest
from django.test import Client

from backend.contracts.problem import Problem
from backend.contracts.promotion.models import Kind
from tests.backend import shop
from tests.storefront.reading import text
from tests.storefront.service import Service

LIST, NEW = "/staff/promotions/", "/staff/promotions/new/"
FORM = {"code": "summer 10", "title": "Summer sale", "kind": "percentage", "percent": "10", "starts_on": "2026-01-01"}


def make(worker: Client, **changes: str) -> Any:
    return worker.post(NEW, FORM | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "x"}, "A code has 3 to 24 letters and digits."),
        ({"title": ""}, "This field is required."),
        ({"percent": "101"}, "less than or equal to 100"),
        ({"percent": ""}, "Needed."),
        ({"amount": "5"}, "Belongs to another kind."),
        ({"amount": "five"}, "Type an amount in EUR"),
        ({"starts_on": "2026-02-30"}, "Enter a valid date."),
        ({"ends_on": "2025-12-31"}, "It ends before it begins."),
        ({"categories": "Posters!"}, "is not written as its address is"),
        ({"kind": "<b>"}, "Select a valid choice"),
    ],
)
def test_nonsensical_input_is_reported_at_its_field_and_nothing_is_created(
    worker: Client, service: Service, changes: dict[str, str], said: str
) -> None:
    reply = make(worker, **changes)
    assert (reply.status_code, service.promotions) == (422, {})
    assert said in text(reply)
    assert "<b>" not in reply.content.decode()


def test_a_code_that_is_taken_is_refused_as_such(worker: Client, service: Service) -> None:
    make(worker)
    reply = make(worker, percent="90")
    assert (reply.status_code, service.promotions["SUMMER10"].percent) == (422, 10)
    assert "This code is taken" in text(reply)


def test_a_shopper_finds_no_promotions(guest: Client) -> None:
    assert guest.get(LIST).status_code in (302, 303, 404)


@pytest.mark.parametrize("code", ["NOBODYS", "ab", "nobodys"])
def test_a_promotion_that_there_is_not_is_not_found(worker: Client, code: str) -> None:
    assert worker.get(f"{LIST}{code}/").status_code == 404


def test_a_promotion_is_made_as_it_was_typed(worker: Client, service: Service) -> None:
    reply = make(worker, categories="posters/city, lamps", minimum="49.50", max_uses="7", once_per_shopper="on")
    assert reply.status_code == 303
    made = service.promotions["SUMMER10"]
    assert (made.kind, made.percent, made.minimum, made.max_uses) == (Kind.PERCENTAGE, 10, 4950, 7)
    assert (made.categories, made.once_per_shopper, made.automatic) == (("posters/city", "lamps"), True, False)
    page = text(worker.get(reply.headers["Location"]))
    for part in ("10 % off, from €49.50", "0 of 7 used, once per shopper", "posters/city, lamps"):
        assert part in page, part
    assert "SUMMER10" in text(worker.get(LIST))


def test_a_promotion_is_ended_for_good(worker: Client, service: Service) -> None:
    make(worker)
    assert worker.post(f"{LIST}SUMMER10/").status_code == 303
    assert service.promotions["SUMMER10"].ended
    assert "End the promotion" not in text(worker.get(f"{LIST}SUMMER10/"))


@pytest.mark.parametrize("typed", ["nothing-such", "slow-tide 0", "slow-tide x", "slow-tide 1 2", "a,b,c,d,e,f", "٣"])
def test_a_basket_that_cannot_be_tried_is_reported(worker: Client, service: Service, typed: str) -> None:
    make(worker)
    service.refuse["get_product"] = Problem(type="no-product", title="There is no such product", status=404)
    assert worker.get(f"{LIST}SUMMER10/", {"basket": typed}).status_code == 422


def test_staff_see_what_a_basket_would_get_before_shoppers_do(
    worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "get_product", lambda *_: shop.product(), raising=False)
    make(worker, minimum="50")
    assert "Spend €21.00 more" in text(worker.get(f"{LIST}SUMMER10/", {"basket": "harbour-dusk-a3"}))
    page = text(worker.get(f"{LIST}SUMMER10/", {"basket": "harbour-dusk-a3 2"}))
    assert "Saves €5.80." in page
