"""Staff send an order in several parcels, and the shopper sees each. What goes wrong comes first."""

from datetime import datetime
from unittest import mock

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.order.models import OrderReturn, ReturnLine
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import Problem
from storefront.order.parcels import is_awaited
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service
from tests.storefront.staff.conftest import As

AT = "2026-11-20T10:00:00.000Z"
SKU, OTHER = "TIDE-A4", "TIDE-A3"


@pytest.fixture
def order_id(service: Service) -> str:
    """A packed order: three pieces of one article, and one of another that is on back order."""
    service.offers[SKU] = Offer(title="Slow Tide", price=1829)
    order_id = placed_order(service)
    (line,) = service.order(order_id).lines
    lines = (
        replace(line, quantity=3, total=3 * 1829),
        replace(line, sku=OTHER, title="Slow Tide, large", back_on="2999-01-04"),
    )
    service.orders[MINE][order_id] = replace(service.order(order_id), lines=lines)
    service.advance(order_id, *TO_DELIVERED[:4])
    return order_id


def page(order_id: str) -> str:
    return f"/staff/orders/{order_id}/parcels/"


def contents(service: Service, order_id: str) -> list[dict[str, int]]:
    return [{line.sku: line.quantity for line in each.lines} for each in service.order(order_id).parcels]


@pytest.mark.parametrize("role", ["support", "read-only", "catalogue"])
def test_another_role_sends_nothing(work_as: As, service: Service, order_id: str, role: str) -> None:
    assert work_as(role).post(page(order_id), {f"pieces-{SKU}": 1}).status_code == 403
    assert work_as(role).post(f"{page(order_id)}delivered/", {"number": 1}).status_code == 403
    assert contents(service, order_id) == []


def test_an_order_that_is_not_packed_leads_back(worker: Client, service: Service) -> None:
    other = placed_order(service)
    for reply in (worker.get(page(other)), worker.post(page(other), {"number": 1, f"pieces-{SKU}": 1})):
        assert (reply.status_code, reply.headers["Location"]) == (303, f"/staff/orders/{other}/")
    assert "send_parcel" not in service.calls


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter how many pieces go in this parcel."),
        ({f"pieces-{SKU}": "0"}, "Enter how many pieces go in this parcel."),
        ({f"pieces-{SKU}": "4"}, "More was entered than is still to be sent."),
        ({f"pieces-{SKU}": "999999"}, "More was entered than is still to be sent."),
        ({f"pieces-{SKU}": "-1"}, "Enter whole numbers of pieces."),
        ({f"pieces-{SKU}": "two"}, "Enter whole numbers of pieces."),
        ({f"pieces-{SKU}": "\u0663"}, "Enter whole numbers of pieces."),
        ({"pieces-NEVER": "1"}, "Enter how many pieces go in this parcel."),
        ({f"pieces-{SKU}": "1", "carrier": "Pigeon"}, "Choose a carrier of the list."),
        ({f"pieces-{SKU}": "1", "tracking": "9" * 181}, "Keep it to 180 characters."),
        ({f"pieces-{SKU}": "1", "tracking": "RR\x071"}, "letters, digits and common punctuation"),
    ],
)
def test_input_that_cannot_be_sent_is_reported_and_what_was_typed_stays(
    worker: Client, service: Service, order_id: str, typed: dict[str, str], words: str
) -> None:
    reply = worker.post(page(order_id), {"number": 1, "tracking": "RR1"} | typed)
    assert reply.status_code == 422
    assert words in text(reply)
    assert "send_parcel" not in service.calls
    assert 'value="RR1"' in reply.content.decode() or "tracking" in typed


def test_a_colleague_who_was_faster_is_named_and_nothing_is_sent_twice(
    worker: Client, service: Service, order_id: str
) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 1})
    again = worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 1}, follow=True)
    assert "This parcel was sent already. Nothing was sent twice." in text(again)
    service.refuse["send_parcel"] = Problem(type="other-parcel", title="Another parcel was sent meanwhile", status=409)
    late = worker.post(page(order_id), {"number": 2, f"pieces-{SKU}": 1}, follow=True)
    assert "Nothing was done. Another parcel was sent meanwhile." in text(late)
    assert contents(service, order_id) == [{SKU: 1}]


