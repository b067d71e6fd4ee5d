"""The basket's page and its changes, for guests and shoppers, by plain forms and by htmx.

What goes wrong comes first.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.problem import Problem
from tests.storefront.basket.steps import HTMX, add, basket_text
from tests.storefront.reading import text
from tests.storefront.service import ADA, BOB, Offer, Service

NASTY = [
    "",
    "0",
    "-1",
    "1e309",
    "NaN",
    "Infinity",
    "9" * 5000,
    "1.5",
    "٣",
    "1\x00",
    b"\xed\xa0\x80",
    "true",
    "1; DROP",
    "\r\nA: b",
    "\u202e1",
]


def basket_calls(service: Service) -> list[str]:
    return [call for call in service.calls if call != "list_categories"]


@pytest.mark.parametrize("path", ["add", "set", "remove", "clear", "country"])
def test_a_change_without_its_csrf_token_is_refused_and_changes_nothing(service: Service, path: str) -> None:
    assert (
        Client(enforce_csrf_checks=True).post(f"/basket/{path}/", {"sku": "DOTS", "quantity": "2"}).status_code == 403
    )
    assert not basket_calls(service)


@pytest.mark.parametrize("path", ["add", "set", "remove", "clear", "country"])
def test_a_change_by_get_changes_nothing_and_leads_to_the_basket(guest: Client, service: Service, path: str) -> None:
    response = guest.get(f"/basket/{path}/?sku=DOTS&quantity=2")
    assert (response.status_code, response.headers["Location"]) == (303, "/basket/")
    assert not basket_calls(service)


@pytest.mark.parametrize("quantity", NASTY)
@pytest.mark.parametrize("path", ["add", "set"])
def test_an_invalid_quantity_spoils_nothing(guest: Client, service: Service, path: str, quantity: str | bytes) -> None:
    add(guest, quantity=2)
    assert guest.post(f"/basket/{path}/", {"sku": "TIDE-A4", "quantity": quantity}).status_code == 303
    (lines,) = service.baskets.values()
    assert all(1 <= held <= 99 for held, _ in lines.values())
    assert guest.get("/basket/").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sku=st.text(max_size=80),
    quantity=st.text(max_size=12),
    path=st.sampled_from(["add", "set", "remove"]),
    htmx=st.booleans(),
)
def test_whatever_is_sent_is_answered(guest: Client, sku: str, quantity: str, path: str, htmx: bool) -> None:
    response = guest.post(f"/basket/{path}/", {"sku": sku, "quantity": quantity}, **(HTMX if htmx else {}))
    assert response.status_code == (200 if htmx else 303)


def test_an_unknown_article_is_not_added_and_the_page_says_so(guest: Client) -> None:
    assert "This is no longer available." in text(add(guest, "GHOST", follow=True))


def test_the_services_own_reason_is_shown_if_we_have_no_translation(guest: Client, service: Service) -> None:
    service.refuse["set_guest_line"] = Problem(
        type="unheard-of", title="The basket is odd", detail="It holds no articles.", status=422
    )
    assert "The basket is odd. It holds no articles." in text(add(guest, follow=True))


def test_while_the_service_is_down_adding_says_so_and_nothing_breaks(guest: Client, service: Service) -> None:
    service.down |= {"basket"}
    response = guest.post("/basket/add/", {"sku": "DOTS", "quantity": "1"}, **HTMX)
    assert response.status_code == 200
    assert "is not available right now" in text(response)
    assert add(guest).status_code == 303


def test_while_the_service_is_down_the_page_stands_and_says_the_basket_is_safe(guest: Client, service: Service) -> None:
    add(guest)
    service.down |= {"basket"}
    response = guest.get("/basket/")
    assert response.status_code == 503
    assert "What you chose is safe" in text(response)
    assert "Check again" in text(response)


def test_a_change_that_was_lost_on_the_way_can_be_sent_again_without_doubling(guest: Client, service: Service) -> None:
    add(guest)
    service.lose_answer_of |= {"set_guest_line"}
    for _ in range(2):
        guest.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "3"})
    (lines,) = service.baskets.values()
    assert lines["TIDE-A4"][0] == 3


def test_a_changed_guest_cookie_opens_nobodys_basket(guest: Client, service: Service) -> None:
    add(guest)
    stranger = Client()
    value = guest.cookies["guest"].value
    for forged in (
        value[:-1] + ("A" if value[-1] != "A" else "B"),
        value.split(":")[0],
        "0" * 32,
        '"' + "0" * 32 + '":x:y',
        "\x80",
        "",
    ):
        stranger.cookies["guest"] = forged
        assert "Room for something good." in basket_text(stranger)
    assert "get_guest_basket" not in service.calls


def test_a_changed_summary_cookie_is_not_shown(guest: Client, service: Service) -> None:
    add(guest)
    guest.cookies["basket"] = guest.cookies["basket"].value.replace(":", ":x", 1)
    assert "€24.00" in text(guest.get("/about/"))


def test_the_summary_of_another_owner_is_not_shown(
    guest: Client, service: Service, sign_in: Callable[..., None]
) -> None:
    sign_in(guest, ADA)
    add(guest)
    sign_in(guest, BOB)
    assert "€24.00" not in text(guest.get("/about/"))


def test_the_basket_cookies_are_hidden_from_scripts_and_other_sites(guest: Client, service: Service) -> None:
    add(guest)
    for name in ("guest", "basket"):
        assert guest.cookies[name]["httponly"]
        assert guest.cookies[name]["samesite"] == "Lax"
    assert next(iter(service.baskets)).removeprefix("guest#") not in str(guest.cookies["basket"])


def test_a_withdrawn_line_is_named_left_out_of_the_sum_and_blocks_the_checkout(guest: Client, service: Service) -> None:
    add(guest)
    add(guest, "DOTS")
    service.offers["DOTS"] = Offer(title="Dot Notebook", price=1250, withdrawn=True)
    response = guest.get("/basket/")
    assert "“Dot Notebook” is no longer available." in text(response)
    assert "€28.90" in text(response)
    assert 'href="/checkout/"' not in response.content.decode()


def test_a_changed_price_is_shown_at_its_line(guest: Client, service: Service) -> None:
    add(guest)
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=2600)
    assert "Was €24.00 when you added it, now €26.00" in basket_text(guest)


def test_titles_cannot_bring_markup(guest: Client, service: Service) -> None:
    service.offers["DOTS"] = Offer(title="<script>alert(1)</script>", price=1250, values=('"><img src=x>',))
    add(guest, "DOTS")
    html = guest.get("/basket/").content.decode() + add(guest, "DOTS", **HTMX).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html


def test_a_visitor_with_no_basket_costs_no_call(guest: Client, service: Service) -> None:
    assert "Room for something good." in basket_text(guest)
    assert "get_guest_basket" not in service.calls
    assert "guest" not in guest.cookies


def test_adding_makes_the_guests_basket_and_leads_to_it(guest: Client, service: Service) -> None:
    response = add(guest, quantity=2, follow=True)
    assert response.redirect_chain == [("/basket/", 303)]
    assert "Slow Tide is in your basket." in text(response)
    assert re.fullmatch(r"guest#[0-9a-f]{32}", next(iter(service.baskets)))


def test_adding_again_adds_to_what_is_there(guest: Client, service: Service) -> None:
    add(guest, quantity=2)
    add(guest, quantity=3)
    (lines,) = service.baskets.values()
    assert lines["TIDE-A4"][0] == 5


def test_more_entries_than_allowed_are_cut_off_and_that_is_reported(guest: Client, service: Service) -> None:
    add(guest, quantity=98)
    assert "99 of one item is the most we can pack: Slow Tide is at 99." in text(add(guest, quantity=5, follow=True))
    (lines,) = service.baskets.values()
    assert lines["TIDE-A4"][0] == 99
    assert "Nothing was added" in text(add(guest, quantity=1, **HTMX))


def test_adding_by_htmx_shows_the_lines_and_the_subtotal_and_renews_the_header(guest: Client) -> None:
    add(guest, "DOTS")
    response = add(guest, quantity=2, **HTMX)
    assert response.status_code == 200
    assert "In your basket" in text(response)
    assert "Dot Notebook" in text(response)
    assert "€60.50" in text(response)
    assert 'id="mini-basket" class="tool mini" href="/basket/" hx-swap-oob="true"' in response.content.decode()


def test_a_quantity_is_set_by_a_plain_form_and_by_htmx(guest: Client, service: Service) -> None:
    add(guest)
    guest.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "2"})
    assert "€48.00" in basket_text(guest)
    response = guest.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "3"}, **HTMX)
    assert "Slow Tide: 3 in your basket. 3 items for €72.00." in text(response)
    assert response.content.decode().startswith('<div id="basket-contents"')


@pytest.mark.parametrize("way", [("remove", {}), ("set", {"quantity": "0"})])
def test_what_was_removed_can_be_put_back_in_its_place(
    guest: Client, service: Service, way: tuple[str, dict[str, str]]
) -> None:
    add(guest, quantity=3)
    add(guest, "DOTS")
    response = guest.post(f"/basket/{way[0]}/", {"sku": "TIDE-A4", **way[1]}, follow=True)
    assert "“Slow Tide” was removed." in text(response)
    (note,) = re.findall(r'<form class="undo".*?</form>', response.content.decode(), re.DOTALL)
    fields = dict(re.findall(r'name="(sku|quantity|since)" value="([^"]*)"', note))
    guest.post("/basket/set/", fields)
    (lines,) = service.baskets.values()
    assert list(lines) == ["TIDE-A4", "DOTS"]
    assert lines["TIDE-A4"][0] == 3


def test_the_note_of_a_removal_cannot_be_forged(guest: Client) -> None:
    assert "was removed" not in text(guest.get("/basket/", {"undo": "eyJza3UiOiJYIn0:1abc:zzz"}))


def test_removing_by_htmx_offers_the_way_back_in_focus(guest: Client) -> None:
    add(guest)
    response = guest.post("/basket/remove/", {"sku": "TIDE-A4"}, **HTMX)
    assert re.search(r"<button[^>]*autofocus>Undo", response.content.decode())
    assert "Slow Tide was removed." in text(response)


def test_emptying_leaves_nothing(guest: Client, service: Service) -> None:
    add(guest)
    assert "Room for something good." in text(guest.post("/basket/clear/", follow=True))
    assert service.baskets == {}


def test_delivery_is_free_from_the_threshold_and_the_page_says_how_much_is_missing(guest: Client) -> None:
    add(guest)
    assert "€26.00 more, and standard delivery to Germany is free." in basket_text(guest)
    add(guest, quantity=2)
    assert "Standard delivery to Germany is free for this basket." in basket_text(guest)


def test_the_bar_to_free_delivery_makes_way_for_a_tick_once_it_is_reached(guest: Client) -> None:
    add(guest)
    assert "<progress" in guest.get("/basket/").content.decode()
    add(guest, quantity=2)
    html = guest.get("/basket/").content.decode()
    assert "<progress" not in html
    assert '<p class="small state state--good" id="free-words">' in html


def test_the_header_of_other_pages_shows_the_basket_without_a_call(guest: Client, service: Service) -> None:
    add(guest, quantity=2)
    service.calls.clear()
    assert "2 items, €48.00" in re.sub(r"\s+,", ",", text(guest.get("/about/")))
    assert not basket_calls(service)


def test_the_header_asks_again_once_its_summary_is_old(
    guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(guest)
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=9900)
    monkeypatch.setattr("storefront.basket.summary.FRESH_SECONDS", 0)
    assert "€99.00" in text(guest.get("/about/"))


def test_the_header_does_not_wait_long(guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    add(guest)
    service.calls.clear()
    service.timeouts.clear()
    monkeypatch.setattr("storefront.basket.summary.FRESH_SECONDS", 0)
    guest.get("/about/")
    assert sum(service.timeouts[service.calls.index("get_guest_basket")]) <= 1.5


def test_a_header_whose_service_is_down_shows_what_it_knew_and_asks_once_a_minute(
    guest: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(guest)
    service.down |= {"basket"}
    with monkeypatch.context() as patch:
        patch.setattr("storefront.basket.summary.FRESH_SECONDS", 0)
        assert "€24.00" in text(guest.get("/about/"))
    service.calls.clear()
    assert "€24.00" in text(guest.get("/about/"))
    assert not basket_calls(service)


def test_a_header_that_knows_nothing_says_nothing_wrong_and_asks_once_a_minute(
    shopper: Client, service: Service
) -> None:
    service.down |= {"basket"}
    assert "empty" not in text(shopper.get("/about/"))
    service.calls.clear()
    shopper.get("/about/")
    assert not basket_calls(service)


def test_no_cache_may_show_one_visitors_header_to_another(guest: Client) -> None:
    assert "Cookie" in guest.get("/about/").headers["Vary"]


def test_a_shoppers_basket_goes_by_the_token(shopper: Client, service: Service) -> None:
    add(shopper)
    assert list(service.baskets) == [f"shopper#{ADA}"]
    assert "guest" not in shopper.cookies


def test_a_line_is_drawn_once_until_something_of_it_changes(shopper: Client, service: Service) -> None:
    add(shopper, "TIDE-A4")
    add(shopper, "DOTS")
    names = [[each.name for each in shopper.get("/basket/").templates] for _ in range(2)]
    assert [each.count("basket/line-details.html") for each in names] == [2, 0]
    service.offers["DOTS"] = Offer(title="Dot Notebook", price=1350)
    response = shopper.get("/basket/")
    assert [each.name for each in response.templates].count("basket/line-details.html") == 1
    assert "Was €12.50 when you added it, now €13.50" in text(response)
