"""The order pages: from "being prepared" to the order, and the earlier ones. What goes wrong comes first."""

import re
from collections.abc import Callable

import msgspec
import pytest
from django.test import Client

from backend.contracts.order.states import State
from backend.contracts.product.models import Picture
from storefront.order import recent_orders
from tests.storefront.card import give_card
from tests.storefront.order.orders import HTMX, MINE, placed_order
from tests.storefront.reading import text
from tests.storefront.service import ADDRESS, BOB, Offer, Service

SignIn = Callable[..., None]


def place_order(client: Client, service: Service) -> str:
    """The address of the order that this browser has just made."""
    service.baskets[MINE] = {"TIDE-A4": [1, 2400]}
    client.post("/checkout/", msgspec.to_builtins(ADDRESS))
    client.post("/checkout/delivery/", {"delivery": "standard"})
    give_card(client)
    agreed = re.search(r'name="agreed" value="([^"]*)"', client.get("/checkout/review/").content.decode())
    assert agreed
    return str(client.post("/checkout/review/", {"agreed": agreed[1]}).headers["Location"])


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(recent_orders.RecentOrder, "age", property(lambda _: seconds))


@pytest.mark.parametrize("path", ["/orders/", f"/orders/{'0' * 28}/"])
def test_a_visitor_is_sent_to_sign_in(guest: Client, path: str) -> None:
    assert guest.get(path).headers["Location"].startswith("/account/sign-in?next=%2Forders%2F")


def test_another_shoppers_order_is_a_404(shopper: Client, service: Service) -> None:
    assert shopper.get(f"/orders/{placed_order(service, f'shopper#{BOB}')}/").status_code == 404


def test_what_another_shopper_made_in_this_browser_is_not_shown(
    shopper: Client, service: Service, sign_in: SignIn
) -> None:
    service.slow = True
    place = place_order(shopper, service)
    shopper.session.flush()
    sign_in(shopper, BOB)
    assert shopper.get(place).status_code == 404
    assert "Being prepared" not in text(shopper.get("/orders/"))


@pytest.mark.parametrize("order_id", ["x", "0" * 28, "-", "A" * 28, "0" * 500, "..%2f..%2fbasket", "%00"])
def test_an_order_there_is_not_is_a_404(shopper: Client, order_id: str) -> None:
    assert shopper.get(f"/orders/{order_id}/").status_code == 404


