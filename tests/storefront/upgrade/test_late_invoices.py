"""`manage.py issue_invoices`: which orders have no invoice, and having them issued."""

import gc
from collections import Counter
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.invoice.models import DocumentList
from backend.contracts.invoice.operations import LIST_STAFF_DOCUMENTS
from backend.contracts.operation import AnyOperation
from backend.contracts.order import late_invoices
from backend.contracts.order.erasure import without_person
from backend.contracts.order.models import Order, StaffOrder, StaffOrderPage, Step, number
from backend.contracts.order.operations import LIST_ALL_ORDERS, REQUEST_INVOICE
from backend.contracts.order.states import State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from backend.contracts.problem import Problem
from backend.contracts.voucher.models import VoucherPayment
from storefront.clients import api
from storefront.upgrade.management.commands import issue_invoices
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.service import STAFF, Service

LONG_AGO = "2026-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issue_invoices, "access_token", lambda: f"token-of-{STAFF}")


def confirmed_order(service: Service, at: str = LONG_AGO, **changes: object) -> Order:
    """An order that was confirmed then, and since changed in these fields."""
    placed = service.order(placed_order(service))
    steps = (*placed.time_line, Step(state=State.CONFIRMED, at=at))
    order: Order = replace(placed, state=State.CONFIRMED, time_line=steps, **changes)
    service.orders[MINE][order.id] = order
    return order


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    call_command("issue_invoices", *arguments)
    return capsys.readouterr().out.splitlines()


