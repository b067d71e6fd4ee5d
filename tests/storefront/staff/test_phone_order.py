"""An order for somebody who rings: put together by staff, paid by its buyer."""

import re
from typing import Any

import pytest
from django.test import Client
from msgspec.structs import asdict, replace

from backend.contracts import shop as contract
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.models import CheckOut
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import Problem
from storefront.web import delivery_zones
from tests.storefront.reading import text
from tests.storefront.service import ADDRESS, Service
from tests.storefront.staff.conftest import As

LINES, TO, REVIEW = "/staff/orders/new/", "/staff/orders/new/address/", "/staff/orders/new/review/"
TYPED = {name: value for name, value in asdict(ADDRESS).items() if value}


def add(worker: Client, sku: str = "TIDE-A4", quantity: object = 2) -> str:
    return text(worker.post(LINES, {"sku": sku, "quantity": quantity}, follow=True))


def total(worker: Client) -> int:
    return int(worker.get(REVIEW).context["basket"].deliveries[0].total)


def place(worker: Client, **typed: object) -> str:
    sent = {"delivery": "standard", "total-standard": total(worker), **typed}
    return text(worker.post(REVIEW, sent, follow=True))


@pytest.fixture
def ready(worker: Client, service: Service) -> Client:
    """A member of staff who has chosen articles and an address."""
    add(worker)
    assert worker.post(TO, TYPED).headers["Location"] == REVIEW
    return worker


@pytest.mark.parametrize("page", [LINES, TO, REVIEW])
def test_shoppers_find_no_such_pages(shopper: Client, page: str) -> None:
    assert shopper.get(page).status_code == 404


@pytest.mark.parametrize("role", ["catalogue", "read-only"])
def test_another_role_places_no_orders(work_as: As, service: Service, role: str) -> None:
    assert [work_as(role).get(page).status_code for page in (LINES, TO, REVIEW)] == [403] * 3
    assert service.calls == []


@pytest.mark.parametrize(
    ("sku", "quantity", "words"),
    [
        ("", 1, "Enter the SKU."),
        ("a b", 1, "There is no such SKU."),
        ("TIDE-A4", "", "Enter how many pieces"),
        ("TIDE-A4", "two", "Enter how many pieces"),
        ("TIDE-A4", 100, "Ensure this value is less than or equal to 99."),
        ("TIDE-A4", -1, "Ensure this value is greater than or equal to 0."),
        ("NEVER", 1, "Nothing was done."),
    ],
)
def test_an_unknown_article_is_reported_and_not_chosen(
    worker: Client, service: Service, sku: str, quantity: object, words: str
) -> None:
    assert words in add(worker, sku, quantity)
    assert "No article is chosen yet." in text(worker.get(LINES))


def test_articles_are_chosen_changed_taken_out_and_begun_again(worker: Client, service: Service) -> None:
    assert "€48.00" in add(worker)
    assert "€24.00" in add(worker, quantity=1)
    assert "No article is chosen yet." in add(worker, quantity=0)
    add(worker)
    worker.post(LINES, {"again": "1"})
    assert "No article is chosen yet." in text(worker.get(LINES))


def test_without_articles_or_an_address_there_is_nothing_to_look_at(worker: Client, service: Service) -> None:
    assert worker.get(REVIEW).headers["Location"] == TO
    worker.post(TO, TYPED)
    assert worker.get(REVIEW).headers["Location"] == LINES


def test_a_wrong_address_is_reported_at_its_fields_and_what_was_typed_stays(worker: Client, service: Service) -> None:
    page = worker.post(TO, TYPED | {"email": "ada", "town": ""})
    html = page.content.decode()
    assert (page.status_code, "Enter the town." in html, 'value="Ada Lovelace"' in html) == (422, True, True)


def test_another_country_has_other_fields(worker: Client, service: Service) -> None:
    assert worker.get(TO, {"country": "IT"}).context["form"].fields.keys() - worker.get(TO).context["form"].fields
    assert worker.get(TO, {"country": "nowhere"}).context["country"] == "DE"


def test_the_order_is_placed_without_a_card_and_its_buyer_is_mailed(ready: Client, service: Service) -> None:
    said = place(ready)
    assert "is placed. ada@example.org gets a mail with a link to pay" in said
    ((body, placed),) = service.checkouts.values()
    assert isinstance(body, CheckOutForCustomer)
    assert not hasattr(body, "token")
    assert (body.address, placed.total) == (ADDRESS, total_of(service))
    assert "No article is chosen yet." in text(ready.get(LINES))


def total_of(service: Service) -> int:
    (order,) = (order for orders in service.orders.values() for order in orders.values())
    return order.total


