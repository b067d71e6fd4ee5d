"""Sending pieces of an order back: what goes, what comes back, and then the button. What goes wrong comes first."""

import re
from typing import Any

import msgspec
import pytest
from django.test import Client

from backend.contracts.order.models import OrderReturn, Refund, number
from backend.contracts.order.states import ReturnState, State
from backend.contracts.problem import Problem
from backend.contracts.shop import SAMPLE_SELLER
from backend.order import returns
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service

CUP, JUG = "pieces.TIDE-A4", "pieces.DOTS"


@pytest.fixture
def order_id(service: Service) -> str:
    """A delivered order of three cups for €24.00 each and a jug for €12.00, delivery €4.90."""
    order_id = placed_order(service)
    order = service.advance(order_id, *TO_DELIVERED)
    cup = msgspec.structs.replace(order.lines[0], sku="TIDE-A4", title="Cup", quantity=3, price=2400, total=7200)
    jug = msgspec.structs.replace(cup, sku="DOTS", title="Jug", quantity=1, price=1200, total=1200)
    changed: Any = {
        "lines": (cup, jug),
        "subtotal": 8400,
        "delivery_price": 490,
        "total": 8890,
        "tax": 1419,
        "tax_rate": 1900,
    }
    service.orders[MINE][order_id] = msgspec.structs.replace(order, **changed)
    return order_id


def hidden_fields(html: str) -> dict[str, str]:
    """What the form that asks for the return holds, but for the reason."""
    form = re.search(r'<form class="form" method="post".*?</form>', html, re.S)
    assert form, html
    chosen = {
        name: re.search(r'value="(\d+)" selected', body)
        for name, body in re.findall(r'<select[^>]*name="([^"]*)">(.*?)</select>', form[0], re.S)
    }
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0])) | {
        name: found[1] for name, found in chosen.items() if found
    }


def ask(shopper: Client, order_id: str, chosen: dict[str, int], **more: str) -> Any:
    shown = shopper.get(f"/orders/{order_id}/return/", chosen).content.decode()
    return shopper.post(f"/orders/{order_id}/return/", hidden_fields(shown) | more, follow=True)