def test_an_order_that_cannot_be_read_is_named_and_fails_the_command_once_all_else_is_done(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.unreadable = ("f" * 28,)
    order = confirmed_order(service)
    with pytest.raises(CommandError, match="Nobody can say"):
        call_command("issue_invoices", "--issue")
    assert f"{'f' * 28} cannot be read" in capsys.readouterr().out
    assert service.documents.keys() == {order.id}


@pytest.mark.parametrize("down", ["list_all_orders", "list_staff_documents", "request_invoice"])
def test_a_service_that_does_not_answer_is_reported_in_one_line(service: Service, down: str) -> None:
    confirmed_order(service)
    service.down = {down}
    with pytest.raises(CommandError, match=r"does not answer\. What is asked for is issued; run it again to go on\.$"):
        call_command("issue_invoices", "--issue")


def test_missing_permission_for_invoices_is_reported(service: Service) -> None:
    confirmed_order(service)
    service.refuse["request_invoice"] = Problem(type="forbidden", title="Not for your role", status=403)
    with pytest.raises(CommandError, match="whoever is signed in may not do this"):
        call_command("issue_invoices", "--issue")


def test_without_issue_nothing_is_asked_for(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(12):
        confirmed_order(service)
    assert output_of(capsys) == ["Would issue 12 invoices. --issue does it."]
    assert "request_invoice" not in service.calls


def test_each_missing_invoice_is_asked_for_and_a_second_time_none_is_left(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = [confirmed_order(service) for _ in range(30)]
    assert output_of(capsys, "--issue") == ["30 invoices are asked for. Run it again in a minute: none should be left."]
    assert service.documents.keys() == {order.id for order in orders}
    assert output_of(capsys) == ["Would issue 0 invoices."]
    assert service.calls.count("request_invoice") == 30


def test_orders_that_are_not_paid_or_were_paid_a_moment_ago_are_left_out(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    placed_order(service)
    service.advance(placed_order(service), *TO_DELIVERED[:3])
    confirmed_order(service, at="2999-01-01T00:00:00.000Z")
    assert output_of(capsys) == ["Would issue 0 invoices."]


def test_orders_of_the_heartbeat_have_none_and_are_not_spoken_of(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    order = confirmed_order(service)
    service.orders[heartbeat.owner("guest#1")] = {order.id: service.orders[MINE].pop(order.id)}
    assert output_of(capsys, "--issue") == ["0 invoices are asked for. Run it again in a minute: none should be left."]
    assert "request_invoice" not in service.calls


def test_what_has_no_invoice_and_cannot_have_one_is_named_with_why_and_with_what_to_write_by_hand(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    address = service.order(placed_order(service)).address
    orders = [
        confirmed_order(service, address=without_person(address)),
        confirmed_order(service, tax=0, tax_rate=0, promised_on=None),
    ]
    reasons = (late_invoices.ERASED, late_invoices.NO_TAX)
    assert output_of(capsys, "--issue") == [
        *(
            f"Order {number(order.id)} ({order.id}) gets none, as {reason}. Write an invoice over €28.90 by hand."
            for order, reason in zip(orders, reasons, strict=True)
        ),
        "To be written by hand: 2. See docs/run-book/books.md.",
        "0 invoices are asked for. Run it again in a minute: none should be left.",
    ]


def cancelled_order(service: Service, *attempts: Tried, **changes: object) -> Order:
    """An order that was confirmed, cancelled, and paid so; nothing is recorded of what went back."""
    order = confirmed_order(service)
    steps = (*order.time_line, Step(state=State.CANCELLED, at=LONG_AGO))
    cancelled: Order = replace(order, state=State.CANCELLED, time_line=steps, **changes)
    service.orders[MINE][order.id] = cancelled
    if attempts:
        service.payments += (OrderPayment(order_id=order.id, attempts=attempts),)
    return cancelled


def card_attempt(state: PaymentState, number: int = 1, refunded: int = 0) -> Tried:
    return Tried(number=number, state=state, amount=2890, currency="EUR", refunded=refunded)


HAND = (
    "gets none, as its record does not tell what went back of its money. "
    "Write an invoice over €28.90, and credit notes over €28.90 by hand."
)


def test_of_a_cancelled_order_whose_refund_no_record_tells_the_documents_to_write_are_said(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    order = cancelled_order(service, card_attempt(PaymentState.DECLINED), card_attempt(PaymentState.REFUNDED, number=2))
    assert output_of(capsys, "--issue")[0] == f"Order {number(order.id)} ({order.id}) {HAND}"
    assert "request_invoice" not in service.calls


def test_what_went_back_to_a_card_that_paid_too_much_is_no_refund_of_the_order(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    cancelled_order(service, card_attempt(PaymentState.REFUNDED), card_attempt(PaymentState.REFUNDED, number=2))
    assert output_of(capsys)[0].endswith(HAND)


@pytest.mark.parametrize(
    ("attempts", "known"),
    [
        ((), "€0.00"),
        ((card_attempt(PaymentState.CAPTURED),), "€0.00"),
        ((card_attempt(PaymentState.CAPTURED, refunded=1000),), "€10.00"),
        ((card_attempt(PaymentState.REFUNDED), card_attempt(PaymentState.CAPTURED, number=2)), "€0.00"),
    ],
)
def test_where_the_payment_service_knows_of_another_refund_the_payment_is_to_be_looked_up_first(
    service: Service, capsys: pytest.CaptureFixture[str], attempts: tuple[Tried, ...], known: str
) -> None:
    cancelled_order(service, *attempts)
    assert output_of(capsys)[0].endswith(
        f"{HAND} Look the payment up first: €28.90 should have gone back to the card, and the payment service knows of {known}."
    )


def test_what_vouchers_paid_of_a_cancelled_order_goes_back_to_no_card(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    part = VoucherPayment(id="A" * 24, hint="A7XK", amount=890)
    card = replace(card_attempt(PaymentState.REFUNDED), amount=2000)
    cancelled_order(service, card, vouchers=(part,))
    assert output_of(capsys)[0].endswith(HAND)


def test_a_long_run_says_how_far_it_is_and_goes_on_from_there_after_a_failure(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [confirmed_order(service) for _ in range(60)]
    monkeypatch.setattr(issue_invoices, "PROGRESS_EVERY", 25)
    call, pages = api.call, []

    def fail_on_third(operation: object, **request: object) -> object:
        pages.extend([1] if operation is LIST_ALL_ORDERS else [])
        if len(pages) == 3:
            service.down = {"list_all_orders"}
        return call(operation, **request)  # type: ignore[arg-type,call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(api, "call", fail_on_third)
        with pytest.raises(CommandError, match="run it again with --after after-50 to go on"):
            call_command("issue_invoices", "--issue")
    told = capsys.readouterr().err
    assert "25 orders are looked at. To go on from here: --after after-25" in told
    assert "50 orders are looked at. To go on from here: --after after-50" in told
    service.down, service.calls = set(), []
    assert output_of(capsys, "--issue", "--after", "after-50")[-1].startswith("10 invoices are asked for.")
    assert service.documents.keys() == {order.id for order in orders}
    assert service.calls.count("list_staff_documents") == 10


def test_a_cursor_that_is_none_is_told_in_one_line(service: Service) -> None:
    service.refuse["list_all_orders"] = Problem(type="bad-cursor", title="The cursor is not ours", status=400)
    with pytest.raises(CommandError, match="The cursor is not ours"):
        call_command("issue_invoices", "--after", "nonsense")


def test_of_very_many_orders_each_is_read_once_and_no_more_than_a_page_is_held(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    count, page_size, calls, held = 1_000, 25, Counter[str](), []
    order = msgspec.json.encode(service.for_staff(MINE, confirmed_order(service)))

    def answer(operation: AnyOperation, **request: Any) -> Any:
        calls[operation.name] += 1
        if operation is not LIST_ALL_ORDERS:
            return DocumentList(items=()) if operation is LIST_STAFF_DOCUMENTS else None
        first = int(request["query"].cursor or 0)
        if not first % 250:
            held.append(sum(type(each) is StaffOrder for each in gc.get_objects()))
        items = tuple(msgspec.json.decode(order, type=StaffOrder) for _ in range(page_size))
        return StaffOrderPage(items=items, next=str(first + page_size) if first + page_size < count else None)

    monkeypatch.setattr(api, "call", answer)
    assert output_of(capsys, "--issue")[-1].startswith("1000 invoices are asked for.")
    assert calls == {"list_all_orders": 40, "list_staff_documents": count, "request_invoice": count}
    assert len(held) == 4
    assert max(held) - held[0] <= 2 * page_size


def test_an_order_that_changes_meanwhile_is_named_and_hides_no_other(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, other = confirmed_order(service), confirmed_order(service)
    call = api.call

    def change_first(operation: object, **request: object) -> object:
        if operation is REQUEST_INVOICE:
            service.orders[MINE][changed.id] = replace(changed, state=State.CANCELLED)
        return call(operation, **request)  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(api, "call", change_first)
    lines = output_of(capsys, "--issue")
    assert lines[0].startswith(f"Order {number(changed.id)} ({changed.id}) was refused meanwhile: its record does not")
    assert lines[1].startswith("1 invoices are asked for.")
    assert service.documents.keys() == {other.id}
