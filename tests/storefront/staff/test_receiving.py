"""Staff receive a returned parcel: what came is typed, previewed, and then received."""

import re

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.order.models import OrderReturn, ReturnLine
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import Problem
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service
from tests.storefront.staff.conftest import As

SKU = "TIDE-A4"


@pytest.fixture
def order_id(service: Service) -> str:
    """Three pieces were bought, and two of them are on their way back."""
    service.offers[SKU] = Offer(title="Slow Tide", price=1829)
    order_id = placed_order(service)
    order = service.order(order_id)
    lines = (replace(order.lines[0], quantity=3, total=3 * 1829),)
    service.orders[MINE][order_id] = replace(order, lines=lines, total=order.total + 2 * 1829)
    announced = OrderReturn(
        number=1, state=ReturnState.ACCEPTED, at="2026-11-20T10:00:00.000Z", refund=2 * 1829,
        lines=(ReturnLine(sku=SKU, quantity=2),),
    )  # fmt: skip
    service.advance(order_id, *TO_DELIVERED, State.RETURN_REQUESTED, State.RETURN_ACCEPTED, returns=(announced,))
    return order_id


def page(order_id: str) -> str:
    return f"/staff/orders/{order_id}/receive/"


@pytest.mark.parametrize("role", ["support", "read-only", "catalogue"])
def test_another_role_takes_nothing_in(work_as: As, service: Service, order_id: str, role: str) -> None:
    assert work_as(role).post(page(order_id), {f"came-{SKU}": 1}).status_code == 403
    assert service.order(order_id).state is State.RETURN_ACCEPTED


def test_an_order_without_a_return_on_its_way_leads_back(worker: Client, service: Service) -> None:
    other = placed_order(service)
    reply = worker.get(page(other))
    assert (reply.status_code, reply.headers["Location"]) == (303, f"/staff/orders/{other}/")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter what came."),
        ({f"came-{SKU}": "0"}, "Enter what came."),
        ({f"came-{SKU}": "99"}, "More came than the shopper has"),
        ({f"came-{SKU}": "1", f"stock-{SKU}": "2"}, "More shall go back in stock than came."),
        ({f"came-{SKU}": "one"}, "Enter what came."),
        ({"came-NEVER": "1"}, "Enter what came."),
    ],
)
def test_pieces_that_cannot_have_come_are_reported_and_not_received(
    worker: Client, service: Service, order_id: str, typed: dict[str, str], words: str
) -> None:
    looked = worker.get(page(order_id), {"looked": "1", **typed})
    assert (looked.status_code, words in text(looked)) == (422, True)
    assert words in text(worker.post(page(order_id), typed, follow=True))
    assert "receive_return" not in service.calls


def test_the_form_begins_with_what_was_announced(worker: Client, service: Service, order_id: str) -> None:
    html = worker.get(page(order_id)).content.decode()
    assert f'name="came-{SKU}" value="2"' in html
    assert f'name="stock-{SKU}" value="2"' in html
    assert "Preview" in html
    assert "Confirm the return" not in html


def test_a_look_shows_the_refund_beside_the_announced_one_and_changes_nothing(
    worker: Client, service: Service, order_id: str
) -> None:
    shown = text(worker.get(page(order_id), {"looked": "1", f"came-{SKU}": "1", f"stock-{SKU}": "1"}))
    assert "€18.29 will go back to the card instead of €36.58." in shown
    assert "Confirm the return" in shown
    assert "Recalculate" in shown
    assert "receive_return" not in service.calls


def test_what_came_is_taken_in_and_the_order_page_tells_of_it(worker: Client, service: Service, order_id: str) -> None:
    typed = {f"came-{SKU}": "1", f"stock-{SKU}": "0", "note": "The corner is bent", "number": "1", "refund": "1829"}
    taken = text(worker.post(page(order_id), typed, follow=True))
    back = service.order(order_id).returns[-1]
    assert (back.state, back.refund, back.restocked_lines) == (ReturnState.RECEIVED, 1829, ())
    assert "return received. €18.29 goes back to the card." in taken
    assert f"Announced: 2 × {SKU}" in taken


@pytest.mark.parametrize("shown", ["", "3658", "x", "-1829", "9" * 40, None])
def test_a_page_that_showed_another_refund_pays_nothing_back(
    worker: Client, service: Service, order_id: str, shown: str | None
) -> None:
    typed = {f"came-{SKU}": "1", f"stock-{SKU}": "0", "number": "1"} | ({"refund": shown} if shown is not None else {})
    said = text(worker.post(page(order_id), typed, follow=True))
    assert "Nothing was done. The refund is another one by now." in said
    assert service.order(order_id).state is State.RETURN_ACCEPTED


def test_what_the_page_shows_is_what_its_button_pays(worker: Client, service: Service, order_id: str) -> None:
    html = worker.get(page(order_id), {"looked": "1", f"came-{SKU}": "1"}).content.decode()
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html.partition("Confirm the return")[0]))
    service.offers[SKU] = Offer(title="Slow Tide", price=9999)  # a price of today is none of the order's
    worker.post(page(order_id), sent)
    assert service.order(order_id).returns[-1].refund == int(sent["refund"]) == 1829


def test_a_refusal_is_reported_and_nothing_else_happens(worker: Client, service: Service, order_id: str) -> None:
    service.refuse["receive_return"] = Problem(type="other-refund", title="The refund is another one", status=409)
    typed = {f"came-{SKU}": "1", "number": "1"}
    assert "Nothing was done. The refund is another one." in text(worker.post(page(order_id), typed, follow=True))


def test_the_order_page_leads_there_while_a_return_is_on_its_way(worker: Client, order_id: str) -> None:
    assert page(order_id) in worker.get(f"/staff/orders/{order_id}/").content.decode()
