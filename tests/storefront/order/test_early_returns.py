"""Sending back what has arrived while a part of the order is still to come, as its shopper and the staff see it. What
goes wrong comes first."""

import re
from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts import guest_keys
from backend.contracts.order.models import Return, ReturnLine, number
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import Problem
from backend.order import returns
from storefront.account import tokens
from storefront.order.pages import progress_mark
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.order.test_returns import CUP, JUG, ask
from tests.storefront.reading import text
from tests.storefront.service import STAFF, Service

AT = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def order_id(service: Service) -> str:
    """A packed order of three cups for €24.00 each and a jug for €12.00: two cups have arrived."""
    order_id = placed_order(service)
    order = service.advance(order_id, *TO_DELIVERED[:4])
    cup = replace(order.lines[0], sku="TIDE-A4", title="Cup", quantity=3, price=2400, total=7200)
    jug = replace(cup, sku="DOTS", title="Jug", quantity=1, price=1200, total=1200)
    parcel = Parcel(number=1, at=AT, delivered_at=AT, lines=(ParcelLine(sku="TIDE-A4", quantity=2),))
    changed: Any = {"lines": (cup, jug), "subtotal": 8400, "delivery_price": 490, "total": 8890, "tax": 1419}
    service.orders[MINE][order_id] = replace(order, parcels=(parcel,), tax_rate=1900, **changed)
    return order_id


@pytest.fixture
def worker(shopper: Client, sign_in: Any) -> Client:
    sign_in(shopper, STAFF)
    return shopper


def ask_for(service: Service, order_id: str, cups: int) -> None:
    """The shopper asks to send so many cups back."""
    made = returns.build_return(service.order(order_id), Return(lines=(ReturnLine(sku="TIDE-A4", quantity=cups),)), AT)
    service.put_returns(order_id, (made,))


def decide(worker: Client, order_id: str, state: str, number: int = 1, **more: str) -> Any:
    body = {"owner": MINE, "from": "packed", "page": "order", "state": state, "number": number}
    return worker.post(f"/staff/orders/{order_id}/", body | more, follow=True)


def test_before_anything_has_arrived_nothing_is_offered(shopper: Client, service: Service, order_id: str) -> None:
    (parcel,) = service.order(order_id).parcels
    service.orders[MINE][order_id] = replace(service.order(order_id), parcels=(replace(parcel, delivered_at=None),))
    assert "Send something back" not in text(shopper.get(f"/orders/{order_id}/"))
    assert shopper.get(f"/orders/{order_id}/return/").status_code == 303


@pytest.mark.parametrize("chosen", [{JUG: 1}, {CUP: 0}, {CUP: "x"}])
def test_what_is_still_to_come_is_not_offered(
    shopper: Client, service: Service, order_id: str, chosen: dict[str, Any]
) -> None:
    page = shopper.get(f"/orders/{order_id}/return/", chosen)
    assert (page.status_code, "Jug" in text(page), "3 of 3" in text(page)) == (200, False, False)
    assert "What has arrived can go back now" in text(page)
    ask(shopper, order_id, chosen)
    assert service.order(order_id).returns == ()


def test_a_return_that_changed_meanwhile_is_shown_once_more(shopper: Client, service: Service, order_id: str) -> None:
    service.refuse = {"return_order": Problem(type="other-refund", title="Another", status=409)}
    assert "Something has changed meanwhile" in text(ask(shopper, order_id, {CUP: 1}))


def test_what_has_arrived_goes_back_and_the_rest_is_still_to_come(
    shopper: Client, service: Service, order_id: str
) -> None:
    page = text(ask(shopper, order_id, {CUP: 2}))
    assert (service.order(order_id).state, service.order(order_id).returns[0].refund) == (State.PACKED, 4800)
    assert "Asked for" in page
    assert "Still to come" in page
    assert "Send something back" not in page
    assert shopper.get(f"/orders/{order_id}/return/").status_code == 303


def test_an_accepted_return_shows_where_to_post_it_and_a_denied_one_says_why(
    shopper: Client, service: Service, order_id: str
) -> None:
    (asked,) = (ask(shopper, order_id, {CUP: 1}), service.order(order_id).returns)[1]
    service.put_returns(order_id, (replace(asked, state=ReturnState.ACCEPTED),))
    assert f"{number(order_id)}" in text(shopper.get(f"/orders/{order_id}/")).split("Write this on the parcel")[1]
    service.put_returns(order_id, (replace(asked, state=ReturnState.DENIED, note="It was worn."),))
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert ("It was worn." in page, "Write this on the parcel" in page, "Send more back" in page) == (True, False, True)


