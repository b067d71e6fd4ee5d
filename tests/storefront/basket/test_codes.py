"""Discount codes in the basket, by plain forms and by htmx: what goes wrong comes first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.contracts.promotion.models import Kind, StaffPromotion
from storefront.clients.api import Unavailable
from storefront.web import attempts
from tests.storefront.basket.steps import HTMX, add, basket_text
from tests.storefront.reading import text
from tests.storefront.service import ADA, Service

pytestmark = pytest.mark.usefixtures("code_tries")


def make(service: Service, code: str = "SUMMER10", **changes: Any) -> None:
    terms: dict[str, Any] = {
        "title": "Summer sale",
        "kind": Kind.PERCENTAGE,
        "percent": 10,
        "starts_on": "2026-01-01",
        "code": code,
        "version": 1,
        "created_at": "2026-01-01T00:00:00.000Z",
    }
    service.promotions[code] = StaffPromotion(**terms | changes)


def enter(client: Client, code: str, **more: Any) -> Any:
    return client.post("/basket/code/", {"code": code}, **more)


@pytest.mark.parametrize("path", ["code", "code/remove"])
def test_a_code_without_its_csrf_token_is_refused(service: Service, path: str) -> None:
    refused = Client(enforce_csrf_checks=True).post(f"/basket/{path}/", {"code": "SUMMER10"})
    assert refused.status_code == 403
    assert not [call for call in service.calls if "code" in call]


@pytest.mark.parametrize("typed", ["", "  ", "ab", "%%%", "<script>", "x" * 300])
def test_text_that_cannot_be_a_code_is_refused_without_a_call(guest: Client, service: Service, typed: str) -> None:
    add(guest)
    page = text(enter(guest, typed))
    assert "A code has 3 to 24 letters and digits" in page
    assert "enter_guest_code" not in service.calls


def test_a_code_that_does_not_exist_is_reported(guest: Client) -> None:
    add(guest)
    assert "We do not know this code" in text(enter(guest, "nobodys"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_on": "2026-02-01"}, "This code has expired."),
        ({"used_up": True}, "This code is used up."),
        ({"starts_on": "2027-01-01"}, "This code cannot be used yet."),
    ],
)
def test_a_code_that_cannot_be_used_says_why(guest: Client, service: Service, changes: Any, said: str) -> None:
    make(service, **changes)
    add(guest)
    assert said in text(enter(guest, "summer10"))


def test_without_a_script_a_wrong_code_stays_in_its_unfolded_field_with_the_reason(guest: Client) -> None:
    add(guest)
    page = enter(guest, "nobodys")
    assert page.status_code == 422
    assert page.headers["Content-Location"] == "/basket/"
    html = page.content.decode()
    assert '<details class="more" open>' in html
    assert 'value="nobodys"' in html
    assert 'aria-describedby="id_code_error"' in html


def test_a_guests_code_typed_before_anything_is_in_the_basket_is_kept_and_shown(
    guest: Client, service: Service
) -> None:
    make(service)
    enter(guest, "summer10")
    assert "SUMMER10" in basket_text(guest)
    add(guest)
    assert "−€2.40" in basket_text(guest)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minimum": 3000}, "Spend €6.00 more"),
        ({"products": ("other",)}, "It is not for anything in your basket"),
    ],
)
def test_a_code_that_waits_stays_in_the_basket_and_says_for_what(
    guest: Client, service: Service, changes: Any, said: str
) -> None:
    make(service, **changes)
    add(guest)
    enter(guest, "summer10")
    assert said in basket_text(guest)


def test_trying_codes_again_and_again_is_stopped(guest: Client, service: Service) -> None:
    add(guest)
    for _ in range(31):
        page = enter(guest, "nobodys")
    asked = service.calls.count("enter_guest_code")
    assert "That was tried too often. Try again in 1 minute." in text(page)
    assert asked == 30


def test_while_tries_cannot_be_counted_no_code_is_tried(
    guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: str) -> tuple[int, int]:
        raise Unavailable("sessions")

    monkeypatch.setattr(attempts, "increment", down)
    add(guest)
    assert "not available right now" in text(enter(guest, "summer10"))
    assert "enter_guest_code" not in service.calls


@pytest.mark.parametrize("typed", ["SUMMER10", " summer 10 ", "Summer-10", "ｓｕｍｍｅｒ１０"])
def test_a_code_saves_what_the_basket_shows_line_by_line(guest: Client, service: Service, typed: str) -> None:
    make(service)
    add(guest)
    assert enter(guest, typed).status_code == 303
    page = basket_text(guest)
    for part in ("Summer sale", "SUMMER10", "−€2.40", "€26.50"):
        assert part in page, part


def test_htmx_gets_the_contents_with_the_code(guest: Client, service: Service) -> None:
    make(service)
    add(guest)
    reply = enter(guest, "summer10", **HTMX)
    assert reply.status_code == 200
    assert "SUMMER10 is in your basket." in text(reply)
    assert "−€2.40" in text(reply)


def test_a_code_is_removed(guest: Client, service: Service) -> None:
    make(service)
    add(guest)
    enter(guest, "summer10")
    guest.post("/basket/code/remove/", {"code": "SUMMER10"})
    assert "−€2.40" not in basket_text(guest)
    assert [*service.codes.values()] == [()]


def test_a_guests_code_follows_into_the_shoppers_basket_and_is_named(
    guest: Client, service: Service, sign_in: Callable[..., None]
) -> None:
    make(service)
    enter(guest, "summer10")
    sign_in(guest)
    assert "Your basket kept the code SUMMER10 that you entered before signing in." in basket_text(guest)
    assert service.codes == {f"shopper#{ADA}": ("SUMMER10",)}


def test_a_code_that_finds_no_room_in_the_shoppers_basket_is_named(
    guest: Client, service: Service, sign_in: Callable[..., None]
) -> None:
    make(service)
    service.codes[f"shopper#{ADA}"] = ("AAA", "BBB", "CCC", "DDD", "EEE")
    enter(guest, "summer10")
    sign_in(guest)
    assert "A basket holds 5 codes at most, so EEE was left out." in basket_text(guest)