def test_what_has_not_arrived_cannot_be_sent_back(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    assert "Nothing of this order can be sent back just now." in text(
        shopper.get(f"/orders/{order_id}/return/", follow=True)
    )
    shopper.post(f"/orders/{order_id}/return/", {CUP: "1"})
    assert service.order(order_id).state is State.PLACED


@pytest.mark.parametrize(
    "chosen", [{CUP: "4"}, {CUP: "99999"}, {CUP: "-1"}, {CUP: "x"}, {CUP: "1" * 5000}, {"pieces.NEVER": "1"}, {}]
)
def test_more_than_there_is_and_nonsense_are_not_taken(
    shopper: Client, service: Service, order_id: str, chosen: dict[str, str]
) -> None:
    page = shopper.post(f"/orders/{order_id}/return/", chosen | {"refund": "1", "number": "1"}, follow=True)
    assert page.status_code == 200
    assert service.order(order_id).state is State.DELIVERED


def test_a_refund_that_was_not_shown_is_not_taken(shopper: Client, service: Service, order_id: str) -> None:
    page = ask(shopper, order_id, {CUP: 1}, refund="2399")
    assert "Something has changed meanwhile." in text(page)
    assert hidden_fields(page.content.decode())[CUP] == "1"
    assert page.headers["Content-Location"].endswith(f"?{CUP}=1")
    assert service.order(order_id).returns == ()


def test_a_reason_that_is_too_long_is_asked_again_with_what_was_chosen(
    shopper: Client, service: Service, order_id: str
) -> None:
    page = ask(shopper, order_id, {CUP: 1}, reason="x" * 201)
    assert "Keep it to 200 characters." in text(page)
    assert hidden_fields(page.content.decode())[CUP] == "1"
    assert service.order(order_id).returns == ()


@pytest.mark.parametrize(
    "more",
    [{"look": "1", CUP: "2"}, {"look": "1", CUP: "1"}, {CUP: "2"}, {CUP: "0"}],
    ids=["a look", "another look", "other pieces at once", "none"],
)
def test_a_reason_that_was_typed_stays_when_other_pieces_are_chosen(
    shopper: Client, service: Service, order_id: str, more: dict[str, str]
) -> None:
    page = ask(shopper, order_id, {CUP: 1}, reason="Too blue", **more)
    assert 'value="Too blue"' in page.content.decode()
    assert hidden_fields(page.content.decode())[CUP] == more[CUP]
    assert service.order(order_id).returns == ()


def test_a_reason_stays_when_the_service_finds_that_something_has_changed(
    shopper: Client, service: Service, order_id: str
) -> None:
    service.refuse = {"return_order": Problem(type="refund-changed", title="Another refund", status=409)}
    page = ask(shopper, order_id, {CUP: 1}, reason="Too blue")
    assert "Something has changed meanwhile." in text(page)
    assert 'value="Too blue"' in page.content.decode()


def test_the_reason_is_in_no_address(shopper: Client, order_id: str) -> None:
    page = shopper.get(f"/orders/{order_id}/return/", {CUP: 1}).content.decode()
    assert 'hx-include="this"' in page  # the list of pieces and nothing beside it
    assert re.search(r'<input[^>]*id="id_reason"[^>]*hx-preserve|<input[^>]*hx-preserve[^>]*id="id_reason"', page)
    assert "id_reason" not in page.partition('<ul class="lines"')[2].partition("</ul>")[0]


def test_the_first_sentence_says_what_goes_back_and_how_much_comes_back(shopper: Client, order_id: str) -> None:
    address = f"/orders/{order_id}/return/"
    assert "For all 4 items, €88.90 comes back to your card, delivery included." in text(shopper.get(address))
    assert "1 item of 4 goes back, and €24.00 comes back to your card." in text(shopper.get(address, {CUP: 1}))
    page = text(shopper.get(address, {CUP: 3, JUG: 1}))
    assert "4 items of 4 go back, and €88.90 comes back to your card, delivery included." in page
    assert "Delivery, as you paid it €4.90 Comes back of which 19 % VAT: €14.19 €88.90" in page


def test_an_order_of_one_piece_needs_no_choice(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    if sum(line.quantity for line in service.order(order_id).lines) > 1:
        line = msgspec.structs.replace(service.order(order_id).lines[0], quantity=1)
        service.orders[MINE][order_id] = msgspec.structs.replace(service.order(order_id), lines=(line,))
    assert "1 item of 1 goes back" in text(shopper.get(f"/orders/{order_id}/return/"))


def test_no_reason_is_needed_and_the_wish_is_kept_as_it_was_shown(
    shopper: Client, service: Service, order_id: str
) -> None:
    page = text(ask(shopper, order_id, {CUP: 1}))
    assert "You asked to send something back." in page
    (made,) = service.order(order_id).returns
    assert ([(line.sku, line.quantity) for line in made.lines], made.refund, made.reason) == (
        [("TIDE-A4", 1)],
        2400,
        "",
    )


def test_a_double_click_requests_once(shopper: Client, service: Service, order_id: str) -> None:
    sent = hidden_fields(shopper.get(f"/orders/{order_id}/return/", {CUP: 1}).content.decode())
    for _ in range(2):
        shopper.post(f"/orders/{order_id}/return/", sent)
    assert len(service.order(order_id).returns) == 1


def move(service: Service, order_id: str, state: State, **more: Any) -> None:
    after = returns.update_last(service.order(order_id).returns, state, "2026-11-03T10:20:00.000Z", restock=True)
    service.advance(order_id, state, returns=after, **more)


def test_the_page_says_where_to_send_it_only_once_it_is_accepted(
    shopper: Client, service: Service, order_id: str
) -> None:
    ask(shopper, order_id, {CUP: 1})
    assert SAMPLE_SELLER.address[0] not in text(shopper.get(f"/orders/{order_id}/"))
    move(service, order_id, State.RETURN_ACCEPTED)
    page = text(shopper.get(f"/orders/{order_id}/"))
    for part in (
        "You can send it back.",
        "1 × Cup",
        "€24.00 comes back to your card once it is here.",
        *SAMPLE_SELLER.address,
        f"Return {number(order_id)}-1",
    ):
        assert part in page, part


def test_what_staff_pay_back_without_a_parcel_is_not_called_received(
    shopper: Client, service: Service, order_id: str
) -> None:
    given = OrderReturn(
        number=1, state=ReturnState.RECEIVED, at="2026-11-03T10:20:00.000Z", lines=(), refund=1829, by_shop=True
    )
    service.orders[MINE][order_id] = msgspec.structs.replace(service.order(order_id), returns=(given,))
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert "Being paid back · 3 Nov 2026 €18.29 is on its way back to your card." in page
    refund = Refund(at="2026-11-04T10:20:00.000Z", amount=1829, number=1)
    service.orders[MINE][order_id] = msgspec.structs.replace(service.order(order_id), refunds=(refund,))
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert "Money back Paid back · 4 Nov 2026 €18.29 went back to your card on 4 Nov 2026." in page
    assert "Send something back" in page
    assert not [words for words in ("Received", "Sent back", "Send more back") if words in page]


def test_the_page_says_when_the_money_went_back_and_the_rest_can_go_later(
    shopper: Client, service: Service, order_id: str
) -> None:
    ask(shopper, order_id, {CUP: 1})
    move(service, order_id, State.RETURN_ACCEPTED)
    move(service, order_id, State.RETURNED)
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert "€24.00 is on its way back to your card." in page
    refund = Refund(at="2026-11-04T10:20:00.000Z", amount=2400, number=1)
    service.orders[MINE][order_id] = msgspec.structs.replace(service.order(order_id), refunds=(refund,))
    page = text(shopper.get(f"/orders/{order_id}/"))
    assert "€24.00 went back to your card on 4 Nov 2026." in page
    assert "Send more back" in page
    assert "For all 3 items, €64.90 comes back to your card, delivery included." in text(
        shopper.get(f"/orders/{order_id}/return/")
    )
    ask(shopper, order_id, {CUP: 2, JUG: 1})
    assert [each.refund for each in service.order(order_id).returns] == [2400, 6490]
