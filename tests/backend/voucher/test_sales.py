"""Gift vouchers that orders buy: issued once for each piece, and taken back with what is left on them, once."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.order.events import OrderConfirmed
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.voucher.events import VoucherMailRequested, VoucherWithdrawn
from backend.contracts.voucher.models import EntryKind, StaffVoucher, WithdrawVoucher
from backend.shared import compression
from backend.shared.aws import client
from backend.voucher import consumer, holds, personal_data, repository, sales
from tests.backend.events import sqs
from tests.backend.voucher.vouchers import (
    issue,
    line,
    order_cancelled,
    order_confirmed,
    order_erased,
    order_placed,
    order_refused,
    payment,
)

ORDER = f"{1:028x}"


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("voucher")


def list_sold() -> list[StaffVoucher]:
    return [repository.get(each) for each in sales.list_ids(ORDER)]


def event(voucher: StaffVoucher, sk: str, kind: type[Any]) -> Any:
    key = {"pk": {"S": f"VOUCHER#{voucher.id}"}, "sk": {"S": sk}}
    return compression.decode(client("dynamodb").get_item(TableName="voucher", Key=key)["Item"]["event"]["B"], kind)


def take_back(voucher: StaffVoucher) -> StaffVoucher:
    return sales.withdraw(voucher.id, WithdrawVoucher(version=voucher.version, reason="You asked.", by="grace"))


def refusal(voucher: StaffVoucher) -> str:
    with pytest.raises(Refused) as refused:
        take_back(voucher)
    return refused.value.problem.type


def test_goods_an_order_that_ends_and_one_of_before_invoices_issue_nothing() -> None:
    old = OrderConfirmed(order_id=ORDER, owner="guest#ada", at=order_confirmed().at)
    told = (order_confirmed(line(kind=ProductKind.GOODS)), order_refused(1), order_cancelled(1), old)
    assert consumer.handler(sqs(*told), None) == {"batchItemFailures": []}
    assert list_sold() == []


def test_each_piece_is_one_voucher_however_often_the_order_is_confirmed() -> None:
    for _ in range(3):
        sales.issue(order_confirmed(line(2500, 2), line(10_000)))
    assert sorted(each.value for each in list_sold()) == [2500, 2500, 10_000]
    assert {(each.order_id, each.buyer, each.balance == each.value, each.mails) for each in list_sold()} == {
        (ORDER, "guest#ada", True, 1)
    }


def test_what_was_stopped_halfway_is_finished_and_mails_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sales, "_issue_piece", _break_after(1, sales._issue_piece))
        with pytest.raises(KeyError):
            sales.issue(order_confirmed(line(2500, 3)))
    (before,) = list_sold()
    sales.issue(order_confirmed(line(2500, 3)))
    assert before in list_sold()
    assert len(list_sold()) == 3


def _break_after(calls: int, done: Callable[..., None]) -> Callable[..., None]:
    left = iter(range(calls))

    def call(*arguments: Any) -> None:
        if next(left, None) is None:
            raise KeyError
        done(*arguments)

    return call


def test_the_code_is_mailed_to_who_ordered() -> None:
    sales.issue(order_confirmed(email="grace@example.com"))
    (voucher,) = list_sold()
    mail = event(voucher, "MAIL#1", VoucherMailRequested)
    assert (mail.email, mail.voucher.balance) == ("grace@example.com", 5000)
    assert [(each.kind, each.amount, each.order_id) for each in voucher.entries] == [(EntryKind.ISSUED, 5000, ORDER)]


def test_what_is_left_goes_back_once() -> None:
    sales.issue(order_confirmed())
    (voucher,) = list_sold()
    after = take_back(voucher)
    assert take_back(voucher) == after
    assert (after.balance, after.withdrawn) == (0, 5000)
    assert [each.amount for each in after.entries] == [5000, -5000]
    told = event(voucher, "WITHDRAWAL#1", VoucherWithdrawn)
    assert (told.order_id, told.owner, told.amount, told.withdrawal) == (ORDER, "guest#ada", 5000, f"{voucher.id}-1")


def test_what_was_spent_does_not_go_back() -> None:
    sales.issue(order_confirmed())
    (voucher,) = list_sold()
    holds.hold(order_placed(2, payment(voucher, 2000)))
    assert refusal(voucher) == "changed-meanwhile"
    (voucher,) = list_sold()
    assert take_back(voucher).withdrawn == 3000
    (voucher,) = list_sold()
    assert refusal(voucher) == "nothing-left"


def test_a_spender_who_is_quicker_than_the_withdrawal_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    sales.issue(order_confirmed())
    (voucher,) = list_sold()
    monkeypatch.setattr(sales, "_check", lambda *_: holds.hold(order_placed(2, payment(voucher, 2000))))
    assert refusal(voucher) == "changed-meanwhile"
    (after,) = list_sold()
    assert (after.balance, after.withdrawn) == (3000, 0)


def test_a_withdrawn_voucher_pays_nothing_and_what_comes_back_to_it_can_go_back_too() -> None:
    sales.issue(order_confirmed())
    (voucher,) = list_sold()
    holds.hold(order_placed(2, payment(voucher, 2000)))
    take_back(list_sold()[0])
    holds.hold(order_placed(3, payment(voucher, 1)))
    holds.release(order_cancelled(2, payment(voucher, 2000)))
    (voucher,) = list_sold()
    assert voucher.balance == 2000
    assert take_back(voucher).withdrawn == 5000


def test_nobody_is_paid_for_a_voucher_that_staff_gave_away() -> None:
    assert refusal(issue(5000)) == "not-sold"


def test_the_address_and_the_code_are_forgotten_with_the_order() -> None:
    sales.issue(order_confirmed(email="elsewhere@example.com"))
    personal_data.erase_sold(order_erased())
    (voucher,) = list_sold()
    item = repository.read_some([voucher.id])[0]
    assert "code" not in item
    assert "elsewhere" not in str(item)
    assert voucher.balance == 5000


def test_a_voucher_is_worth_what_was_paid_though_the_shop_sells_in_another_currency_by_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CURRENCY", "JPY")
    sales.issue(order_confirmed(line(2500, 1)))
    (voucher,) = list_sold()
    assert (voucher.balance, voucher.currency) == (2500, "EUR")


@pytest.mark.parametrize(
    ("currency", "value"), [("JPY", 169), ("JPY", 85_001), ("KWD", 359), ("HUF", 38_999), ("EUR", 0)]
)
def test_staff_issue_none_that_is_worth_next_to_nothing_or_too_much(
    monkeypatch: pytest.MonkeyPatch, currency: str, value: int
) -> None:
    monkeypatch.setenv("CURRENCY", currency)
    with pytest.raises(Refused) as refused:
        issue(value)
    assert refused.value.problem.errors[0].field == "value"


@pytest.mark.parametrize(("currency", "value"), [("JPY", 85_000), ("KWD", 360), ("HUF", 20_000_000)])
def test_a_voucher_that_staff_issue_is_in_the_shops_currency(
    monkeypatch: pytest.MonkeyPatch, currency: str, value: int
) -> None:
    monkeypatch.setenv("CURRENCY", currency)
    assert (issue(value).currency, issue(value).balance) == (currency, value)
