"""Vouchers as staff issue, find, block and mail them, as their owners ask for a balance, and as other services hear."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

import msgspec
import pytest

from backend.contracts.operation import AnyOperation
from backend.contracts.problem import Refused
from backend.contracts.voucher import payments
from backend.contracts.voucher.codes import CODE_LENGTH, voucher_id
from backend.contracts.voucher.events import VoucherChanged, VoucherMailRequested
from backend.contracts.voucher.models import BlockVoucher, EntryKind, ResendVoucher, Voucher, VoucherPayment
from backend.contracts.voucher.operations import CHECK_VOUCHER, FIND_VOUCHER, ISSUE_VOUCHER
from backend.shared import compression
from backend.shared.aws import client
from backend.voucher import blocking, handler, holds, ledger, relay, repository
from tests.backend.events import http, said, stream, token
from tests.backend.voucher.vouchers import issue, new, order_placed, payment

STAFF = token("grace", groups="[staff]")


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("voucher")


def item(voucher_id: str, sk: str = ledger.SK) -> dict[str, Any]:
    key = ledger.key(voucher_id) | {"sk": {"S": sk}}
    return client("dynamodb").get_item(TableName="voucher", Key=key).get("Item", {})


def code_of(voucher_id: str) -> str:
    code: str = item(voucher_id)["code"]["S"]
    return code


def mail(voucher_id: str, number: int) -> VoucherMailRequested:
    event = item(voucher_id, f"MAIL#{number}")["event"]["B"]
    return compression.decode(event, VoucherMailRequested)


def call(operation: AnyOperation, **more: Any) -> dict[str, Any]:
    reply: dict[str, Any] = handler.handler(http(operation, **more), None)
    return reply


def published_changes(*images: tuple[dict[str, Any], dict[str, Any]]) -> list[VoucherChanged]:
    """What the relay tells other services of these changes of an item."""
    with mock.patch.object(client("events"), "put_events", return_value={"Entries": [{}]}) as put:
        assert relay.handler(stream(*images), None) == {"batchItemFailures": []}
    entries = [entry for call in put.call_args_list for entry in call.kwargs["Entries"]]
    return [msgspec.json.decode(entry["Detail"], type=VoucherChanged) for entry in entries]


@pytest.mark.parametrize("changes", [{"value": 99}, {"value": 50_001}, {"email": "nobody"}, {"message": "\x00"}])
def test_a_voucher_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    body = msgspec.to_builtins(new()) | changes
    assert call(ISSUE_VOUCHER, claims=STAFF, body=body)["statusCode"] == 422
    assert client("dynamodb").scan(TableName="voucher")["Items"] == []


def test_a_request_that_is_sent_twice_issues_one_voucher_and_mails_it_once() -> None:
    body = new(5000, message="Happy birthday")
    assert repository.issue(body) == repository.issue(body)
    items = [each["sk"]["S"].partition("#")[0] for each in client("dynamodb").scan(TableName="voucher")["Items"]]
    assert sorted(items) == ["ENTRY", "ISSUE", "MAIL", "VOUCHER"]


def test_a_key_that_issued_another_voucher_is_refused() -> None:
    body = new(5000)
    repository.issue(body)
    with pytest.raises(Refused, match="Another voucher"):
        repository.issue(msgspec.structs.replace(body, value=6000))


def test_codes_are_80_random_bits_and_the_id_is_a_digest_of_the_code() -> None:
    first, second = issue(), issue()
    codes = [code_of(each.id) for each in (first, second)]
    assert len(set(codes)) == 2
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert [voucher_id(code) for code in codes] == [first.id, second.id]


def test_what_other_services_hear_does_not_have_the_code_but_for_the_mail() -> None:
    voucher = issue()
    code = code_of(voucher.id)
    (told,) = published_changes(({}, item(voucher.id)))
    assert code not in msgspec.json.encode(told).decode()
    assert mail(voucher.id, 1).code == code


@pytest.mark.parametrize(("issued", "last"), [(date(2026, 1, 1), "2029-12-31"), (date(2026, 12, 31), "2029-12-31")])
def test_a_voucher_is_good_for_three_years_to_the_end_of_the_last(issued: date, last: str) -> None:
    assert repository.expiry(issued) == last


def test_the_code_reveals_the_balance_and_anything_else_reveals_nothing() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 1500)))
    code = code_of(voucher.id)
    found = said(call(CHECK_VOUCHER, body={"code": code}))
    assert found == {"balance": 3500, "currency": "EUR", "expires_on": voucher.expires_on}
    near = ("A" if code[0] != "A" else "B") + code[1:]
    replies = [call(CHECK_VOUCHER, body={"code": each}) for each in (near, "A" * CODE_LENGTH)]
    assert {reply["statusCode"] for reply in replies} == {404}
    assert said(replies[0])["detail"] == said(replies[1])["detail"]


def test_the_id_of_a_voucher_is_no_code() -> None:
    voucher = issue()
    assert call(CHECK_VOUCHER, body={"code": voucher.id[:CODE_LENGTH]})["statusCode"] == 404
    assert call(CHECK_VOUCHER, body={"code": voucher.id})["statusCode"] == 422


def test_a_blocked_voucher_shows_nothing_left_to_shoppers_and_its_balance_to_staff() -> None:
    voucher = issue(5000)
    blocked = blocking.block(voucher.id, BlockVoucher(blocked=True, reason="Stolen", by="grace"))
    assert said(call(CHECK_VOUCHER, body={"code": code_of(voucher.id)}))["balance"] == 0
    assert (blocked.balance, blocked.blocked) == (5000, True)
    assert [(each.kind, each.note, each.by) for each in blocked.entries][1:] == [(EntryKind.BLOCKED, "Stolen", "grace")]
    assert blocking.block(voucher.id, BlockVoucher(blocked=True, reason="Again")) == blocked


def test_staff_find_a_voucher_by_its_code_with_all_that_happened_to_it() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 1500)))
    found = said(call(FIND_VOUCHER, claims=STAFF, body={"code": code_of(voucher.id)}))
    assert [(each["kind"], each.get("amount", 0)) for each in found["entries"]] == [("issued", 5000), ("held", -1500)]
    assert "code" not in found


def test_a_code_is_mailed_again_once_per_number_and_a_later_number_is_refused() -> None:
    voucher = issue()
    for _ in range(2):
        assert repository.resend(voucher.id, ResendVoucher(number=2)).mails == 2
    assert mail(voucher.id, 2).code == code_of(voucher.id)
    assert not item(voucher.id, "MAIL#3")
    with pytest.raises(Refused, match="another number of times"):
        repository.resend(voucher.id, ResendVoucher(number=4))


def test_others_hear_of_each_balance_but_not_of_a_mail() -> None:
    voucher = issue(5000)
    before = item(voucher.id)
    repository.resend(voucher.id, ResendVoucher(number=2))
    mailed = item(voucher.id)
    holds.hold(order_placed(1, payment(voucher, 1500)))
    assert published_changes((before, mailed)) == []
    (told,) = published_changes((mailed, item(voucher.id)))
    assert (told.voucher.balance, told.voucher.version) == (3500, 2)


def voucher(balance: int, number: int = 1) -> Voucher:
    return Voucher(
        id="A" * 23 + "ABCDE"[number],
        hint="WXYZ",
        currency="EUR",
        balance=balance,
        expires_on="2029-12-31",
        version=1,
    )


@pytest.mark.parametrize(
    ("balances", "total", "paid"),
    [
        ((5000,), 3000, [3000]),
        ((5000,), 5000, [5000]),
        ((1000, 5000), 3000, [1000, 2000]),
        ((5000,), 5050, [4950]),
        ((1000, 2000), 3099, [1000, 1999]),
        ((50,), 100, []),
        ((5000, 1000), 5000, [5000]),
    ],
)
def test_vouchers_pay_one_after_another_and_leave_a_card_nothing_or_what_it_can_pay(
    balances: tuple[int, ...], total: int, paid: list[int]
) -> None:
    vouchers = [voucher(balance, number) for number, balance in enumerate(balances)]
    assert [each.amount for each in payments.pay(vouchers, total)] == paid


def test_a_refund_goes_to_the_vouchers_first_as_far_as_they_paid() -> None:
    paid = tuple(
        VoucherPayment(id="A" * 23 + end, hint="WXYZ", amount=amount) for end, amount in (("A", 1000), ("B", 500))
    )
    first = payments.refund(paid, (), 1200)
    assert [each.amount for each in first] == [1000, 200]
    assert [each.amount for each in payments.refund(paid, first, 1200)] == [300]
    assert payments.refund(paid, paid, 1200) == ()