def test_while_the_service_is_down_an_older_order_is_a_503(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.down |= {"order"}
    assert shopper.get(f"/orders/{order_id}/").status_code == 503


def test_while_the_service_is_down_a_new_order_is_shown_as_being_prepared(shopper: Client, service: Service) -> None:
    place = place_order(shopper, service)
    service.down |= {"order"}
    response = shopper.get(place)
    assert response.status_code == 200
    assert "Your order is being prepared." in text(response)


def test_while_the_service_is_down_an_open_order_page_keeps_what_it_shows(shopper: Client, service: Service) -> None:
    place = place_order(shopper, service)
    seen = re.search(r'hx-get="([^"]*seen=[^"]*)"', shopper.get(place).content.decode())
    assert seen
    service.down |= {"order"}
    assert shopper.get(seen[1], **HTMX).status_code == 204
    service.down.clear()
    service.advance(place.split("/")[2], State.HELD)
    assert "Set aside for you" in text(shopper.get(seen[1], **HTMX))


def test_while_the_service_is_down_an_order_minutes_old_is_no_longer_shown_as_being_prepared_but_polled_on(
    shopper: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_order(shopper, service)
    later(monkeypatch, 700)
    service.down |= {"order"}
    page = shopper.get(place)
    assert page.status_code == 503
    assert "Your order cannot be shown right now." in text(page)
    assert "prepared" not in text(page)
    asks = re.search(r'hx-get="([^"]*)" hx-trigger="every 15s"', page.content.decode())
    assert asks
    assert shopper.get(asks[1], **HTMX).status_code == 204
    swapped = shopper.get(f"{place}?pace=slow", **HTMX)
    assert (swapped.status_code, "every 15s" in swapped.content.decode()) == (200, True)
    service.down.clear()
    assert "Order placed" in text(shopper.get(asks[1], **HTMX))


def test_while_the_service_is_down_the_history_says_so_and_shows_what_was_just_ordered(
    shopper: Client, service: Service
) -> None:
    place = place_order(shopper, service)
    service.down |= {"order"}
    response = shopper.get("/orders/")
    assert response.status_code == 503
    assert "Your orders are not available right now." in text(response)
    assert place in response.content.decode()


@pytest.mark.parametrize("cursor", ["nonsense", "a.b", "\x00", "a" * 700, "é"])
def test_a_cursor_that_is_not_ours_leads_back_to_the_newest(shopper: Client, service: Service, cursor: str) -> None:
    placed_order(service)
    assert shopper.get("/orders/", {"after": cursor}).headers["Location"] == "/orders/"


def test_titles_cannot_bring_markup(shopper: Client, service: Service) -> None:
    service.offers["DOTS"] = Offer(title="<script>alert(1)</script>", price=1250)
    order_id = placed_order(service, sku="DOTS")
    for path in ("/orders/", f"/orders/{order_id}/"):
        assert "<script>alert" not in shopper.get(path).content.decode()


def test_an_order_that_is_not_there_yet_is_shown_as_being_prepared_and_polled(
    shopper: Client, service: Service
) -> None:
    service.slow = True
    response = shopper.get(place_order(shopper, service))
    html = response.content.decode()
    assert "Thank you. Your order is being prepared." in text(response)
    assert re.search(r'hx-get="/orders/\w+/\?pace=fast" hx-trigger="every 1500ms"', html)
    assert re.search(r'class="no-script"><a[^>]*>Check again', html)
    assert "http-equiv" not in html


def test_asking_again_changes_nothing_until_there_is_something_new(shopper: Client, service: Service) -> None:
    service.slow = True
    place = place_order(shopper, service)
    assert shopper.get(f"{place}?pace=fast", **HTMX).status_code == 204
    service.slow = False
    response = shopper.get(f"{place}?pace=fast", **HTMX)
    assert response.content.decode().startswith("<title>Order 0000-0001")
    assert "every 2s" in response.content.decode()
    assert "Thank you. We’re on it." in text(response)


@pytest.mark.parametrize(
    ("seconds", "said", "asks"),
    [(31, "This is taking a little longer than usual", True), (601, "This is taking much longer than usual", False)],
)
def test_a_slow_page_is_polled_less_often_and_finally_no_more(
    shopper: Client, service: Service, monkeypatch: pytest.MonkeyPatch, seconds: int, said: str, asks: bool
) -> None:
    service.slow = True
    place = place_order(shopper, service)
    later(monkeypatch, seconds)
    response = shopper.get(f"{place}?pace=fast", **HTMX)
    assert said in text(response)
    assert ("hx-trigger" in response.content.decode()) is asks


def test_an_order_shows_all_that_was_bought_where_it_goes_and_what_comes_next(
    shopper: Client, service: Service
) -> None:
    page = text(shopper.get(place_order(shopper, service)))
    bought = ("0000-0001", "Slow Tide", "A4 · Unframed", "1 × €24.00", "Standard delivery €4.90", "€28.90")
    for part in (*bought, "Ada Lovelace", "10115 Berlin", "Germany", "ada@example.org", "Order placed", "With you by"):
        assert part in page, part


def test_the_address_for_updates_is_shown_at_the_top_only_for_a_while(
    shopper: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_order(shopper, service)
    assert "Updates go to ada@example.org" in text(shopper.get(place))
    later(monkeypatch, recent_orders.NEW + 1)
    assert "Updates go to" not in text(shopper.get(place))


def test_an_empty_history_is_explained_kindly_with_a_link(shopper: Client) -> None:
    response = shopper.get("/orders/")
    assert "Nothing ordered yet." in text(response)
    assert 'href="/shop/"' in response.content.decode()


def test_an_order_just_made_is_listed_before_the_service_knows_it(shopper: Client, service: Service) -> None:
    service.slow = True
    place = place_order(shopper, service)
    assert f'href="{place}"' in shopper.get("/orders/").content.decode()
    service.slow = False
    assert shopper.get("/orders/").content.decode().count(f'href="{place}"') == 1


def test_the_history_is_newest_first_and_goes_on_by_links(shopper: Client, service: Service) -> None:
    made = [placed_order(service) for _ in range(12)]
    first = shopper.get("/orders/").content.decode()
    assert re.findall(r'href="/orders/([0-9a-f]{28})/"', first) == made[:1:-1]
    found = re.search(r'href="(\?after=[^"]*)"', first)
    assert found
    second = shopper.get(f"/orders/{found[1]}").content.decode()
    assert re.findall(r'href="/orders/([0-9a-f]{28})/"', second) == made[1::-1]
    assert "Newest orders" in second


def test_a_page_after_the_last_order_still_leads_back(shopper: Client) -> None:
    assert "Newest orders" in text(shopper.get("/orders/", {"after": "after-10"}))


def test_the_history_shows_pictures_without_reading_them_out(shopper: Client, service: Service) -> None:
    service.offers["DOTS"] = Offer(
        title="Dots", price=100, picture=Picture(src="dots-1", alt="Many dots", width=960, height=1200)
    )
    placed_order(service, sku="DOTS")
    html = shopper.get("/orders/").content.decode()
    assert 'class="picture' in html
    assert "Many dots" not in html


def test_the_number_is_the_same_everywhere(shopper: Client, service: Service) -> None:
    place = place_order(shopper, service)
    assert all("0000-0001" in text(shopper.get(path)) for path in (place, "/orders/"))


def test_a_list_of_orders_parts_titles_by_a_mark_that_no_title_needs_and_counts_the_others(
    shopper: Client, service: Service
) -> None:
    titles = ("Agate, Sliced", "Two Pears", "One Leaf", "Arches at Four O’Clock")
    service.offers |= {f"S{place}": Offer(title=title, price=100) for place, title in enumerate(titles)}
    order_id = placed_order(service)
    order = service.order(order_id)
    lines = tuple(
        msgspec.structs.replace(order.lines[0], sku=f"S{place}", title=title) for place, title in enumerate(titles)
    )
    service.orders[MINE][order_id] = msgspec.structs.replace(order, lines=lines)
    assert "Agate, Sliced · Two Pears · One Leaf and 1 more" in text(shopper.get("/orders/"))