@pytest.mark.parametrize("other", [{f"pieces-{SKU}": "2"}, {"tracking": "RR7"}, {"carrier": "DPD"}])
def test_another_packing_of_the_same_parcel_is_refused_and_what_was_typed_stays(
    worker: Client, service: Service, order_id: str, other: dict[str, str]
) -> None:
    typed = {"number": "1", f"pieces-{SKU}": "1", "tracking": "RR1"}
    worker.post(page(order_id), typed)
    reply = worker.post(page(order_id), typed | other)
    html = reply.content.decode()
    assert reply.status_code == 422
    assert "Parcel 1 was sent meanwhile, with other pieces or another tracking number." in text(reply)
    assert "was sent already" not in text(reply)
    assert f'value="{other.get("tracking", "RR1")}"' in html
    assert f'name="pieces-{SKU}" value="{other.get(f"pieces-{SKU}", "1")}"' in html
    assert 'name="number" value="2"' in html
    assert contents(service, order_id) == [{SKU: 1}]


def test_what_the_service_refuses_stays_typed(worker: Client, service: Service, order_id: str) -> None:
    service.refuse["send_parcel"] = Problem(type="invalid", title="Not all of this can be sent", status=422)
    reply = worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 2, "tracking": "RR1"})
    assert "Nothing was done. Not all of this can be sent." in text(reply)
    assert 'value="RR1"' in reply.content.decode()
    assert f'name="pieces-{SKU}" value="2"' in reply.content.decode()


def test_where_nothing_is_left_the_number_that_was_typed_is_named(
    worker: Client, service: Service, order_id: str
) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 3, f"pieces-{OTHER}": 1})
    late = {"number": 1, f"pieces-{SKU}": 3, "tracking": "RR<7>"}
    shown = text(worker.post(page(order_id), late, follow=True))
    assert "Parcel 1 was sent meanwhile" in shown
    assert "The tracking number RR<7> was not saved." in shown


@pytest.mark.parametrize("address", ["/staff/orders/?state=packed", "/staff/orders/{}/"])
def test_a_button_of_before_a_part_was_sent_does_not_send_the_rest(
    worker: Client, service: Service, order_id: str, address: str
) -> None:
    before = worker.get(address.format(order_id)).content.decode()
    assert 'name="parcel" value="1"' in before
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 1})
    shown = worker.get(address.format(order_id))
    assert 'name="parcel" value="2"' in shown.content.decode()
    assert "Send all that is left" in text(shown)
    late = worker.post(f"/staff/orders/{order_id}/", move(State.SENT, "RR2") | {"parcel": "1"}, follow=True)
    assert "Another parcel was sent meanwhile" in text(late)
    assert "The tracking number RR2 was not saved." in text(late)
    assert service.order(order_id).state is State.PACKED


@pytest.mark.parametrize("number", ["0", "51", "x", "1" * 5_000])
def test_a_parcel_that_no_order_has_moves_nothing(worker: Client, service: Service, order_id: str, number: str) -> None:
    worker.post(f"/staff/orders/{order_id}/", move(State.SENT) | {"parcel": number}, follow=True)
    worker.post(f"/staff/orders/{order_id}/", move(State.SENT) | {"parcel": number, "page": ""}, follow=True)
    assert service.order(order_id).state is State.PACKED


def test_the_list_names_each_number_and_corrects_none_of_them(worker: Client, service: Service, order_id: str) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 3, "tracking": "RR1"})
    worker.post(page(order_id), {"number": 2, f"pieces-{OTHER}": 1, "tracking": "RR2"})
    reply = worker.get("/staff/orders/?state=sent")
    assert "Parcel 1: tracking number RR1" in text(reply)
    assert "Parcel 2: tracking number RR2" in text(reply)
    assert 'name="replaces"' not in reply.content.decode()


def test_no_number_is_corrected_while_something_comes_back(worker: Client, service: Service, order_id: str) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 3, "tracking": "RR1"})
    worker.post(page(order_id), {"number": 2, f"pieces-{OTHER}": 1, "tracking": "RR2"})
    assert "Correct the tracking number of parcel 1" in text(worker.get(f"/staff/orders/{order_id}/"))
    service.advance(order_id, State.DELIVERED, State.RETURN_REQUESTED)
    shown = text(worker.get(f"/staff/orders/{order_id}/"))
    assert "Parcel 1" in shown
    assert "Correct the tracking number" not in shown


