"""The language that the buyer of an order by phone is told of it in."""

import pytest
from django.test import Client
from msgspec.structs import asdict, replace

from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.product.translations import LocalTitle
from backend.contracts.types import Language
from storefront.staff import customer_language, phone_order_draft
from storefront.staff.phone_order_draft import Draft
from tests.storefront.order.orders import placed_order
from tests.storefront.reading import text
from tests.storefront.service import ADDRESS, Offer, Service

LINES, TO, REVIEW = "/staff/orders/new/", "/staff/orders/new/address/", "/staff/orders/new/review/"
TYPED = {name: value for name, value in asdict(ADDRESS).items() if value}


@pytest.fixture
def answering(worker: Client, service: Service) -> Client:
    """A member of staff who has chosen an article that has a German title."""
    titles = (LocalTitle(language="de", title="Langsame Flut"),)
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=2400, titles=titles)
    worker.post(LINES, {"sku": "TIDE-A4", "quantity": 1})
    return worker


def place(worker: Client, **typed: str) -> str:
    """Goes on from the address to the order, and returns what the review page said."""
    worker.post(TO, TYPED | typed)
    review = worker.get(REVIEW)
    option, terms = review.context["ways"][0]
    worker.post(REVIEW, {"delivery": "standard", "total-standard": option.total, "terms-standard": terms})
    return text(review)


def checkout(service: Service) -> CheckOutForCustomer:
    (body,) = (body for body, _ in service.checkouts.values() if isinstance(body, CheckOutForCustomer))
    return body


def ordered_before(service: Service, language: Language, email: str = ADDRESS.email) -> None:
    """Gives whoever has this address an order in this language, later than those that are there."""
    earlier = service.order(placed_order(service))
    changed = replace(earlier, language=language, address=replace(earlier.address, email=email))
    owner = next(owner for owner, orders in service.orders.items() if earlier.id in orders)
    service.orders[owner][earlier.id] = changed


@pytest.mark.parametrize("typed", ["it", "DE", "de-AT", "x" * 9000, "\ud7ff", "en,de"])
def test_an_unknown_language_is_reported_at_its_field_and_the_address_stays(answering: Client, typed: str) -> None:
    page = answering.post(TO, TYPED | {"language": typed})
    html = page.content.decode()
    assert (page.status_code, "Choose a language from the list." in html, 'value="Ada Lovelace"' in html) == (
        422, True, True,
    )  # fmt: skip
    assert answering.get(REVIEW).headers["Location"] == TO


def test_with_a_wrong_address_the_language_stays_chosen(answering: Client) -> None:
    page = answering.post(TO, TYPED | {"town": "", "language": "fr"})
    assert '<option value="fr" selected>French</option>' in page.content.decode()


def test_the_order_is_in_the_language_that_was_chosen_whatever_the_last_one_was_in(
    answering: Client, service: Service
) -> None:
    ordered_before(service, "fr")
    assert "E-mails and invoice in German." in place(answering, language="de")
    assert checkout(service).language == "de"


def test_its_lines_are_called_as_in_that_language_and_staff_read_their_own(answering: Client, service: Service) -> None:
    review = place(answering, language="de")
    assert ("Slow Tide" in review, "Langsame Flut" in review) == (True, False)
    terms = checkout(service).agreed
    assert terms
    assert [line.title for line in terms.lines] == ["Langsame Flut"]


def test_without_a_choice_it_is_the_language_of_the_last_order_with_the_address(
    answering: Client, service: Service
) -> None:
    ordered_before(service, "de")
    ordered_before(service, "fr", "Ada@example.org")
    ordered_before(service, "de", "ada@example.com")
    place(answering)
    assert checkout(service).language == "fr"


def test_without_any_order_mails_are_in_the_shops_own_language(answering: Client, service: Service) -> None:
    ordered_before(service, "de", "grace@example.org")
    assert "E-mails and invoice in English." in place(answering)
    assert checkout(service).language == "en"


@pytest.mark.parametrize("down", ["desk", "order"])
def test_while_the_last_order_cannot_be_asked_for_it_is_the_shops_own(
    answering: Client, service: Service, down: str
) -> None:
    ordered_before(service, "de")
    service.down = {down}
    assert "E-mails and invoice in English." in place(answering)


def test_a_language_that_the_shop_no_longer_offers_is_that_of_no_new_order(
    answering: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer_language, "LANGUAGES", ("en", "de"))
    ordered_before(service, "fr")
    assert "E-mails and invoice in English." in place(answering)


def test_an_address_that_is_too_long_for_a_search_has_no_last_order(answering: Client, service: Service) -> None:
    long_email = f"ada@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 40}.example.org"
    assert "E-mails and invoice in English." in place(answering, email=long_email)


def test_a_shop_of_one_language_asks_for_none(answering: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Language of e-mails and invoice" in text(answering.get(TO))
    monkeypatch.setattr(customer_language, "LANGUAGES", ("en",))
    assert "Language of e-mails and invoice" not in text(answering.get(TO))


def test_the_choice_stays_when_the_address_is_looked_at_again(answering: Client) -> None:
    answering.post(TO, TYPED | {"language": "fr"})
    assert answering.get(TO).context["language_form"]["language"].value() == "fr"
    answering.post(TO, TYPED | {"language": ""})
    assert answering.get(TO).context["language_form"]["language"].value() == ""


def test_a_draft_of_an_earlier_release_goes_on_in_english(answering: Client, service: Service) -> None:
    answering.post(TO, TYPED)
    session = answering.session
    known = ("guest_id", "key", "address")
    session["phone_order"] = {name: session["phone_order"][name] for name in known}
    session.save()
    assert "E-mails and invoice in English." in text(answering.get(REVIEW))
    assert phone_order_draft.convert(session["phone_order"], Draft).language == "en"
