"""`manage.py issue_invoices`: which orders have no invoice, and having them issued."""

import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.order import late_invoices
from backend.contracts.order.erasure import without_person
from backend.contracts.order.models import Order, Step, number
from backend.contracts.order.states import State
from backend.contracts.problem import Problem
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


def test_what_has_no_invoice_and_cannot_have_one_is_named_with_why(
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
            f"Order {number(order.id)} ({order.id}) gets none, as {reason}"
            for order, reason in zip(orders, reasons, strict=True)
        ),
        "0 invoices are asked for. Run it again in a minute: none should be left.",
    ]


def test_an_order_that_changes_meanwhile_is_named_and_hides_no_other(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, other = confirmed_order(service), confirmed_order(service)
    call = api.call

    def change_first(operation: object, **request: object) -> object:
        if operation is issue_invoices.survey.__globals__["REQUEST_INVOICE"]:
            service.orders[MINE][changed.id] = replace(changed, state=State.CANCELLED)
        return call(operation, **request)  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(api, "call", change_first)
    lines = output_of(capsys, "--issue")
    assert lines[0].startswith(f"Order {number(changed.id)} ({changed.id}) was refused meanwhile: its record does not")
    assert lines[1].startswith("1 invoices are asked for.")
    assert service.documents.keys() == {other.id}
