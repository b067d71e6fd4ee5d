"""Packing slips of many orders, and marking them as packed. What goes wrong comes first."""

import re

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client

from backend.contracts.invoice.packing_slips import MAX_SLIPS
from backend.contracts.order.models import number
from backend.contracts.order.states import State
from tests.storefront.order.orders import MINE, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service

SLIPS = "/staff/orders/slips/"
UNKNOWN = "0" * 28


def confirm_order(service: Service) -> str:
    order_id = placed_order(service)
    service.advance(order_id, State.HELD, State.PAID, State.CONFIRMED)
    return order_id


def show(worker: Client, *ids: str) -> HttpResponse:
    return worker.get(SLIPS, {"order": ids})


def fields(page: HttpResponse) -> dict[str, list[str]]:
    """What the button that marks all as packed sends."""
    form = re.search(r'<form class="slips__form".*?</form>', page.content.decode(), re.S)
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form[0] if form else ""):
        sent.setdefault(name, []).append(value)
    return sent


def pack(worker: Client, shown: HttpResponse) -> str:
    return text(worker.post(SLIPS, fields(shown), follow=True))


def test_shoppers_find_no_slips(shopper: Client, service: Service) -> None:
    order_id = confirm_order(service)
    assert show(shopper, order_id).status_code == 404
    assert shopper.post(SLIPS, {"order": order_id, f"version-{order_id}": "3"}).status_code == 404
    assert service.order(order_id).state is State.CONFIRMED


@pytest.mark.parametrize(
    ("count", "words"), [(0, "Choose orders first."), (MAX_SLIPS + 1, f"Choose at most {MAX_SLIPS} orders at once.")]
)
def test_none_and_too_many_lead_back_to_the_list(worker: Client, service: Service, count: int, words: str) -> None:
    ids = [f"{place:028x}" for place in range(count)]
    assert words in text(worker.get(SLIPS, {"order": ids}, follow=True))
    assert words in text(worker.post(SLIPS, {"order": ids}, follow=True))
    assert not {"get_staff_order", "move_order"} & set(service.calls)


@pytest.mark.parametrize("odd", [UNKNOWN, "", "x" * 3000, "../messages", "<script>", "%00", "é" * 28])
def test_what_is_no_order_is_named_and_the_others_are_printed(worker: Client, service: Service, odd: str) -> None:
    page = show(worker, odd, confirm_order(service))
    assert page.status_code == 200
    assert "No slip for 1 of the chosen" in text(page)
    assert "There is no such order." in text(page)
    assert page.content.decode().count('<article class="slip"') == 1
    assert worker.post(SLIPS, {"order": odd}).status_code == 303


def test_an_order_that_was_cancelled_has_no_slip(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.CANCELLED)
    page = show(worker, order_id)
    assert f"{number(order_id)} : It is not to be packed: cancelled." in text(page)
    assert "There is nothing to print." in text(page)
    assert not fields(page)


def test_an_order_that_changed_after_its_slip_is_named_and_left_while_the_others_are_packed(
    worker: Client, service: Service
) -> None:
    first, cancelled, readdressed = (confirm_order(service) for _ in range(3))
    shown = show(worker, first, cancelled, readdressed)
    service.advance(cancelled, State.CANCELLED)
    sent = fields(shown) | {f"version-{readdressed}": ["2"]}
    page = text(worker.post(SLIPS, sent, follow=True))
    assert f"Marked as packed: {number(first)}." in page
    assert "Changed after the slip was made" in page
    assert f"look at it again: {number(readdressed)}." in page
    assert f"{number(cancelled)} : It is not to be packed: cancelled." in page
    assert [service.order(each).state for each in (first, cancelled, readdressed)] == [
        State.PACKED,
        State.CANCELLED,
        State.CONFIRMED,
    ]


@pytest.mark.parametrize("version", [None, "", "-1", "9" * 5000])
def test_without_the_version_that_was_shown_nothing_is_packed(
    worker: Client, service: Service, version: str | None
) -> None:
    order_id = confirm_order(service)
    sent = {"order": order_id} | ({} if version is None else {f"version-{order_id}": version})
    worker.post(SLIPS, sent)
    assert service.order(order_id).state is State.CONFIRMED


def test_a_double_click_packs_once_and_says_so(worker: Client, service: Service) -> None:
    shown = show(worker, confirm_order(service))
    assert "Marked as packed:" in pack(worker, shown)
    assert "Packed already, so nothing was done:" in pack(worker, shown)
    assert service.calls.count("move_order") == 1


def test_no_answer_is_no_success(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    shown = show(worker, order_id)
    service.down.add("move_order")
    page = pack(worker, shown)
    assert f"see below whether it is packed: {number(order_id)}." in page
    assert "Marked as packed" not in page


def test_a_slip_says_what_to_pack_and_where_to_but_no_price(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    order = service.order(order_id)
    line = msgspec.structs.replace(order.lines[0], quantity=3, values=("A4", "Blue"), title="<Slow> Tide")
    service.orders[MINE][order_id] = msgspec.structs.replace(order, lines=(line,))
    slip = text(show(worker, order_id))
    words = (
        f"Order {number(order_id)}",
        order.address.name,
        order.address.street,
        "Standard delivery",
        "3 <Slow> Tide, A4 · Blue TIDE-A4",
        "3 pieces in all",
    )
    assert [each for each in words if each not in slip] == []
    assert "€" not in slip


def test_a_packed_order_is_printed_again_but_not_marked_again(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED)
    page = show(worker, order_id, order_id)
    assert page.content.decode().count('<article class="slip"') == 1
    assert "packed already" in text(page)
    assert not fields(page)


def test_orders_to_pack_are_chosen_one_by_one_or_all_at_once(worker: Client, service: Service) -> None:
    ids = {confirm_order(service) for _ in range(3)}
    listing = worker.get("/staff/orders/").content.decode()
    boxes = re.findall(r'<input type="checkbox" name="order" value="([^"]*)" form="slips">', listing)
    assert set(boxes) == ids
    link = re.search(rf'href="({SLIPS}[^"]*)"', listing)
    assert link
    page = worker.get(link[1].replace("&amp;", "&"))
    assert page.content.decode().count('<article class="slip"') == 3
    assert "Mark all 3 as packed" in text(page)
    assert SLIPS not in worker.get("/staff/orders/?state=packed").content.decode()
