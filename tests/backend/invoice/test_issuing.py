"""One invoice per order and one credit note per refund, without gaps: however often, in whatever order, and at once."""

from collections.abc import Callable
from itertools import permutations
from typing import Any
from unittest import mock

import pytest
from msgspec.structs import astuple, replace

from backend.contracts.alarm_messages import INVOICE_NOT_ISSUED
from backend.contracts.tax import TaxLine, included_tax
from backend.contracts.voucher.events import VoucherRefunded
from backend.invoice import numbering, repository
from backend.shared import dynamodb
from backend.shared.aws import client
from tests.backend.invoice.conftest import documents, hear
from tests.backend.invoice.documents import order_confirmed, payment_returned, return_received
from tests.backend.order.checkouts import ADA, order_id

SetClock = Callable[[str], None]
pytestmark = pytest.mark.usefixtures("time_now")


def numbers(number: int = 1) -> list[str]:
    return [each.number for each in documents(number)]


def items() -> dict[tuple[str, str], Any]:
    return {(each["pk"]["S"], each["sk"]["S"]): each for each in client("dynamodb").scan(TableName="invoice")["Items"]}


def test_an_order_confirmed_by_an_earlier_release_gets_no_invoice_and_raises_an_alarm(
    written_log: Callable[[], str],
) -> None:
    assert hear(replace(order_confirmed(), purchase=None)) == []
    assert not items()
    assert INVOICE_NOT_ISSUED in written_log()


def test_more_than_was_paid_is_never_credited_and_its_message_comes_again() -> None:
    hear(order_confirmed())
    assert hear(payment_returned(17_401)) == ["message-0"]
    assert hear(return_received(1), return_received(2), payment_returned(10_000, 1), payment_returned(7_401, 2)) == [
        "message-3"
    ]
    assert [each.amount for each in documents()] == [17_400, 10_000]


def test_a_released_hold_is_credited_to_nobody() -> None:
    assert hear(order_confirmed(), payment_returned(0)) == []
    assert numbers() == ["INV-2026-000001"]


def test_money_of_a_card_that_did_not_pay_the_invoice_gives_nothing_of_it_back() -> None:
    hear(order_confirmed(attempt=2), payment_returned(17_400, attempt=1))
    assert numbers() == ["INV-2026-000001"]
    hear(payment_returned(17_400, attempt=2))
    assert len(numbers()) == 2


def test_a_refund_of_an_order_that_is_never_confirmed_is_no_failure() -> None:
    assert hear(payment_returned(17_400), payment_returned(17_400)) == []
    assert documents() == []


def test_a_refund_reported_again_under_a_later_time_is_no_failure_and_is_credited_once() -> None:
    first, again = payment_returned(17_400), replace(payment_returned(17_400), at="2026-11-09T10:11:12.123Z")
    assert hear(first, again) == []
    assert hear(order_confirmed(), again) == []
    assert numbers() == ["INV-2026-000001", "CN-2026-000001"]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_whatever_comes_first_the_same_documents_are_issued_once(order: tuple[int, ...]) -> None:
    events = (order_confirmed(), return_received(), payment_returned(2_900, 1), payment_returned(14_500))
    for twice in (1, 2):
        for each in order:
            assert hear(*(events[each],) * twice) == []
        found = documents()
        assert [each.number for each in found] == ["INV-2026-000001", "CN-2026-000001", "CN-2026-000002"]
        assert sorted(each.amount for each in found[1:]) == [2_900, 14_500]


def test_numbers_go_on_without_a_gap_from_order_to_order() -> None:
    for number in range(1, 13):
        hear(order_confirmed(number))
    assert [numbers(number) for number in range(1, 13)] == [[f"INV-2026-{number:06}"] for number in range(1, 13)]


def test_a_write_that_fails_uses_up_no_number() -> None:
    with mock.patch.object(dynamodb, "transact_if", side_effect=RuntimeError):
        assert hear(order_confirmed()) == ["message-0"]
    hear(order_confirmed(2), order_confirmed())
    assert (numbers(2), numbers()) == (["INV-2026-000001"], ["INV-2026-000002"])


@pytest.mark.parametrize("before", [0, 1])
def test_of_two_that_take_the_same_number_one_takes_the_next(monkeypatch: pytest.MonkeyPatch, before: int) -> None:
    for number in range(before):
        hear(order_confirmed(3 + number))
    read, late = numbering.read_counter, iter([True])

    def read_too_early(range_name: str) -> repository.Counter:
        counter = read(range_name)
        if next(late, False):
            hear(order_confirmed(2))
        return counter

    monkeypatch.setattr(numbering, "read_counter", read_too_early)
    assert hear(order_confirmed()) == []
    assert (numbers(2), numbers()) == ([f"INV-2026-{before + 1:06}"], [f"INV-2026-{before + 2:06}"])


def test_of_two_refunds_at_once_both_are_credited_after_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    hear(order_confirmed())
    load, late = repository.load, iter([True])

    def load_too_early(order_id: str) -> repository.Records:
        records = load(order_id)
        if next(late, False):
            hear(return_received(), payment_returned(2_900, 1))
        return records

    monkeypatch.setattr(repository, "load", load_too_early)
    assert hear(payment_returned(14_500)) == []
    assert [each.amount for each in documents()] == [17_400, 2_900, 14_500]


