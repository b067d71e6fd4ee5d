"""The history holds GETs only: whatever answers a form is shown by the GET that follows."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings

from backend.contracts.problem import Problem
from storefront.checkout.address_form import values_of
from storefront.site import post_redirect_get
from storefront.staff import upload_storage
from storefront.web import short_lived
from storefront.web.short_lived import decompress
from tests.storefront.lettering import letter
from tests.storefront.order.orders import placed_order
from tests.storefront.product.products import product
from tests.storefront.reading import text, value
from tests.storefront.service import ADDRESS, BOB, STAFF, Service

BROWSER = {"headers": {"origin": "http://testserver"}}  # browsers say with each POST where it comes from
PASSWORD = "Fresh-paper-and-ink-3"
SignIn = Callable[..., None]


def named_addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the shop that has a name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named_addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


PATTERNS = {"product:uploaded": 40, "product:reviewed": 32}
"""Addresses that are patterns of text, and how long the name of a picture is in each."""
ADDRESSES = dict(named_addresses(get_resolver("storefront.urls").url_patterns))


@pytest.fixture
def parts(service: Service, settings: Settings, tmp_path: Any) -> dict[str, str]:
    """What addresses are made of: an order, a product, a message and an uploaded file."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()
    (settings.UPLOADS / ("a" * 43)).write_text("a,b\n")
    assert upload_storage.find("a" * 43)
    service.get_product = lambda *_: product()  # type: ignore[attr-defined]
    service.lettering.put(letter(1))
    service.refuse["delete_product"] = Problem(type="stale-version", title="It has changed", status=409)
    return {
        "order_id": placed_order(service), "product_id": "hills", "slug": "hills", "queue": "OrderDeadLetters", "letter_id": letter(1).id,
        "name": "a" * 43, "kind": "look", "path": "prints", "mark": "x", "number": 1, "message_id": "m", "code": "SUMMER10",
        "review_id": "r" * 32, "picture_id": "a" * 32, "sku": "TIDE-A4", "key": "0" * 64,
        "voucher_id": service.add_voucher(5000).id, "address_id": "0" * 16, "issue_id": "0" * 32, "language": "de",
    }  # fmt: skip


@pytest.mark.parametrize("who", [None, "ada-sub", STAFF])
@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_a_form_with_nothing_in_it_is_answered_by_a_redirect_at_every_address(
    service: Service, parts: dict[str, str], sign_in: SignIn, address: str, who: str | None
) -> None:
    browser = Client(**BROWSER)
    if who:
        sign_in(browser, who)
    if address in PATTERNS:
        parts = {"name": f"{'a' * PATTERNS[address]}-640.webp", "review_id": "a" * 32}
    taken = (
        ADDRESSES[address].pattern.regex.groupindex if address in PATTERNS else ADDRESSES[address].pattern.converters
    )
    response = browser.post(reverse(address, kwargs={name: parts[name] for name in taken}))
    assert response.status_code in (302, 303, 405) or "html" not in response.headers["Content-Type"], address
    if post_redirect_get.PARAMETER in response.headers.get("Location", ""):
        assert browser.get(response.headers["Location"]).status_code in (200, 404, 503), address


def test_what_is_wrong_and_what_was_typed_is_shown_at_an_address_of_its_own(service: Service) -> None:
    browser = Client(**BROWSER)
    sent = browser.post("/account/sign-up?next=/about/", {"email": "ada", "name": "Ada <3", "password": PASSWORD})
    assert (sent.status_code, sent.content) == (303, b"")
    assert re.fullmatch(r"/account/sign-up\?next=%2Fabout%2F&answer=[\w-]{16}", sent.headers["Location"])
    page = browser.get(sent.headers["Location"])
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert 'id="id_email_error"' in page.content.decode()
    assert (value(page, "email"), value(page, "name")) == ("ada", "Ada <3")
    assert (
        "Ada <3" in text(browser.get(sent.headers["Location"]))
        or value(browser.get(sent.headers["Location"]), "name") == "Ada <3"
    )