def test_a_carrier_that_is_chosen_and_typed_is_kept_once(worker: Client, service: Service, order_id: str) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 1, "carrier": "DPD", "tracking": "DPD 0123456"})
    assert service.order(order_id).parcels[0].tracking == "DPD 0123456"


def test_the_form_offers_what_is_there_and_leaves_what_is_on_back_order(worker: Client, order_id: str) -> None:
    html = worker.get(page(order_id)).content.decode()
    assert f'name="pieces-{SKU}" value="3"' in html
    assert f'name="pieces-{OTHER}" value="0"' in html
    assert "on back order, leaves from" in html


def test_a_part_and_then_the_rest(worker: Client, service: Service, order_id: str) -> None:
    reply = worker.post(
        page(order_id), {"number": 1, f"pieces-{SKU}": 2, "carrier": "DPD", "tracking": "0123456"}, follow=True
    )
    shown = text(reply)
    assert "parcel 1 is sent. The shopper gets an e-mail." in shown
    assert "Parcel 1: on its way" in shown
    assert "2 × Slow Tide" in shown
    assert "Still to be sent" in shown
    assert service.order(order_id).parcels[0].tracking == "DPD 0123456"
    assert "https://tracking.dpd.de/status/en_US/parcel/0123456" in reply.content.decode()
    assert "Mark sent" not in shown
    worker.post(f"/staff/orders/{order_id}/", move(State.SENT, "RR2"))
    assert service.order(order_id).state is State.SENT


def move(state: State, note: str = "") -> dict[str, str]:
    return {"owner": MINE, "state": state.value, "note": note, "page": "order", "from": "packed"}


def test_each_parcel_is_marked_delivered_by_itself(worker: Client, service: Service, order_id: str) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 3})
    worker.post(page(order_id), {"number": 2, f"pieces-{OTHER}": 1})
    html = text(worker.get(f"/staff/orders/{order_id}/"))
    assert "Mark parcel 1 delivered" in html
    body = {"owner": MINE, "number": 2}
    assert "parcel 2 has arrived." in text(worker.post(f"{page(order_id)}delivered/", body, follow=True))
    assert service.order(order_id).state is State.SENT
    worker.post(f"{page(order_id)}delivered/", body | {"number": 1})
    assert service.order(order_id).state is State.DELIVERED


@pytest.mark.parametrize(
    "typed", [{}, {"number": "x"}, {"number": "0"}, {"number": "99"}, {"number": "1", "owner": ""}]
)
def test_a_wrong_form_of_a_delivery_changes_nothing(
    worker: Client, service: Service, order_id: str, typed: dict[str, str]
) -> None:
    reply = worker.post(f"{page(order_id)}delivered/", {"owner": MINE} | typed)
    assert (reply.status_code, reply.headers["Location"]) == (303, f"/staff/orders/{order_id}/")
    assert "deliver_parcel" not in service.calls


def test_the_number_of_one_parcel_is_corrected(worker: Client, service: Service, order_id: str) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 3, "tracking": "RR1"})
    worker.post(page(order_id), {"number": 2, f"pieces-{OTHER}": 1, "tracking": "RR2"})
    body = {"owner": MINE, "page": "order", "tracking": "RR9", "replaces": "RR1", "parcel": "1"}
    worker.post(f"/staff/orders/{order_id}/tracking/", body)
    assert [each.tracking for each in service.order(order_id).parcels] == ["RR9", "RR2"]


def test_a_slip_has_what_is_in_its_parcel_and_without_a_number_what_is_still_to_be_sent(
    worker: Client, service: Service, order_id: str
) -> None:
    worker.post(page(order_id), {"number": 1, f"pieces-{SKU}": 2})
    first = text(worker.get("/staff/orders/slips/", {"order": order_id, "parcel": 1}))
    assert "parcel 1" in first
    assert "2 pieces in all" in first
    assert "2 pieces in all" in text(worker.get("/staff/orders/slips/", {"order": order_id}))
    assert "It has no parcel 2." in text(worker.get("/staff/orders/slips/", {"order": order_id, "parcel": 2}))
    assert "large" not in first


