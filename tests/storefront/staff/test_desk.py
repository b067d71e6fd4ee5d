"""The order desk: find an order, see all of it, and help. What goes wrong comes first."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from msgspec.structs import replace

from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.inventory.models import HeldLine, Hold
from backend.contracts.inventory.states import HoldState
from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.notification.models import OrderMail
from backend.contracts.order.models import Refund, number
from backend.contracts.order.states import State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from backend.contracts.problem import Problem
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.reading import text
from tests.storefront.service import Offer, Service

SEARCH = "/staff/orders/search/"


def confirm_order(service: Service) -> str:
    order_id = placed_order(service)
    service.advance(order_id, State.HELD, State.PAID, State.CONFIRMED)
    return order_id


def deliver_order(service: Service) -> str:
    service.offers["TIDE-A4"] = Offer(title="Slow Tide", price=1829)
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    return order_id


def refund(worker: Client, order_id: str, **typed: object) -> HttpResponse:
    return worker.post(f"/staff/orders/{order_id}/refund/", {"number": 1, "reason": "Bent", **typed}, follow=True)


@pytest.mark.parametrize("page", [SEARCH, "/staff/orders/1/refund/", "/staff/orders/1/address/"])
def test_shoppers_find_no_desk(shopper: Client, page: str) -> None:
    assert shopper.get(page).status_code == 404


@pytest.mark.parametrize("q", ["nobody", "€€€", "%00", "<script>", "x" * 200])
def test_a_search_without_a_match_says_so(worker: Client, service: Service, q: str) -> None:
    confirm_order(service)
    page = worker.get(SEARCH, {"q": q})
    assert page.status_code == 200
    assert "No order matches" in text(page) or "<script>" not in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"state": "gone"},
        {"q": "x" * 201},
        {"q": "a\x00b"},
    ],
)
def test_impossible_conditions_are_reported_at_their_fields(worker: Client, query: dict[str, str]) -> None:
    page = worker.get(SEARCH, query)
    assert (page.status_code, "aria-invalid" in page.content.decode()) == (422, True)


def test_a_page_that_is_not_there_leads_to_the_first(worker: Client, service: Service) -> None:
    service.refuse["search_orders"] = Problem(type="bad-query", title="No", status=400)
    assert worker.get(SEARCH, {"after": "Zm9v"}).headers["Location"] == SEARCH


def test_an_order_is_found_and_its_page_is_a_click_away(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    placed_order(service, "shopper#bob", "DOTS")
    page = worker.get(SEARCH, {"q": "tide-a4", "state": "confirmed"})
    assert [number(order_id) in text(page), page.content.decode().count("<tbody><tr>")] == [True, 1]
    assert f'href="/staff/orders/{order_id}/"' in page.content.decode()


def test_days_are_the_shops_and_the_last_one_counts(worker: Client, service: Service) -> None:
    worker.get(SEARCH, {"since": "2026-11-03", "until": "2026-11-03"})
    form = worker.get(SEARCH, {"since": "2026-11-03", "until": "2026-11-03"}).context["form"]
    assert (form.query.since, form.query.until) == ("2026-11-02T23:00:00.000Z", "2026-11-03T23:00:00.000Z")


def test_a_day_long_past_and_one_far_ahead_can_be_asked_for(worker: Client) -> None:
    page = worker.get(SEARCH, {"since": "2000-01-01", "until": "2200-01-01"})
    query = page.context["form"].query
    assert (page.status_code, query.since, query.until) == (200, "1999-12-31T23:00:00.000Z", "2200-01-01T23:00:00.000Z")


def test_pages_keep_their_conditions(worker: Client, service: Service) -> None:
    for _ in range(51):
        placed_order(service)
    page = worker.get(SEARCH, {"state": "placed"})
    (following,) = re.findall(r'href="([^"]*after=[^"]*)"', page.content.decode())
    assert following == "/staff/orders/search/?state=placed&amp;after=after-50"
    assert "First page" in text(worker.get(following.replace("&amp;", "&")))


def test_an_order_shows_its_money_and_what_was_done(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    total = service.order(order_id).total
    tried = Tried(number=1, state=PaymentState.CAPTURED, amount=total, currency="EUR")
    service.payments = (OrderPayment(order_id=order_id, attempts=(tried,)),)
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    for shown in ("captured", "Slow Tide", "TIDE-A4", "ada@example.org", MINE, "Mark packed", "Can still be refunded"):
        assert shown in page


def test_the_page_of_an_order_says_what_became_of_its_pieces(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    assert "The inventory service has no answer for this order at the moment." in page
    pieces = (HeldLine(sku="TIDE-A4", quantity=2),)
    service.holds = (Hold(order_id=order_id, state=HoldState.SOLD, at="2026-11-03T10:20:00.000Z", lines=pieces),)
    service.holds = (replace(service.holds[0], back=(HeldLine(sku="TIDE-A4", quantity=1),)),)
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    assert "Stock Sold. 2 × TIDE-A4 Back in stock: 1 × TIDE-A4" in page


def test_the_time_line_names_what_every_service_did_as_that_service_knows_it(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    order = service.order(order_id)
    service.orders[MINE][order_id] = replace(
        order, refunds=(Refund(at="2026-11-08T10:00:00.000Z", amount=1829, attempt=2),)
    )
    service.mails[order_id] = (
        OrderMail(name="confirmed", at="2026-11-05T10:00:00.000Z", subject="Order confirmed", text="Thank you."),
        OrderMail(name="delivered", at="2026-11-07T10:00:00.000Z", subject="It is there", refused="MessageRejected"),
    )
    service.documents[order_id] = (
        DocumentSummary(
            number="INV-2026-000042",
            kind=Kind.INVOICE,
            issued_at="2026-11-06T10:00:00.000Z",
            amount=2900,
            currency="EUR",
        ),
    )
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    told = [
        f"Refund reached the card Payment {order_id}-2",
        "E-mail not sent E-mail delivered It is there",
        "Invoice issued INV-2026-000042",
        "E-mail sent E-mail confirmed Order confirmed",
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)


def test_the_time_line_speaks_of_the_shopper_and_not_to_them(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, State.HELD, State.ACTION_REQUIRED, State.PAID)
    told = text(worker.get(f"/staff/orders/{order_id}/")).partition(" History ")[2].partition(" Delivery ")[0]
    assert ("Stock set aside" in told, "The bank asked for a confirmation" in told) == (True, True)
    assert re.search(r"\byour?\b", told) is None


@pytest.mark.parametrize("down", ["payment", "desk", "inventory", "invoice", "notification"])
def test_a_service_that_is_down_leaves_the_rest_of_the_page(worker: Client, service: Service, down: str) -> None:
    order_id = confirm_order(service)
    service.payments = (OrderPayment(order_id=order_id, attempts=()),)
    service.holds = (Hold(order_id=order_id, state=HoldState.SOLD, at="2026-11-03T10:20:00.000Z", lines=()),)
    assert "at the moment" not in text(worker.get(f"/staff/orders/{order_id}/"))
    service.down.add(down)
    page = worker.get(f"/staff/orders/{order_id}/")
    assert (page.status_code, "Slow Tide" in text(page)) == (200, True)
    assert "at the moment" in text(page)


def test_an_order_there_is_not_is_not_found(worker: Client) -> None:
    assert worker.get(f"/staff/orders/{'0' * 28}/").status_code == 404


def test_the_frame_has_neither_the_shops_menu_nor_its_footer(worker: Client, service: Service) -> None:
    page = worker.get(SEARCH).content.decode()
    assert ('class="footer"' in page, 'id="menu"' in page, 'aria-label="Desk"' in page) == (False, False, True)
    assert re.findall(r'aria-current="page">([^<]+)', page) == ["Find an order"]


def test_a_note_is_written_once_and_signed(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    typed = {"key": "k" * 32, "text": "Rang twice.\r\nWants oak."}
    for _ in range(2):
        page = worker.post(f"/staff/orders/{order_id}/notes/", typed, follow=True)
    assert [note.text for note in service.notes[order_id]] == ["Rang twice.\nWants oak."]
    assert "Wants oak." in text(page)


def test_an_empty_note_is_not_saved(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    page = worker.post(f"/staff/orders/{order_id}/notes/", {"key": "k" * 32, "text": " "}, follow=True)
    assert ("Write something first." in text(page), service.notes) == (True, {})


def test_a_cancellation_wants_a_reason(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    page = worker.post(f"/staff/orders/{order_id}/cancel/", {"owner": MINE, "reason": ""}, follow=True)
    assert ("Give a reason" in text(page), service.order(order_id).state) == (True, State.CONFIRMED)


def test_staff_cancel_an_order_and_it_is_kept_who_did(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    page = worker.post(f"/staff/orders/{order_id}/cancel/", {"owner": MINE, "reason": "You rang"}, follow=True)
    assert service.order(order_id).state is State.CANCELLED
    assert "Cancelled by staff by staff@example.org" in text(page) or "Cancelled by staff" in text(page)


def test_a_packed_order_is_not_cancelled(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED)
    page = worker.post(f"/staff/orders/{order_id}/cancel/", {"owner": MINE, "reason": "You rang"}, follow=True)
    assert "Nothing was done." in text(page)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, "Choose pieces, or type an amount"),
        ({"amount": "nothing"}, "At most"),
        ({"amount": "-5"}, "At most"),
        ({"amount": "18.295"}, "At most"),
        ({"amount": "NaN"}, "At most"),
        ({"amount": "1e9"}, "At most"),
        ({"amount": "5", "pieces-TIDE-A4": "1"}, "not both"),
        ({"pieces-TIDE-A4": "2"}, "not left"),
        ({"amount": "5", "reason": ""}, "Give a reason"),
    ],
)
def test_an_impossible_refund_is_reported_before_anything_is_done(
    worker: Client, service: Service, typed: dict[str, str], wrong: str
) -> None:
    order_id = deliver_order(service)
    page = worker.get(f"/staff/orders/{order_id}/refund/", {"reason": "Bent"} | typed)
    assert (page.status_code, wrong in text(page)) == (422, True)
    refund(worker, order_id, **typed)
    assert service.order(order_id).returns == ()


def test_a_line_is_looked_at_and_then_given_back(worker: Client, service: Service) -> None:
    order_id = deliver_order(service)
    looked = worker.get(f"/staff/orders/{order_id}/refund/", {"reason": "Bent", "amount": "18,29"})
    assert "€18.29 will go back to the card." in text(looked)
    assert service.order(order_id).returns == ()
    page = refund(worker, order_id, amount="18,29")
    (given,) = service.order(order_id).returns
    assert (given.refund, given.by_shop) == (1829, True)
    assert "€18.29 goes back to the card" in text(page)
    refund(worker, order_id, amount="18,29")
    assert len(service.order(order_id).returns) == 1


def test_an_address_is_changed_in_the_same_country(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    page = f"/staff/orders/{order_id}/address/"
    typed = {
        "name": "Ada",
        "email": "ada@example.org",
        "street": "Side Street 2",
        "postal_code": "10117",
        "town": "Berlin",
    }
    assert worker.post(page, typed | {"street": "", "version": 3}).status_code == 422
    worker.post(page, typed | {"version": 3, "country": "FR"})
    address = service.order(order_id).address
    assert (address.street, address.postal_code, address.country) == ("Side Street 2", "10117", "DE")


def test_a_packed_orders_address_is_not_asked_for(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    service.advance(order_id, State.PACKED)
    assert worker.get(f"/staff/orders/{order_id}/address/").status_code == 303


def test_a_move_from_an_orders_page_leads_back_to_it(worker: Client, service: Service) -> None:
    order_id = confirm_order(service)
    typed = {"owner": MINE, "state": "packed", "from": "confirmed", "page": "order"}
    assert worker.post(f"/staff/orders/{order_id}/", typed).headers["Location"] == f"/staff/orders/{order_id}/"


def test_another_address_for_the_invoice_is_shown_with_the_order(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    where = f"/staff/orders/{order_id}/"
    assert "Invoice address" not in text(worker.get(where))
    (owner,) = service.orders
    made = service.orders[owner][order_id]
    office = InvoiceAddress(name="Ada Ltd", street="Zeil 1", postal_code="60313", town="Frankfurt", country="DE")
    service.orders[owner][order_id] = replace(made, invoice_address=office)
    assert "Invoice address Ada Ltd Zeil 1 60313 Frankfurt Germany" in text(worker.get(where))


def test_the_history_says_where_a_refund_arrived(worker: Client, service: Service) -> None:
    order_id = deliver_order(service)
    parts = (Refund(at="2026-11-03T10:20:00.000Z", amount=900, attempt=attempt, number=1) for attempt in (0, 1))
    service.orders[MINE][order_id] = replace(service.order(order_id), refunds=tuple(parts))
    page = text(worker.get(f"/staff/orders/{order_id}/"))
    assert page.count("Refund reached the gift voucher") == page.count("Refund reached the card") == 1
