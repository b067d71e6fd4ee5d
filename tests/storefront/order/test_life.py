"""The order's page through all its states, and what a shopper may still do. What goes wrong comes first."""

import re
import time

import msgspec
import pytest
from django.test import Client

from backend.contracts.order.models import Refund, Step
from backend.contracts.order.states import RETURNABLE, TRANSITIONS, State
from tests.storefront.order.orders import HTMX, MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import ADA, PROVIDER, Service

LONG_AGO = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def order_id(service: Service) -> str:
    return placed_order(service)


def show(shopper: Client, order_id: str) -> str:
    return text(shopper.get(f"/orders/{order_id}/"))


@pytest.mark.parametrize("url", [
    "http://evil.test/pay/confirm/1", "http://provider.test.evil.test/pay/confirm/1", "http://provider.test@evil.test/pay/",
    "javascript:alert(1)", "//provider.test/pay/x", "http://provider.test/other", None,
])  # fmt: skip
def test_nobody_is_led_to_confirm_a_payment_anywhere_but_at_the_provider(
    shopper: Client, service: Service, order_id: str, url: str | None
) -> None:
    service.advance(order_id, State.HELD, State.ACTION_REQUIRED, action_url=url)
    html = shopper.get(f"/orders/{order_id}/").content.decode()
    assert "The confirmation page cannot be opened right now." in html
    assert url is None or f'href="{url}"' not in html