def test_a_page_that_polls_sees_a_return_that_was_accepted_and_received_meanwhile(
    shopper: Client, service: Service, order_id: str
) -> None:
    (asked,) = (ask(shopper, order_id, {CUP: 1}), service.order(order_id).returns)[1]
    before = progress_mark(service.order(order_id))
    service.put_returns(order_id, (replace(asked, state=ReturnState.RECEIVED),))
    assert progress_mark(service.order(order_id)) != before


def test_a_guest_sends_back_by_the_link_of_a_mail(guest: Client, service: Service, order_id: str) -> None:
    key = "0123456789abcdef" * 2
    service.orders[guest_keys.owner(key)] = {order_id: service.orders[MINE].pop(order_id)}
    guest.get(f"/orders/{order_id}/open/", {"key": key})
    assert "Asked for" in text(ask(guest, order_id, {CUP: 1}))
    assert service.calls[-1] in ("return_guest_order", "get_guest_order")


def test_staff_find_it_and_decide_it_where_it_stands(worker: Client, service: Service, order_id: str) -> None:
    ask_for(service, order_id, 1)
    page = worker.get("/staff/orders/", {"state": "return-requested", "beside": "1"})
    assert "Early returns to decide" in text(page)
    form = re.search(r'<form class="staff__move".*?</form>', page.content.decode(), re.S)[0]  # type: ignore[index]
    assert all(f'name="{name}" value="{value}"' in form for name, value in (("number", "1"), ("beside", "1")))
    body = {"owner": MINE, "from": "return-requested", "beside": "1", "state": "return-accepted", "number": 1}
    reply = worker.post(f"/staff/orders/{order_id}/", body)
    assert reply.headers["Location"] == "/staff/orders/?state=return-requested&beside=1"
    assert (service.order(order_id).state, service.order(order_id).returns[0].state) == (State.PACKED, "accepted")
    assert "Receive it by line" in text(worker.get("/staff/orders/", {"state": "return-accepted", "beside": "1"}))


def test_a_denial_needs_a_reason_and_keeps_to_its_list(worker: Client, service: Service, order_id: str) -> None:
    ask_for(service, order_id, 1)
    body = {"owner": MINE, "from": "return-requested", "beside": "1", "state": "return-denied", "number": 1}
    page = worker.post(f"/staff/orders/{order_id}/", body)
    assert (page.status_code, "Give a reason" in text(page)) == (422, True)
    assert page.headers["Content-Location"] == "/staff/orders/?state=return-requested&beside=1"
    assert service.order(order_id).returns[0].state is ReturnState.REQUESTED


@pytest.mark.parametrize("typed", ["0", "21", "x", "9" * 30, ""])
def test_a_number_of_no_return_decides_nothing(worker: Client, service: Service, order_id: str, typed: str) -> None:
    ask_for(service, order_id, 1)
    decide(worker, order_id, "return-accepted", number=typed)  # type: ignore[arg-type]
    assert service.order(order_id).returns[0].state is ReturnState.REQUESTED


@pytest.mark.parametrize("role", ["read-only", "catalogue"])
def test_another_role_decides_nothing(
    worker: Client, service: Service, order_id: str, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(service, order_id, 1)
    monkeypatch.setattr(tokens, "groups", lambda session: (role,))
    assert decide(worker, order_id, "return-accepted").status_code == 403


def test_staff_decide_and_take_it_in_on_the_orders_page_while_the_rest_can_be_sent(
    worker: Client, service: Service, order_id: str
) -> None:
    ask_for(service, order_id, 2)
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    assert all(each in page for each in ("while a part is still to come", "Accept the return", "Send another parcel"))
    assert "return accepted" in text(decide(worker, order_id, "return-accepted"))
    page = text(worker.get(f"/staff/orders/{order_id}/receive/", {"looked": "1", "came-TIDE-A4": "3"}))
    assert "More came than the shopper has by this order." in page
    received = {"number": 1, "refund": 4800, "came-TIDE-A4": "2", "stock-TIDE-A4": "1"}
    assert "€48.00 goes back to the card" in text(
        worker.post(f"/staff/orders/{order_id}/receive/", received, follow=True)
    )
    order = service.order(order_id)
    assert (order.state, order.returns[0].state, order.returns[0].refund) == (State.PACKED, "received", 4800)
    assert "Send all that is left" in text(worker.get(f"/staff/orders/{order_id}/"))


def test_what_an_open_return_is_for_is_not_paid_back_beside_it(worker: Client, service: Service, order_id: str) -> None:
    ask_for(service, order_id, 2)
    address = f"/staff/orders/{order_id}/refund/"
    assert "So many pieces are not left." in text(worker.get(address, {"pieces-TIDE-A4": "2", "reason": "Gone"}))
    worker.post(address, {"number": 2, "pieces-TIDE-A4": "1", "pieces-DOTS": "1", "reason": "Gone"})
    assert service.order(order_id).returns[1].refund == 8890 - 4800
