"""A purchase in German and in French: each page, link and message speaks it, from a product to the order."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import msgspec
import pytest
from django.conf import settings as base
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from msgspec.structs import replace
from pytest_django.fixtures import Settings

from backend.contracts.order.models import OrderReturn, Refund, ReturnLine, Step
from backend.contracts.order.states import ReturnState, State
from backend.contracts.product.translations import LocalTitle, LocalValues, Translation
from storefront.checkout import place_order
from storefront.order.service_notes import NOTES
from storefront.site import message_files
from storefront.web import attempts, countries
from tests.storefront.checkout.steps import GOOD
from tests.storefront.product.conftest import *  # noqa: F403 - the catalogue in memory
from tests.storefront.reading import value
from tests.storefront.service import PROVIDER, TOKEN, Service

LANGUAGES = message_files.LANGUAGES
NAMES = ("Slow Tide", "Dot Notebook", "A4", "A2", "Unframed", "Oak frame", "Frame", "Size", "Hills", "Landscapes", "Portraits",
         "Prints", "Print", "SLOW-TIDE-A4-UN", "One sun", "Seven hills", "Tidewater", "sea", "calm", "Visa", "Sandbox Pay",
         "Ada Lovelace", "ada@example.org", "Dorset Street 1", "10115 Berlin", "Halftone", "hello@halftone.example",
         "Example Street 1", "Register: Berlin (Charlottenburg) HRB")  # fmt: skip
SAME = re.compile(rf"(?:{'|'.join(map(re.escape, NAMES))}|[\W\d])*")
"""Names, numbers and signs: the same in every language."""
VISITORS = ("/basket/", "/basket/voucher/", "/orders/find/", "/account/sign-in", "/account/sign-in?ended", "/contact/",
            "/withdrawal/", "/contact/sent/", "/terms/", "/imprint/")  # fmt: skip
FORMS = ("/account/sign-up", "/account/confirm", "/account/forgotten-password", "/account/new-password", "/contact/",
         "/withdrawal/", "/orders/find/", "/basket/voucher/")  # fmt: skip
SHOPPERS = (
    "/account/",
    "/account/addresses/",
    "/account/addresses/new/",
    "/account/data/",
    "/account/close",
    "/orders/",
)
UNREAD = re.compile(r'<head>.*?</head>|<script.*?</script>|<nav class="footer footer--languages".*?</nav>', re.DOTALL)
LINK = re.compile(r'(?:href|action|hx-(?:get|post))="(/[^"]*)"')
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


class Reader(HTMLParser):
    """What is read of a page: its texts, and the attributes that are read out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL))  # a program's lines are in its own language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [text for name, text in attrs if name in ("aria-label", "title", "placeholder") and text]

    def handle_data(self, data: str) -> None:
        self.texts += [" ".join(data.split())] if data.strip() else []


class Visit:
    """A browser in one language, and the pages that it was shown."""

    def __init__(self, language: str) -> None:
        self.prefix = "" if language == base.LANGUAGE_CODE else f"/{language}"
        self.language, self.client, self.pages = language, Client(), list[str]()

    def get(self, path: str) -> HttpResponse:
        return self._keep(self.client.get(f"{self.prefix}{path}"))

    def post(self, path: str, typed: dict[str, object] | None = None) -> HttpResponse:
        return self._keep(self.client.post(f"{self.prefix}{path}", typed or {}))

    def _keep(self, response: HttpResponse) -> HttpResponse:
        """Keep the page, or follow the redirect as browsers do: it must not leave the language."""
        if response.status_code in (302, 303):
            target = str(response.headers["Location"])
            assert target.startswith((f"{self.prefix}/", PROVIDER)), target
            return response if target.startswith(PROVIDER) else self._keep(self.client.get(target))
        html = response.content.decode()
        assert f'<html lang="{self.language}"' in html, response.request["PATH_INFO"]
        self.pages.append(html)
        return response


@pytest.fixture(autouse=True)
def no_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No form is sent too often; the table of counts is not here."""
    monkeypatch.setattr(attempts, "increment", lambda what: (1, 60))


@pytest.fixture(autouse=True)
def three_languages(settings: Settings) -> Iterator[None]:
    """The shop offers three languages; other tests speak English again."""
    settings.LANGUAGES = [(code, base.LANGUAGE_NAMES[code]) for code in (base.LANGUAGE_CODE, *LANGUAGES)]
    yield
    translation.activate(base.LANGUAGE_CODE)


def buy(visit: Visit, service: Service) -> None:
    """Go from a product to the order as a guest, with a mistake in each form."""
    visit.get("/product/slow-tide/")
    visit.post("/basket/add/", {"sku": "TIDE-A4", "quantity": "1"})
    visit.post("/basket/add/", {"sku": "DOTS", "quantity": "0"})
    visit.post("/basket/code/", {"code": "?"})
    visit.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "2"})
    visit.post("/checkout/start/", {"email": "ada@"})
    visit.post("/checkout/start/", {"email": GOOD["email"]})
    visit.post("/checkout/", GOOD | {"town": "", "postal_code": "1", "vat_id": "1"})
    visit.post("/checkout/", GOOD)
    visit.post("/checkout/delivery/")
    visit.post("/checkout/delivery/", {"delivery": "express"})
    pay(visit)
    order(visit, service)


def pay(visit: Visit) -> None:
    """Give a card on the provider's page, which leads back in the language that it was opened in."""
    there = str(visit.post("/checkout/payment/").headers["Location"])
    state = re.search(r"state=([^&]+)", there)
    assert state
    assert urlsplit(back_address(there)).path == f"{visit.prefix}/checkout/card/"
    visit.get(f"/checkout/card/?state={state[1]}&token={TOKEN}&brand=Visa&last4=4242")