def test_cancelling_too_late_changes_nothing_and_says_what_can_be_done(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.advance(order_id, State.HELD, State.PAID, State.CONFIRMED)
    assert shopper.get(f"/orders/{order_id}/cancel/").status_code == 200
    service.advance(order_id, State.PACKED)
    response = shopper.post(f"/orders/{order_id}/cancel/", follow=True)
    assert "It is packed already, so it cannot be cancelled any more." in text(response)
    assert service.order(order_id).state is State.PACKED
    assert shopper.get(f"/orders/{order_id}/cancel/").status_code == 303


def test_while_the_service_is_down_nothing_is_cancelled(shopper: Client, service: Service, order_id: str) -> None:
    service.down |= {"order"}
    assert shopper.post(f"/orders/{order_id}/cancel/").status_code == 503


@pytest.mark.parametrize("way", ["pay", "cancel", "return"])
def test_a_form_without_its_csrf_token_changes_nothing(
    shopper: Client, service: Service, order_id: str, way: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = shopper.cookies
    assert strict.post(f"/orders/{order_id}/{way}/", {"reason": "x"}).status_code == 403
    assert service.order(order_id).state is State.PLACED


@pytest.mark.parametrize("way", ["pay", "cancel", "return"])
def test_another_shoppers_order_cannot_be_touched(shopper: Client, service: Service, way: str) -> None:
    theirs = placed_order(service, "shopper#bob-sub")
    assert shopper.post(f"/orders/{theirs}/{way}/", {"reason": "x"}).status_code == 404
    assert service.order(theirs).state is State.PLACED


def test_a_refused_order_says_why_and_which_line_it_was(shopper: Client, service: Service, order_id: str) -> None:
    service.advance(
        order_id, State.REFUSED, note="Somebody else was quicker: not everything is left.", missing=("TIDE-A4",)
    )
    page = show(shopper, order_id)
    for part in ("We cannot fulfil this order.", "Somebody else was quicker", "Now sold out: Slow Tide, A4 · Unframed"):
        assert part in page, part
    assert "Cancel the order" not in page


def test_a_declined_card_is_shown_with_its_reason_and_what_to_do_next(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.advance(order_id, State.HELD, State.DECLINED, note="Your card has expired.")
    page = show(shopper, order_id)
    for part in ("Your card was declined.", "Your card has expired.", "Try another card"):
        assert part in page, part


def test_an_order_that_staff_placed_is_paid_by_one_button(shopper: Client, service: Service, order_id: str) -> None:
    service.advance(order_id, State.AWAITING_PAYMENT, attempt=0)
    page = show(shopper, order_id)
    for part in ("Your order is ready to be paid.", "Everything is set aside for you for a day.", "Pay €"):
        assert part in page, part
    assert "declined" not in page
    assert shopper.post(f"/orders/{order_id}/pay/").status_code == 303
    assert "open_card_page" in service.calls


def test_the_bank_is_one_button_away(shopper: Client, service: Service, order_id: str) -> None:
    service.advance(order_id, State.HELD, State.ACTION_REQUIRED, action_url=f"{PROVIDER}/confirm/aut_1")
    assert (
        f'href="{PROVIDER}/confirm/aut_1">Confirm at your bank' in shopper.get(f"/orders/{order_id}/").content.decode()
    )


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words_its_time_and_its_place_in_the_list(
    shopper: Client, service: Service, order_id: str, state: State
) -> None:
    order = msgspec.structs.replace(
        service.order(order_id), state=state, time_line=(Step(state=state, at=LONG_AGO, note="A note"),)
    )
    service.orders[MINE][order_id] = order
    html = shopper.get(f"/orders/{order_id}/").content.decode()
    assert "1 Jan 2026, 01:00" in html
    assert html.count('aria-current="step"') == 1
    assert ("hx-trigger" in html) is (bool(TRANSITIONS[state]) and state not in RETURNABLE)
    assert ("Cancel the order" in html) is (State.CANCELLED in TRANSITIONS[state])
    assert shopper.get("/orders/").status_code == 200


def test_the_page_asks_fast_while_something_is_under_way_and_slowly_after(
    shopper: Client, service: Service, order_id: str
) -> None:
    assert "every 2s" in shopper.get(f"/orders/{order_id}/").content.decode()
    service.advance(order_id, State.HELD, State.PAID, State.CONFIRMED)
    assert "every 10s" in shopper.get(f"/orders/{order_id}/").content.decode()


def test_asking_again_brings_nothing_until_there_is_something_new(
    shopper: Client, service: Service, order_id: str
) -> None:
    found = re.search(r'hx-get="([^"]*)"', shopper.get(f"/orders/{order_id}/").content.decode())
    assert found
    assert shopper.get(found[1], **HTMX).status_code == 204
    service.advance(order_id, State.HELD)
    response = shopper.get(found[1], **HTMX)
    assert "Set aside for you." in text(response)
    assert response.content.decode().startswith("<title>")


def test_the_order_page_shows_every_step_with_the_tracking_number_and_what_is_to_come(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.advance(order_id, *TO_DELIVERED[:3])
    page = show(shopper, order_id)
    for part in ("Order confirmed", "Packed On its way With you by Wed 25 Nov", "of which 19 % VAT: €4.61"):
        assert part in page, part
    service.advance(order_id, State.PACKED, State.SENT, note="RR1", tracking="RR1")
    assert "Tracking number RR1" in show(shopper, order_id)
    assert "Follow the parcel" not in show(shopper, order_id)  # whose number it is, nobody can tell


def test_a_number_whose_carrier_is_known_leads_to_the_carrier(shopper: Client, service: Service, order_id: str) -> None:
    service.advance(order_id, *TO_DELIVERED[:3])
    service.advance(order_id, State.PACKED, State.SENT, note="DPD 0123456789", tracking="DPD 0123456789")
    page = shopper.get(f"/orders/{order_id}/").content.decode()
    assert 'href="https://tracking.dpd.de/status/en_US/parcel/0123456789"' in page


def test_an_order_is_cancelled_after_asking(shopper: Client, service: Service, order_id: str) -> None:
    assert "Cancel this order?" in text(shopper.get(f"/orders/{order_id}/cancel/"))
    assert service.order(order_id).state is State.PLACED
    response = shopper.post(f"/orders/{order_id}/cancel/", follow=True)
    assert "This order is cancelled." in text(response)
    assert service.orders[f"shopper#{ADA}"][order_id].state is State.CANCELLED


@pytest.mark.parametrize(("way", "told"), [
    ((State.HELD, State.DECLINED), "Nothing is charged. What your bank may have set aside is released."),
    ((State.HELD, State.PAID), "What you paid goes back to your card."),
])  # fmt: skip
def test_the_time_line_of_a_cancelled_order_says_where_the_money_goes(
    shopper: Client, service: Service, order_id: str, way: tuple[State, ...], told: str
) -> None:
    service.advance(order_id, *way, State.CANCELLED)
    assert (
        re.search(
            r'aria-current="step".*?timeline__note">([^<]*)<', shopper.get(f"/orders/{order_id}/").content.decode()
        )[1]
        == told
    )  # type: ignore[index]


def test_an_order_that_we_cancelled_says_why(shopper: Client, service: Service, order_id: str) -> None:
    service.advance(order_id, State.HELD, State.PAID, State.CANCELLED, note="Your bank took its approval back.")
    html = shopper.get(f"/orders/{order_id}/").content.decode()
    assert '<p class="notice__title">Your bank took its approval back.</p>' in html
    assert "Your bank took its approval back. Nothing is charged." in html


@pytest.mark.parametrize(("amount", "told"), [
    (2890, "€28.90 went back to your card on 3 Nov 2026."),
    (0, "Nothing was charged, and what your bank had set aside was released on 3 Nov 2026."),
])  # fmt: skip
def test_a_cancelled_order_says_what_went_back_and_when(
    shopper: Client, service: Service, order_id: str, amount: int, told: str
) -> None:
    refund = Refund(at="2026-11-03T10:20:00.000Z", amount=amount)
    service.advance(order_id, State.HELD, State.PAID, State.CANCELLED, refunds=(refund,))
    page = show(shopper, order_id)
    assert page.count(told) == 2  # below the heading and in the time line
    assert ("Back to your card on 3 Nov 2026 −€28.90" in page) is bool(amount)


@pytest.mark.parametrize(("way", "comes"), [
    ((State.HELD,), True), ((State.HELD, State.DECLINED), True), ((State.HELD, State.PAID, State.CONFIRMED), True),
    (TO_DELIVERED, False), ((State.CANCELLED,), False), ((State.REFUSED,), False),
])  # fmt: skip
def test_updates_are_promised_only_while_something_is_still_to_come(
    shopper: Client, service: Service, order_id: str, way: tuple[State, ...], comes: bool
) -> None:
    session = shopper.session
    made = {
        "order_id": order_id,
        "key": "k" * 32,
        "total": 1,
        "currency": "EUR",
        "email": "a@b.test",
        "at": time.time(),
    }
    session["orders"] = [made]
    session.save()
    service.advance(order_id, *way)
    page = show(shopper, order_id)
    assert ("Updates go to" in page) is comes
    assert ("Updates by e-mail" in page) is comes
