"""What a guest chose follows into the shopper's basket: once, all of it, and said."""

from collections.abc import Callable

from django.test import Client

from backend.contracts.basket.models import MAX_LINES
from backend.contracts.problem import Problem
from tests.storefront.basket.steps import add, basket_text
from tests.storefront.service import ADA, BOB, Offer, Service

SignIn = Callable[..., None]


def test_while_the_service_is_down_nothing_is_lost_and_the_next_look_merges(
    guest: Client, service: Service, sign_in: SignIn
) -> None:
    add(guest, quantity=3)
    sign_in(guest)
    service.down |= {"merge_basket"}
    assert "is safe" in basket_text(guest)
    assert guest.cookies["guest"].value
    service.down.clear()
    assert "Your basket now holds the 3 items you added before signing in." in basket_text(guest)


def test_a_refusal_keeps_what_the_guest_had(guest: Client, service: Service, sign_in: SignIn) -> None:
    add(guest)
    sign_in(guest)
    service.refuse["merge_basket"] = Problem(type="busy", title="Busy", status=409)
    assert guest.get("/basket/").status_code == 200
    assert len(service.baskets) == 1
    assert guest.cookies["guest"].value


def test_an_answer_that_was_lost_does_no_harm(guest: Client, service: Service, sign_in: SignIn) -> None:
    add(guest, quantity=2)
    sign_in(guest)
    service.lose_answer_of |= {"merge_basket"}
    basket_text(guest)
    basket_text(guest)
    assert service.baskets[f"shopper#{ADA}"]["TIDE-A4"][0] == 2


def test_what_found_no_room_stays_the_guests(guest: Client, service: Service, sign_in: SignIn) -> None:
    service.offers |= {f"SKU-{number}": Offer(title=f"Print {number}", price=100) for number in range(MAX_LINES)}
    service.baskets[f"shopper#{ADA}"] = {f"SKU-{number}": [1, 100] for number in range(MAX_LINES - 1)}
    add(guest)
    add(guest, "DOTS")
    (owner,) = [owner for owner in service.baskets if owner.startswith("guest#")]
    sign_in(guest)

    def merge(*_: object) -> object:
        service.baskets[f"shopper#{ADA}"]["TIDE-A4"] = service.baskets[owner].pop("TIDE-A4", [1, 2400])
        return {"basket": service._show(f"shopper#{ADA}"), "moved": 1}

    service.merge_basket = merge  # type: ignore[method-assign,assignment]
    page = basket_text(guest)
    assert "Your basket now holds the item you added before signing in." in page
    assert "Your basket is full." in page
    assert guest.cookies["guest"].value


def test_the_merge_is_announced_and_the_guests_cookie_is_deleted(
    guest: Client, service: Service, sign_in: SignIn
) -> None:
    add(guest, quantity=2)
    add(guest, "DOTS")
    sign_in(guest)
    assert "Your basket now holds the 3 items you added before signing in." in basket_text(guest)
    assert not guest.cookies["guest"].value
    assert list(service.baskets) == [f"shopper#{ADA}"]


def test_a_second_look_merges_and_says_nothing_more(guest: Client, service: Service, sign_in: SignIn) -> None:
    add(guest)
    sign_in(guest)
    basket_text(guest)
    assert "you had chosen" not in basket_text(guest)
    assert service.calls.count("merge_basket") == 1


def test_the_next_person_at_this_browser_gets_nothing_of_it(guest: Client, service: Service, sign_in: SignIn) -> None:
    add(guest)
    sign_in(guest, ADA)
    basket_text(guest)
    sign_in(guest, BOB)
    assert "Room for something good." in basket_text(guest)


def test_a_guest_after_signing_out_begins_a_new_basket(guest: Client, service: Service, sign_in: SignIn) -> None:
    add(guest)
    before = guest.cookies["guest"].value
    sign_in(guest)
    basket_text(guest)
    del guest.cookies["session"]
    add(guest, "DOTS")
    assert guest.cookies["guest"].value != before
    assert service.baskets[f"shopper#{ADA}"] == {"TIDE-A4": [1, 2400]}