def back_address(url: str) -> str:
    """Return where the provider leads back to."""
    found = re.search(r"return_url=([^&]+)", url)
    return found[1].replace("%3A", ":").replace("%2F", "/") if found else ""


def order(visit: Visit, service: Service) -> None:
    """Place the order, and look at it in every state that it may come to."""
    agreed = value(visit.get("/checkout/review/"), "agreed")
    visit.post("/checkout/review/", {"agreed": "old"})
    visit.post("/checkout/review/", {"agreed": agreed})
    order_id = visit.client.session["orders"][-1]["order_id"]
    for state in State:
        put(service, order_id, state)
        visit.get(f"/orders/{order_id}/")
    for note in NOTES:
        put(service, order_id, State.DECLINED, note)
        visit.get(f"/orders/{order_id}/")
    put(service, order_id, State.PLACED)
    visit.get(f"/orders/{order_id}/cancel/")
    put(service, order_id, State.DELIVERED)
    visit.get(f"/orders/{order_id}/return/")
    visit.get(f"/orders/{order_id}/return/?pieces.TIDE-A4=1")
    visit.post(f"/orders/{order_id}/again/")


def put(service: Service, order_id: str, state: State, note: str = "") -> None:
    """Bring the order to a state, with all states before it behind it, and with money that went back."""
    owner = next(owner for owner, orders in service.orders.items() if order_id in orders)
    before = service.orders[owner][order_id]
    steps = (*(Step(state=each, at=before.placed_at) for each in list(State)[: list(State).index(state)]),
             Step(state=state, at=before.placed_at, note=note))  # fmt: skip
    service.orders[owner][order_id] = replace(
        before, state=state, time_line=steps,
        returns=() if state is State.DELIVERED else tuple(map(_return_in, enumerate(ReturnState, 1))),
        refunds=(Refund(at=before.placed_at, amount=100, number=3),),
    )  # fmt: skip


def _return_in(numbered: tuple[int, ReturnState]) -> OrderReturn:
    number, state = numbered
    lines = (ReturnLine(sku="TIDE-A4", quantity=1),)
    return OrderReturn(number=number, state=state, at="2026-01-01T00:00:00.000Z", lines=lines, refund=100)


def read(pages: list[str]) -> set[str]:
    """Return the texts of the pages, without those of the head, of scripts and of the choice of language."""
    return {text for page in pages for text in Reader(UNREAD.sub("", page)).texts}


def translated_alike(language: str) -> set[str]:
    """Return the texts that are written the same in this language."""
    with translation.override(language):
        names = {name for _, name in countries.every_country()}
    return names | {str(each.id) for each in message_files.read(language) if each.id == each.string}


def compare(language: str, walk: Callable[[Visit], None]) -> None:
    """Walk in English and in another language: no text but names may be the same."""
    foreign, english = Visit(language), Visit(base.LANGUAGE_CODE)
    for visit in (foreign, english):
        walk(visit)
    assert len(foreign.pages) == len(english.pages)
    left_over = (read(foreign.pages) & read(english.pages)) - translated_alike(language)
    assert not sorted(text for text in left_over if not SAME.fullmatch(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_purchase_speaks_one_language_from_the_product_to_the_order(shop: Service, language: str) -> None:
    compare(language, lambda visit: buy(visit, shop))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_calls_its_products_as_the_pages_called_them(shop: Service, language: str) -> None:
    name = {"de": "Langsame Flut", "fr": "Marée lente"}[language]
    titles = msgspec.convert(({"language": language, "title": name},), tuple[LocalTitle, ...])
    texts = msgspec.convert(({"language": language, "title": name},), tuple[Translation, ...])
    shop.products = [replace(each, translations=texts) if each.id == "slow-tide" else each for each in shop.products]
    values = (LocalValues(language=language, values=("Gross",)),)  # type: ignore[arg-type]  # each of them is one
    shop.offers["TIDE-A4"] = replace(shop.offers["TIDE-A4"], titles=titles, values=("Large",), local_values=values)
    visit = Visit(language)
    buy(visit, shop)
    assert {line.title for orders in shop.orders.values() for order in orders.values() for line in order.lines} == {
        name
    }
    assert {line.values for orders in shop.orders.values() for order in orders.values() for line in order.lines} == {
        ("Gross",)
    }
    assert not [page for page in visit.pages if "Slow Tide" in page or "Large" in page]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_visitor_and_a_shopper_may_open_speaks_one_language(
    shop: Service, language: str, sign_in: Callable[[Client], None]
) -> None:
    def walk(visit: Visit) -> None:
        for path in VISITORS:
            visit.get(path)
        for path in FORMS:
            visit.post(path, {"email": "?", "code": "?", "order": "?"})
        sign_in(visit.client)
        for path in SHOPPERS:
            visit.get(path)

    compare(language, walk)


@pytest.mark.parametrize("language", [base.LANGUAGE_CODE, *LANGUAGES])
def test_a_checkout_tells_the_language_of_its_page(
    shop: Service, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    check_out = place_order._check_out
    monkeypatch.setattr(
        place_order, "_check_out", lambda request, body: sent.append(body.language) or check_out(request, body)
    )
    buy(Visit(language), shop)
    assert sent == [language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_or_form_of_a_purchase_leaves_its_language(shop: Service, language: str) -> None:
    visit = Visit(language)
    buy(visit, shop)
    links = {link for page in visit.pages for part in MAIN.findall(page) for link in LINK.findall(part)}
    assert links
    assert not [link for link in links if not link.startswith((f"/{language}/", "/pictures/", "/static/"))]