def test_a_password_is_never_kept(service: Service) -> None:
    browser = Client(**BROWSER)
    for path in ("/account/sign-up", "/account/new-password"):
        browser.post(path, {"email": "ada", "code": "", "password": PASSWORD})
    entries = [entry["value"] for name, entry in browser.session.items() if name.startswith("answer:")]
    pages = [decompress(entry["page"]).decode() for entry in entries]
    assert len(pages) == 2
    assert PASSWORD not in "".join(pages) + str(dict(browser.session))


def test_two_tabs_are_not_mixed_up(service: Service) -> None:
    browser = Client(**BROWSER)
    first, second = (browser.post("/account/sign-up", {"email": email}).headers["Location"] for email in ("one", "two"))
    assert [value(browser.get(address), "email") for address in (first, second, first)] == ["one", "two", "one"]


def test_once_the_form_is_sent_again_its_old_answer_is_gone(service: Service) -> None:
    browser = Client(**BROWSER)
    first = browser.post("/account/sign-up", {"email": "one"}).headers["Location"]
    second = browser.post(first, {"email": "two"}).headers["Location"]
    assert second.count("answer=") == 1
    assert "id_email_error" not in browser.get(first).content.decode()
    assert value(browser.get(second), "email") == "two"


def test_a_form_whose_action_is_another_address_takes_the_old_answers_place_too(service: Service) -> None:
    browser = Client(**BROWSER)
    first = browser.post("/account/sign-up", {"email": "one"}).headers["Location"]
    browser.post("/account/confirm", {}, headers={"referer": f"http://testserver{first}"})
    assert "id_email_error" not in browser.get(first).content.decode()


def test_an_answer_is_of_whom_it_was_made_for(service: Service, sign_in: SignIn) -> None:
    browser = Client(**BROWSER)
    made = browser.post("/account/sign-up", {"email": "ada-lovelace"}).headers["Location"]
    assert "ada-lovelace" in browser.get(made).content.decode()
    session = browser.session  # as the login does, where a visitor signs in
    sign_in(browser, BOB)
    assert session.session_key == browser.session.session_key
    assert "ada-lovelace" not in browser.get(made).content.decode()


@pytest.mark.parametrize("name", ["", "x", "a" * 5000, "answer:", "\x00", "é"])
def test_an_answer_there_is_not_is_the_page_itself(service: Service, name: str) -> None:
    assert Client().get("/account/sign-up", {"answer": name}).status_code == 200


def test_a_session_keeps_few_answers(service: Service) -> None:
    browser = Client(**BROWSER)
    for _ in range(9):
        browser.post("/account/sign-up", {"email": "x"})
    assert sum(name.startswith("answer:") for name, _ in browser.session.items()) == short_lived.MAX_ENTRIES


def test_what_is_too_large_to_keep_is_answered_in_place(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_lived, "MAX_LENGTH", 100)
    assert Client(**BROWSER).post("/account/sign-up", {"email": "x"}).status_code == 422


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/["}]
)
def test_a_form_that_does_not_come_from_the_shop_makes_no_session(service: Service, headers: dict[str, str]) -> None:
    browser = Client(headers=headers)
    assert browser.post("/account/sign-up", {"email": "x"}).status_code == 422
    assert "session" not in browser.cookies


def test_htmx_is_answered_in_place(service: Service) -> None:
    browser = Client(headers={"origin": "http://testserver", "hx-request": "true"})
    assert browser.post("/account/sign-up", {"email": "x"}).status_code == 422


def test_an_outage_at_the_last_step_keeps_its_status_and_its_form(service: Service, sign_in: SignIn) -> None:
    browser = Client(**BROWSER)
    sign_in(browser)
    service.down.add("basket")
    browser.post("/checkout/", values_of(ADDRESS))
    page = browser.post("/checkout/delivery/", {"delivery": "teleport"}, follow=True)
    assert (page.status_code, value(page, "delivery")) == (503, "teleport")