def test_the_shopper_sees_each_parcel_with_its_lines_its_way_and_what_is_still_to_come(
    shopper: Client, service: Service, order_id: str
) -> None:
    first = Parcel(number=1, at=AT, lines=(ParcelLine(sku=SKU, quantity=3),), tracking="DPD 0123456")
    service.orders[MINE][order_id] = replace(service.order(order_id), parcels=(first,))
    before = shopper.get(f"/orders/{order_id}/")
    shown = text(before)
    assert "A part of it is on its way." in shown
    assert "Parcel 1 · On its way" in shown
    assert "3 × Slow Tide" in shown
    assert "1 × Slow Tide, large" in shown
    assert "leaves from" in shown
    assert 'href="https://tracking.dpd.de/status/en_US/parcel/0123456"' in before.content.decode()
    other = Parcel(number=2, at=AT, lines=(ParcelLine(sku=OTHER, quantity=1),), tracking="RR2")
    both = (replace(first, delivered_at=AT), other)
    service.orders[MINE][order_id] = replace(service.order(order_id), parcels=both)
    service.advance(order_id, State.SENT, tracking="RR2")
    shown = text(shopper.get(f"/orders/{order_id}/"))
    assert "Parcel 1 · Delivered" in shown
    assert "Parcel 2 · On its way" in shown
    assert "Still to come" not in shown


def test_an_order_in_one_piece_shows_no_parcels(worker: Client, service: Service, order_id: str) -> None:
    worker.post(f"/staff/orders/{order_id}/", move(State.SENT, "RR1"))
    assert "Parcel 1" not in text(worker.get(f"/staff/orders/{order_id}/"))


@pytest.mark.parametrize(("day", "shown"), [("2999-01-04", True), ("2001-01-04", False)])
def test_a_day_from_which_a_piece_leaves_is_shown_until_it_has_come(
    shopper: Client, service: Service, order_id: str, day: str, shown: bool
) -> None:
    first = Parcel(number=1, at=AT, lines=(ParcelLine(sku=SKU, quantity=3),))
    order = service.order(order_id)
    lines = tuple(replace(line, back_on=day) if line.sku == OTHER else line for line in order.lines)
    service.orders[MINE][order_id] = replace(order, parcels=(first,), lines=lines)
    still_to_come = text(shopper.get(f"/orders/{order_id}/")).partition("Still to come")[2][:80]
    assert ("leaves from" in still_to_come) is shown


@pytest.mark.parametrize(("now", "awaited"), [("2026-03-10T22:59:00Z", True), ("2026-03-10T23:01:00Z", False)])
def test_a_day_has_come_by_the_shops_calendar_and_not_by_greenwichs(
    monkeypatch: pytest.MonkeyPatch, service: Service, order_id: str, now: str, awaited: bool
) -> None:
    clock = mock.Mock(now=lambda zone: datetime.fromisoformat(now).astimezone(zone))
    monkeypatch.setattr("storefront.order.parcels.datetime", clock)
    line = replace(service.order(order_id).lines[0], back_on="2026-03-11")
    assert is_awaited(line) is awaited


def test_nobody_waits_for_a_parcel_of_what_was_paid_back(shopper: Client, service: Service, order_id: str) -> None:
    first = Parcel(number=1, at=AT, lines=(ParcelLine(sku=SKU, quantity=3),))
    order = service.order(order_id)
    back = OrderReturn(
        number=1,
        state=ReturnState.RECEIVED,
        at=AT,
        lines=(ReturnLine(sku=OTHER, quantity=1),),
        refund=1829,
        by_shop=True,
    )
    service.orders[MINE][order_id] = replace(order, parcels=(first,), returns=(back,))
    shown = text(shopper.get(f"/orders/{order_id}/"))
    assert "It is on its way." in shown
    assert "The rest follows" not in shown
    assert "A part of it" not in shown


@pytest.mark.parametrize("state", [State.PACKED, State.DELIVERED])
def test_refunding_pieces_shows_that_they_are_no_longer_sent(
    worker: Client, service: Service, order_id: str, state: State
) -> None:
    service.advance(order_id, *((State.SENT, state) if state is State.DELIVERED else ()))
    shown = text(worker.get(f"/staff/orders/{order_id}/refund/"))
    assert ("Pieces that are paid back here are not sent any more." in shown) is (state is State.PACKED)
