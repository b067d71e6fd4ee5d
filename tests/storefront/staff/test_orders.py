"""Orders by state, and moving them on. What goes wrong comes first."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from msgspec.structs import replace

from backend.contracts.order.models import Return, number
from backend.contracts.order.states import ReturnState, State
from backend.order import returns
from tests.storefront.order.orders import MINE, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service

TO_CONFIRMED = (State.HELD, State.PAID, State.CONFIRMED)


def confirm_order(service: Service) -> str:
    order_id = placed_order(service)
    service.advance(order_id, *TO_CONFIRMED)
    return order_id


def move(worker: Client, order_id: str, state: State, note: str = "", owner: str = MINE) -> HttpResponse:
    return worker.post(
        f"/staff/orders/{order_id}/",
        {"owner": owner, "state": state.value, "note": note, "from": "confirmed"},
        follow=True,
    )


def test_an_order_that_has_moved_on_meanwhile_stays_and_the_page_says_so(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.CANCELLED)
    assert "stays as it is. The order is cancelled." in text(move(worker, order_id, State.PACKED))
    assert service.order(order_id).state is State.CANCELLED


@pytest.mark.parametrize("state", [State.PAID, State.CANCELLED, State.CONFIRMED])
def test_a_state_that_is_not_for_staff_to_set_is_not_asked_for(worker: Client, service: Service, state: State) -> None:
    order_id = confirm_order(service)
    move(worker, order_id, state)
    assert "move_order" not in service.calls


def test_an_unknown_owner_is_reported(worker: Client, service: Service) -> None:
    assert "There is no such order" in text(move(worker, confirm_order(service), State.PACKED, owner="shopper#nobody"))


def forms(page: HttpResponse) -> list[str]:
    return re.findall(r'<form class="staff__move".*?</form>', page.content.decode(), re.S)


def asked_back(service: Service) -> str:
    order_id = confirm_order(service)
    order = service.advance(order_id, State.PACKED, State.SENT, State.DELIVERED)
    made = returns.build_return(order, Return(reason="Too blue"), order.placed_at)
    service.advance(order_id, State.RETURN_REQUESTED, note="Too blue", returns=(made,))
    return order_id


def test_enter_does_what_the_one_button_of_the_fields_form_says(worker: Client, service: Service) -> None:
    asked_back(service)
    accept, deny = forms(worker.get("/staff/orders/", {"state": "return-requested"}))
    assert [(form.count("<button"), form.count('type="text"')) for form in (accept, deny)] == [(1, 1), (1, 1)]
    assert 'name="state" value="return-accepted"' in accept
    assert 'name="state" value="return-denied"' in deny
    service.advance(confirm_order(service), State.PACKED)
    (send,) = forms(worker.get("/staff/orders/", {"state": "packed"}))
    assert (send.count("<button"), send.count('type="text"')) == (1, 1)
    assert 'name="state" value="sent"' in send


@pytest.mark.parametrize("page", ["list", "order"])
def test_a_form_names_the_return_that_it_decides_since_another_may_be_open_by_then(
    worker: Client, service: Service, page: str
) -> None:
    order_id = asked_back(service)
    (denied,) = service.order(order_id).returns
    service.put_returns(order_id, (replace(denied, state=ReturnState.DENIED), replace(denied, number=2)))
    query = {"state": "return-requested"}
    reply = worker.get("/staff/orders/", query) if page == "list" else worker.get(f"/staff/orders/{order_id}/")
    moves = [form for form in forms(reply) if 'value="return-' in form.partition('name="state"')[2]]
    assert [re.findall(r'name="number" value="(.*?)"', form) for form in moves] == [["2"], ["2"]]


def test_a_return_is_not_denied_without_a_reason_and_the_field_says_so(worker: Client, service: Service) -> None:
    order_id = asked_back(service)
    body = {"owner": MINE, "state": "return-denied", "note": "  ", "from": "return-requested"}
    page = worker.post(f"/staff/orders/{order_id}/", body)
    assert page.status_code == 422
    _, deny = forms(page)
    assert re.search(
        r'aria-invalid="true" aria-describedby="([^"]+)".*<p class="field__error" id="\1".*Give a reason', deny, re.S
    )
    assert service.order(order_id).state is State.RETURN_REQUESTED
    page = worker.post(f"/staff/orders/{order_id}/", body | {"note": "x" * 201})
    assert 'value="' + "x" * 201 in forms(page)[1]
    assert 'href="/staff/orders/?state=delivered"' in page.content.decode()


def test_mistakes_in_a_form_on_a_later_page_are_shown_on_that_page(worker: Client, service: Service) -> None:
    last = [asked_back(service) for _ in range(26)][-1]
    after = re.search(r"after=([^\"]*)", worker.get("/staff/orders/", {"state": "return-requested"}).content.decode())
    assert after
    body = {"owner": MINE, "state": "return-denied", "note": "", "from": "return-requested", "after": after[1]}
    page = worker.post(f"/staff/orders/{last}/", body)
    assert "Give a reason" in text(page)
    assert 'href="/staff/orders/?state=return-requested"' in page.content.decode()
    elsewhere = worker.post(f"/staff/orders/{last}/", body | {"after": ""}, follow=True)
    assert "Give a reason" in text(elsewhere)
    assert elsewhere.status_code == 200


def test_another_tracking_number_for_an_order_that_is_sent_is_refused_with_the_present_one(
    worker: Client, service: Service
) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED)
    for _ in range(2):
        assert "on its way." in text(move(worker, order_id, State.SENT, "RR1"))
    assert "stays as it is. The order is sent already. Its note is “RR1”." in text(
        move(worker, order_id, State.SENT, "RR2")
    )
    assert service.order(order_id).tracking == "RR1"


def test_a_state_there_is_not_shows_what_is_to_be_packed(worker: Client, service: Service) -> None:
    assert "To pack" in text(worker.get("/staff/orders/", {"state": "__class__"}))


def test_titles_and_notes_cannot_bring_markup(worker: Client, service: Service) -> None:
    service.offers["TIDE-A4"] = Offer(title="<script>alert(1)</script>", price=2400)
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED, State.SENT, note="<b>1</b>", tracking="<b>1</b>")
    html = worker.get("/staff/orders/", {"state": "sent"}).content.decode()
    assert "<script>alert" not in html
    assert "<b>1" not in html


def test_an_order_goes_its_way_from_the_shelf_to_the_door(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    page = worker.get("/staff/orders/")
    for part in ("0000-0001", "Slow Tide", "TIDE-A4", "Dorset Street 1", "Mark packed", "promised for Wed 25 Nov"):
        assert part in text(page), part
    assert "packed." in text(move(worker, order_id, State.PACKED))
    assert "Tracking number" in text(worker.get("/staff/orders/", {"state": "packed"}))
    move(worker, order_id, State.SENT, "RR123456785DE")
    assert service.order(order_id).tracking == "RR123456785DE"
    move(worker, order_id, State.DELIVERED)
    assert service.order(order_id).state is State.DELIVERED


def test_a_return_is_decided_with_its_reason_in_sight(worker: Client, service: Service) -> None:
    order_id = asked_back(service)
    page = text(worker.get("/staff/orders/", {"state": "return-requested"}))
    for part in ("Reason for the return: Too blue", "Accept the return", "Deny it", "Wants to send back:"):
        assert part in page, part
    move(worker, order_id, State.RETURN_DENIED, "It was used")
    assert service.order(order_id).time_line[-1].note == "It was used"


def test_many_orders_come_page_by_page_oldest_first(worker: Client, service: Service) -> None:
    made = [confirm_order(service) for _ in range(27)]
    first = worker.get("/staff/orders/").content.decode()
    assert re.findall(r'id="order-(\w+)"', first) == made[:25]
    found = re.search(r'href="/staff/orders/\?(state=confirmed&amp;after=[^"]*)"', first)
    assert found
    second = worker.get(f"/staff/orders/?{found[1].replace('&amp;', '&')}")
    assert re.findall(r'id="order-(\w+)"', second.content.decode()) == made[25:]
    assert "First page" in text(second)


def test_packing_an_order_twice_names_the_colleague_who_was_faster_and_when(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED)
    service.signed(order_id, "alan@example.org")
    page = text(move(worker, order_id, State.PACKED))
    assert re.search(r"Order 0000-0001 is packed already by alan@example.org, \d\d:\d\d. Nothing was done twice.", page)


def test_accepting_a_return_moves_nothing_until_the_parcel_is_here(worker: Client, service: Service) -> None:
    order_id = asked_back(service)
    assert "It is here" not in text(worker.get("/staff/orders/", {"state": "return-requested"}))
    move(worker, order_id, State.RETURN_ACCEPTED, "Please wrap it as it came.")
    assert [each.state for each in service.order(order_id).returns] == [ReturnState.ACCEPTED]
    assert "Received: refund and restock" in text(worker.get("/staff/orders/", {"state": "return-accepted"}))


@pytest.mark.parametrize("spoilt", [True, False])
def test_what_came_back_spoilt_is_refunded_and_not_sold_again(worker: Client, service: Service, spoilt: bool) -> None:
    order_id = asked_back(service)
    move(worker, order_id, State.RETURN_ACCEPTED)
    _, here, *_ = page = forms(worker.get("/staff/orders/", {"state": "return-accepted"}))
    assert ["spoilt" in form for form in page] == [False, True, False]
    body = {"owner": MINE, "state": "returned", "from": "return-accepted"} | ({"spoilt": "1"} if spoilt else {})
    worker.post(f"/staff/orders/{order_id}/", body)
    (made,) = service.order(order_id).returns
    assert (made.state, made.restocked) == (ReturnState.RECEIVED, not spoilt)
    assert here


def test_a_tracking_number_is_corrected_after_the_parcel_is_sent_and_shown(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED, State.SENT, note="RR1", tracking="RR1")
    page = worker.get("/staff/orders/", {"state": "sent"}).content.decode()
    assert f'action="/staff/orders/{order_id}/tracking/"' in page
    body = {"owner": MINE, "tracking": " RR2 ", "replaces": "RR1", "from": "sent"}
    done = text(worker.post(f"/staff/orders/{order_id}/tracking/", body, follow=True))
    assert "tracking number changed to RR2" in done
    assert service.order(order_id).tracking == "RR2"
    for wrong, why in (
        (body | {"tracking": ""}, "Enter the right number."),
        (body | {"tracking": "RR3"}, "It is “RR2”."),
    ):
        assert why in text(worker.post(f"/staff/orders/{order_id}/tracking/", wrong, follow=True))
    assert service.order(order_id).tracking == "RR2"


@pytest.mark.parametrize("end", ["", "tracking/"])
def test_an_address_that_a_form_was_sent_to_shows_its_order_when_it_is_opened(
    worker: Client, service: Service, end: str
) -> None:
    other, order_id = confirm_order(service), confirm_order(service)
    service.advance(order_id, State.PACKED)
    page = worker.get(f"/staff/orders/{order_id}/{end}", follow=True)
    assert page.status_code == 200
    assert f"Order {number(order_id)}" in text(page)
    assert f'id="order-{other}"' not in page.content.decode()
    assert "Mark sent" in text(page)


@pytest.mark.parametrize("order_id", ["f" * 28, "nonsense"])
def test_an_order_there_is_not_is_not_found(worker: Client, service: Service, order_id: str) -> None:
    assert worker.get(f"/staff/orders/{order_id}/").status_code == 404


def test_shoppers_see_no_order_there(shopper: Client, service: Service) -> None:
    assert shopper.get(f"/staff/orders/{confirm_order(service)}/").status_code == 404