def test_the_same_form_sent_twice_places_one_order(
    ready: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, check_out = [], service.check_out

    def note_key(*call: Any) -> CheckedOut:
        keys.append(call[-1].key)
        return check_out(*call)

    monkeypatch.setattr(service, "check_out", note_key)
    service.lose_answer_of = {"check_out_for_customer"}
    form = {"delivery": "standard", "total-standard": total(ready)}
    assert ready.post(REVIEW, form).status_code == 503
    assert "is placed. ada@example.org gets a mail with a link to pay" in text(ready.post(REVIEW, form, follow=True))
    assert (len(keys), len(set(keys)), len(service.checkouts)) == (2, 1, 1)


def taken_out(service: Service) -> None:
    """Has the colleagues deliver to Germany alone."""
    service.zones = replace(DEFAULT, zones=(replace(DEFAULT.zones[0], countries=("DE",)),), version=1)


@pytest.fixture
def to_france(ready: Client) -> Client:
    """A member of staff whose order goes to France."""
    ready.post(TO, TYPED | {"country": "FR", "postal_code": "75001"})
    return ready


def test_a_form_that_comes_again_finds_its_order_although_we_no_longer_deliver_there(
    to_france: Client, service: Service
) -> None:
    service.lose_answer_of = {"check_out_for_customer"}
    form = {"delivery": "standard", "total-standard": total(to_france)}
    assert to_france.post(REVIEW, form).status_code == 503
    taken_out(service)
    delivery_zones.clear()
    assert "gets a mail with a link to pay" in text(to_france.post(REVIEW, form, follow=True))
    assert len(service.checkouts) == 1


def test_an_address_where_we_no_longer_deliver_is_marked_as_such(worker: Client, service: Service) -> None:
    taken_out(service)
    delivery_zones.clear()
    page = worker.post(TO, TYPED | {"country": "FR", "postal_code": "75001"})
    assert page.status_code == 422
    assert "We do not deliver there yet." in text(page)


@pytest.mark.parametrize("page", [LINES, REVIEW])
def test_a_basket_that_knows_before_the_pages_that_we_no_longer_deliver_there_is_shown_or_explained(
    to_france: Client, service: Service, page: str
) -> None:
    to_france.get(page)
    taken_out(service)
    reply = to_france.get(page, follow=True)
    assert reply.status_code == 200
    assert page == LINES or "We no longer deliver to France." in text(reply)


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"delivery": "teleport"}, "Choose a way of delivery."), ({"total-standard": 1}, "The total has changed"),
     ({"total-standard": "x"}, "The total has changed")],
)  # fmt: skip
def test_what_is_not_as_shown_is_not_placed(
    ready: Client, service: Service, typed: dict[str, object], words: str
) -> None:
    assert words in place(ready, **typed)
    assert service.checkouts == {}


def test_the_pages_name_their_steps_alike(ready: Client, service: Service) -> None:
    assert all("Review and place the order" in text(ready.get(page)) for page in (LINES, TO, REVIEW))
    assert "Continue to review" in text(ready.get(TO))


def test_a_refusal_leaves_the_draft_as_it_is(ready: Client, service: Service) -> None:
    service.refuse["check_out_for_customer"] = Problem(type="sold-out", title="An article is sold out", status=409)
    assert "Nothing was done. An article is sold out." in place(ready)
    assert ready.get(REVIEW).status_code == 200


def test_no_page_asks_for_a_card_or_shows_the_baskets_id(ready: Client, service: Service) -> None:
    for page in (LINES, TO, REVIEW):
        html = ready.get(page).content.decode()
        assert "cc-number" not in html
        assert ready.session["phone_order"]["guest_id"] not in html


def test_a_shopper_still_cannot_check_out_without_a_card() -> None:
    assert "token" in CheckOut.__struct_fields__
    assert "token" not in CheckOutForCustomer.__struct_fields__


def test_what_came_to_be_on_back_order_after_it_was_read_out_is_read_out_once_more(
    ready: Client, service: Service
) -> None:
    terms = re.findall(r'name="(terms-standard)" value="([^"]+)"', ready.get(REVIEW).content.decode())
    place(ready, **dict(terms))
    ((body, _),) = service.checkouts.values()
    assert isinstance(body, CheckOutForCustomer)
    assert body.agreed
    assert [(line.sku, line.back_on) for line in body.agreed.lines] == [("TIDE-A4", None)]


@pytest.mark.parametrize("terms", ["", "x", "a:b:c", "é"])
def test_terms_that_are_not_ours_agree_to_nothing(ready: Client, service: Service, terms: str) -> None:
    place(ready, **{"terms-standard": terms})
    ((body, _),) = service.checkouts.values()
    assert body.agreed is None


def test_the_tax_that_is_added_is_read_to_the_customer_and_is_part_of_what_is_placed(
    ready: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "of it tax" not in text(ready.get(REVIEW))
    monkeypatch.setenv(contract.TAX_VARIABLE, contract.ADDED)
    assert re.search(r"in all, €[\d.]+ of it tax", text(ready.get(REVIEW)))
    place(ready)
    (placed,) = next(iter(service.orders.values())).values()
    assert placed.added_tax == placed.tax > 0