def test_a_refund_that_meets_the_invoice_on_its_way_is_credited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refund has seen no invoice when the invoice is written."""
    load, late = repository.load, iter([True])

    def load_too_early(order_id: str) -> repository.Records:
        records = load(order_id)
        if next(late, False):
            hear(order_confirmed())
        return records

    monkeypatch.setattr(repository, "load", load_too_early)
    assert hear(payment_returned(17_400)) == []
    assert [each.amount for each in documents()] == [17_400, 17_400]


def test_a_message_that_always_loses_the_race_is_retried_later() -> None:
    with mock.patch.object(repository, "add_invoice", return_value=False):
        assert hear(order_confirmed()) == ["message-0"]
    hear(order_confirmed())
    with mock.patch.object(repository, "add_credit_note", return_value=False):
        assert hear(payment_returned(2_900)) == ["message-0"]


def test_each_year_of_the_shops_clock_begins_at_one(time_now: SetClock) -> None:
    for number, instant in enumerate(("2026-12-31T22:59:59.999Z", "2026-12-31T23:00:00.000Z"), 1):
        time_now(instant)
        hear(order_confirmed(number))
    assert (numbers(1), numbers(2)) == (["INV-2026-000001"], ["INV-2027-000001"])


def test_no_number_is_issued_before_the_one_in_front_of_it_however_clocks_differ(time_now: SetClock) -> None:
    hear(order_confirmed())
    time_now("2026-11-03T10:12:29.000Z")
    hear(order_confirmed(2))
    assert documents(1)[0].issued_at == documents(2)[0].issued_at


def test_another_stage_has_numbers_that_look_different(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBER_PREFIX", "TRIAL-")
    hear(order_confirmed())
    assert numbers() == ["TRIAL-INV-2026-000001"]


def test_nothing_that_was_issued_is_ever_written_again() -> None:
    hear(order_confirmed(), return_received(), payment_returned(2_900, 1))
    before = {key: item for key, item in items().items() if key[0] != "COUNTER"}
    hear(
        order_confirmed(total=1),
        return_received(),
        payment_returned(2_900, 1),
        payment_returned(1_000, 2),
        order_confirmed(2),
    )
    assert before.items() <= items().items()


def test_an_invoice_is_issued_in_one_transaction() -> None:
    with mock.patch.object(
        client("dynamodb"), "transact_write_items", wraps=client("dynamodb").transact_write_items
    ) as write:
        hear(order_confirmed())
    ((_, arguments),) = write.call_args_list
    assert [each["Put"]["Item"]["sk"]["S"] for each in arguments["TransactItems"]] == ["INV#2026", "INVOICE"]


@pytest.mark.parametrize("tax", [2_778, 2_780])
@pytest.mark.parametrize("amounts", [(17_400,), (2_900, 14_500), (1, 17_399), (5_801, 5_801, 5_798)])
def test_the_tax_of_all_that_went_back_is_the_tax_that_was_paid(amounts: tuple[int, ...], tax: int) -> None:
    """However it was rounded when it was paid."""
    for number, amount in enumerate(amounts, 1):
        hear(order_confirmed(tax=tax), return_received(number), payment_returned(amount, number))
    notes = repository.load(order_confirmed().order_id).notes
    assert sum(each.tax for each in notes) == tax
    assert abs(notes[0].tax - included_tax(amounts[0], 1900)) <= 2


TAXES = (TaxLine(rate=1900, total=11_900, tax=1_900), TaxLine(rate=700, total=5_500, tax=360))
MIXED: dict[str, Any] = {"taxes": TAXES, "tax": 2_260, "tax_rate": 1900}


@pytest.mark.parametrize("amounts", [(17_400,), (2_900, 14_500), (1, 17_399), (5_801, 5_801, 5_798)])
def test_at_several_rates_credit_notes_add_up_to_the_invoice_at_each(amounts: tuple[int, ...]) -> None:
    for number, amount in enumerate(amounts, 1):
        hear(order_confirmed(**MIXED), return_received(number), payment_returned(amount, number))
    notes = repository.load(order_confirmed().order_id).notes
    assert all(sum(line.total for line in note.taxes) == note.amount for note in notes)
    for rate, total, tax in (astuple(line) for line in TAXES):
        lines = [line for note in notes for line in note.taxes if line.rate == rate]
        assert (sum(line.total for line in lines), sum(line.tax for line in lines)) == (total, tax)


def test_a_return_is_credited_at_its_own_rates_though_it_comes_back_in_two_parts() -> None:
    own = (TaxLine(rate=700, total=2_900, tax=190),)
    order = {"order_id": order_id(1), "owner": ADA, "at": "2026-11-09T08:00:00.000Z"}
    to_voucher = VoucherRefunded(**order, refunded=2_000, currency="EUR", number=1)
    hear(order_confirmed(**MIXED), replace(return_received(1), taxes=own), payment_returned(900, 1), to_voucher)
    notes = repository.load(order_confirmed().order_id).notes
    assert [[(line.rate, line.total) for line in note.taxes] for note in notes] == [[(700, 900)], [(700, 2_000)]]
    assert sum(note.tax for note in notes) == 190


def test_a_return_of_before_rates_were_told_apart_is_credited_in_proportion() -> None:
    hear(order_confirmed(**MIXED), return_received(1), payment_returned(2_900, 1))
    (note,) = repository.load(order_confirmed().order_id).notes
    assert [line.rate for line in note.taxes] == [1900, 700]
