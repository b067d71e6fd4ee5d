"""Invoices of orders that were confirmed by a release that knew none: one for each, with the credit notes of what went
back before it, however often they are asked for, and whatever was heard before."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.invoice.models import Kind
from backend.contracts.order.invoice_events import InvoiceRequested
from backend.contracts.order.models import OrderReturn, Refund, ReturnLine
from backend.contracts.order.states import ReturnState
from backend.invoice import late_invoices, repository, service
from backend.invoice.repository import load
from backend.invoice.texts import invoice_text
from tests.backend.invoice.conftest import documents, hear
from tests.backend.invoice.documents import order_confirmed, payment_returned, purchase, return_received
from tests.backend.order.checkouts import ADA, BOB, checked_out, order_id

pytestmark = pytest.mark.usefixtures("time_now")
AT = "2026-11-08T08:00:00.000Z"
BACK = OrderReturn(
    number=1, state=ReturnState.RECEIVED, at=AT, lines=(ReturnLine(sku=checked_out().lines[0].sku, quantity=1),),
    refund=2_900,
)  # fmt: skip
BY_STAFF = replace(BACK, number=2, lines=(), refund=100, by_shop=True, reason="Late by a week")
REFUNDS = (Refund(at=AT, amount=2_900, number=1), Refund(at=AT, amount=100, number=2))


def request(number: int = 1, **more: Any) -> InvoiceRequested:
    return InvoiceRequested(order_id=order_id(number), owner=ADA, at=AT, purchase=purchase(), **more)


def kinds_and_amounts(number: int = 1) -> list[tuple[str, int]]:
    return [(each.kind, each.amount) for each in documents(number)]


def test_more_than_was_paid_is_never_credited_and_its_message_comes_again() -> None:
    assert hear(request(refunds=(Refund(at=AT, amount=17_401),))) == ["message-0"]
    assert kinds_and_amounts() == [(Kind.INVOICE, 17_400)]


def test_an_order_that_has_its_invoice_keeps_it_and_takes_no_number() -> None:
    hear(order_confirmed())
    before = load(order_id(1))
    assert hear(request(), request(supplied_at=AT)) == []
    assert load(order_id(1)) == before
    hear(request(2))
    assert [each.number for each in documents(2)] == ["INV-2026-000002"]


def test_an_invoice_requested_several_times_is_issued_once_with_todays_date() -> None:
    assert hear(*(request(returns=(BACK, BY_STAFF), refunds=REFUNDS),) * 3) == []
    assert [(each.number, each.issued_at[:10]) for each in documents()] == [
        ("INV-2026-000001", "2026-11-03"),
        ("CN-2026-000001", "2026-11-03"),
        ("CN-2026-000002", "2026-11-03"),
    ]


def test_its_number_is_the_next_one_between_those_of_others() -> None:
    for number, event in enumerate((order_confirmed(1), request(2), order_confirmed(3)), 1):
        hear(event)
        assert [each.number for each in documents(number)] == [f"INV-2026-{number:06}"]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_whichever_events_arrived_before_the_same_documents_are_issued_once(order: tuple[int, ...]) -> None:
    asked = request(returns=(BACK,), refunds=(REFUNDS[0],))
    events = (replace(order_confirmed(), purchase=None), return_received(), payment_returned(2_900, 1), asked)
    for each in (*order, *order):
        assert hear(events[each]) == []
    assert [each.number for each in documents()] == ["INV-2026-000001", "CN-2026-000001"]
    (note,) = load(order_id(1)).notes
    assert [(line.quantity, note.amount) for line in note.lines] == [(1, 2_900)]


def test_an_issue_that_was_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request(returns=(BACK, BY_STAFF), refunds=REFUNDS)
    with monkeypatch.context() as cut:
        cut.setattr(service, "issue_credit_note", lambda refund: 1 / 0)
        assert hear(asked) == ["message-0"]
    assert len(documents()) == 1
    assert hear(asked) == []
    assert kinds_and_amounts() == [(Kind.INVOICE, 17_400), (Kind.CREDIT_NOTE, 2_900), (Kind.CREDIT_NOTE, 100)]


def test_a_refund_by_staff_says_their_reason_and_a_return_its_pieces() -> None:
    hear(request(returns=(BACK, BY_STAFF), refunds=REFUNDS))
    returned, given = load(order_id(1)).notes
    assert (returned.reason, len(returned.lines)) == ("", 1)
    assert (given.reason, given.lines) == ("Late by a week", ())


def test_what_went_back_to_vouchers_has_a_note_of_its_own() -> None:
    hear(request(refunds=(Refund(at=AT, amount=10_000), Refund(at=AT, amount=7_400, attempt=0))))
    assert [(note.amount, note.to_voucher) for note in load(order_id(1)).notes] == [(10_000, False), (7_400, True)]


def test_money_that_goes_back_afterwards_is_credited_as_usual() -> None:
    hear(request(), return_received(), payment_returned(2_900, 1))
    assert kinds_and_amounts() == [(Kind.INVOICE, 17_400), (Kind.CREDIT_NOTE, 2_900)]


def test_the_account_that_claimed_the_order_reads_it() -> None:
    hear(request(shopper=BOB))
    assert documents() == []
    assert len(documents(owner=BOB)) == 1


@pytest.mark.parametrize(
    ("language", "fact"),
    [("en", ("Date of supply", "8 Nov 2026")), ("de", ("Lieferdatum", "08.11.2026")),
     ("fr", ("Livré le", "8 nov. 2026"))],
)  # fmt: skip
def test_it_says_when_the_goods_were_supplied_in_the_orders_language(language: str, fact: tuple[str, str]) -> None:
    asked = request(supplied_at=AT)
    hear(replace(asked, purchase=purchase(language=language)))
    invoice = load(order_id(1)).invoice
    assert invoice
    facts = invoice_text(invoice).facts
    assert fact in facts
    assert not {"Delivery by", "Lieferung bis", "Livraison d’ici le"} & {name for name, _ in facts}


def test_what_has_not_left_is_promised() -> None:
    hear(request())
    invoice = load(order_id(1)).invoice
    assert invoice
    assert "Delivery by" in dict(invoice_text(invoice).facts)


def test_two_at_once_take_one_number(monkeypatch: pytest.MonkeyPatch, time_now: Callable[[str], None]) -> None:
    add = repository.add_invoice

    def be_overtaken(*arguments: Any) -> bool:
        monkeypatch.setattr(repository, "add_invoice", add)
        late_invoices.issue_late_invoice(request())
        return add(*arguments)

    monkeypatch.setattr(repository, "add_invoice", be_overtaken)
    assert hear(request()) == []
    hear(order_confirmed(2))
    assert [each.number for number in (1, 2) for each in documents(number)] == ["INV-2026-000001", "INV-2026-000002"]
