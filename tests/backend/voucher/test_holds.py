"""What vouchers pay is held and given back: never more than is on them, never twice, never lost with an order."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.types import PageQuery
from backend.contracts.voucher.events import VoucherHeld, VoucherRefunded, VoucherRefused
from backend.contracts.voucher.models import BlockVoucher, HoldState
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.consumer import RetryLater
from backend.voucher import blocking, consumer, holds, repository
from tests.backend.events import sqs
from tests.backend.faults import meanwhile
from tests.backend.recorder import Calls
from tests.backend.voucher.vouchers import issue, order_cancelled, order_placed, order_refused, payment, refund

_WORLDS = itertools.count(1)
"""Each example of a property has orders of its own in the one table."""


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("voucher")


def answer(number: int) -> VoucherHeld | VoucherRefused | VoucherRefunded | None:
    found = holds._read(f"{number:028x}")
    assert found
    return found[1]


def balance(voucher_id: str) -> int:
    """The balance, which its ledger must add up to."""
    found = repository.get(voucher_id)
    assert found.balance == sum(entry.amount for entry in found.entries)
    return found.balance


def test_a_voucher_never_pays_more_than_is_on_it() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 3000)))
    holds.hold(order_placed(2, payment(voucher, 3000)))
    assert isinstance(answer(1), VoucherHeld)
    assert isinstance(answer(2), VoucherRefused)
    assert balance(voucher.id) == 2000


def test_two_orders_at_once_do_not_both_spend_the_same_money() -> None:
    voucher = issue(5000)
    with meanwhile("TransactWriteItems", lambda: holds.hold(order_placed(2, payment(voucher, 4000)))):
        holds.hold(order_placed(1, payment(voucher, 4000)))
    assert isinstance(answer(1), VoucherRefused)
    assert balance(voucher.id) == 1000


def test_an_order_with_one_bad_voucher_spends_none() -> None:
    good, spent = issue(5000), issue(1000)
    holds.hold(order_placed(1, payment(spent, 1000)))
    holds.hold(order_placed(2, payment(good, 2000), payment(spent, 500)))
    assert isinstance(answer(2), VoucherRefused)
    assert (balance(good.id), balance(spent.id)) == (5000, 0)


def test_a_blocked_voucher_pays_nothing_and_pays_again_once_it_is_free() -> None:
    voucher = issue(5000)
    blocking.block(voucher.id, BlockVoucher(blocked=True, reason="Lost"))
    holds.hold(order_placed(1, payment(voucher, 1000)))
    assert isinstance(answer(1), VoucherRefused)
    blocking.block(voucher.id, BlockVoucher(blocked=False, reason="Found"))
    holds.hold(order_placed(2, payment(voucher, 1000)))
    assert isinstance(answer(2), VoucherHeld)


def test_an_expired_voucher_pays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    voucher = issue(5000)
    monkeypatch.setattr(clock, "now", lambda: f"{int(voucher.expires_on[:4]) + 1}-01-01T12:00:00.000Z")
    holds.hold(order_placed(1, payment(voucher, 1000)))
    assert isinstance(answer(1), VoucherRefused)
    assert balance(voucher.id) == 5000


def test_a_voucher_that_there_is_not_is_refused() -> None:
    holds.hold(order_placed(1, replace(payment(issue(), 100), id="A" * 24)))
    assert isinstance(answer(1), VoucherRefused)


def test_an_order_that_arrives_again_pays_once() -> None:
    voucher = issue(5000)
    for _ in range(3):
        holds.hold(order_placed(1, payment(voucher, 2000)))
    assert balance(voucher.id) == 3000


@pytest.mark.parametrize("end", [order_cancelled(1), order_refused(1)])
def test_what_was_held_comes_back_with_the_order_that_ends_and_only_once(end: object) -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 5000)))
    for _ in range(2):
        holds.release(end)  # type: ignore[arg-type]
    assert balance(voucher.id) == 5000


def test_two_ends_at_once_give_it_back_once() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 5000)))
    with meanwhile("TransactWriteItems", lambda: holds.release(order_cancelled(1))):
        holds.release(order_cancelled(1))
    assert balance(voucher.id) == 5000


def test_an_end_that_overtakes_its_order_leaves_the_voucher_as_it_is() -> None:
    voucher = issue(5000)
    holds.release(order_cancelled(1))
    holds.hold(order_placed(1, payment(voucher, 2000)))
    assert balance(voucher.id) == 5000
    assert holds.list_all(PageQuery()).items[0].state is HoldState.RELEASED


def test_an_order_that_ends_while_it_is_held_gives_it_back() -> None:
    voucher = issue(5000)
    with meanwhile("TransactWriteItems", lambda: holds.hold(order_placed(1, payment(voucher, 2000)))):
        holds.release(order_cancelled(1))
    assert balance(voucher.id) == 5000


def test_nobody_is_refused_what_came_back_before_the_refusal_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    voucher = issue(1000)
    holds.hold(order_placed(1, payment(voucher, 1000)))
    real = holds._try_refuse

    def given_back_just_now(*arguments: object) -> bool:
        holds.release(order_cancelled(1))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(holds, "_try_refuse", given_back_just_now)
    holds.hold(order_placed(2, payment(voucher, 1000)))
    assert isinstance(answer(2), VoucherHeld)


def test_an_order_that_asks_later_than_it_was_answered_is_answered_again() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 2000)))
    first = answer(1)
    assert first
    holds.hold(order_placed(1, payment(voucher, 2000), at=clock.later(first.at, -1)))
    assert answer(1) == first
    holds.hold(order_placed(1, payment(voucher, 2000), at=clock.later(first.at, 1)))
    again = answer(1)
    assert again
    assert replace(again, at=first.at) == first
    assert balance(voucher.id) == 3000


def test_a_refund_is_made_once_per_number_and_reported() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 4000)))
    for _ in range(2):
        holds.refund(refund(1, payment(voucher, 1500)))
    assert balance(voucher.id) == 2500
    told = answer(1)
    assert isinstance(told, VoucherRefunded)
    assert (told.refunded, told.currency, told.number) == (1500, "EUR", 1)


def test_more_than_a_voucher_paid_never_goes_back() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 2000)))
    with pytest.raises(ValueError, match="more than vouchers paid"):
        holds.refund(refund(1, payment(voucher, 2001)))
    assert balance(voucher.id) == 3000


def test_an_end_after_a_refund_gives_back_the_rest_alone() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 4000)))
    holds.refund(refund(1, payment(voucher, 1500)))
    holds.release(order_cancelled(1))
    assert balance(voucher.id) == 5000
    told = answer(1)
    assert isinstance(told, VoucherRefunded)
    assert (told.refunded, told.number) == (2500, 0)


def test_a_refund_and_an_end_at_once_give_back_what_was_paid_and_no_more() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 4000)))
    with meanwhile("TransactWriteItems", lambda: holds.refund(refund(1, payment(voucher, 1500)))):
        holds.release(order_cancelled(1))
    assert balance(voucher.id) == 5000


def test_a_refund_that_overtakes_its_order_waits() -> None:
    with pytest.raises(RetryLater):
        holds.refund(refund(1, payment(issue(), 100)))


def test_money_that_goes_back_to_an_expired_or_blocked_voucher_is_not_lost() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 4000)))
    blocking.block(voucher.id, BlockVoucher(blocked=True, reason="Lost"))
    holds.refund(refund(1, payment(voucher, 1500)))
    assert balance(voucher.id) == 2500


def test_the_end_of_an_unpaid_order_tells_of_no_refund() -> None:
    voucher = issue(5000)
    holds.hold(order_placed(1, payment(voucher, 4000)))
    holds.release(order_cancelled(1, paid=False))
    assert answer(1) is None


def test_orders_without_vouchers_cost_nothing(calls: Calls) -> None:
    plain = (
        replace(order_placed(1), vouchers=UNSET),
        replace(order_cancelled(1), vouchers=UNSET),
        replace(refund(1), vouchers=UNSET),
    )
    before = len(calls.made)
    assert consumer.handler(sqs(*plain), None) == {"batchItemFailures": []}
    assert len(calls.made) == before


def test_no_order_holds_the_code() -> None:
    voucher = issue(5000)
    code = client("dynamodb").get_item(TableName="voucher", Key=repository.ledger.key(voucher.id))["Item"]["code"]["S"]
    holds.hold(order_placed(1, payment(voucher, 4000)))
    hold = client("dynamodb").get_item(TableName="voucher", Key=holds.key(f"{1:028x}"))["Item"]
    assert code not in str(dynamodb.from_item(hold))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["hold", "end", "refund"]), st.integers(1, 900)), max_size=14)
)
def test_after_whatever_happens_what_is_on_it_and_what_orders_hold_add_up(steps: list[tuple[int, str, int]]) -> None:
    world, voucher = next(_WORLDS), issue(1000)
    for order, what, amount in steps:
        number = world * 1000 + order
        if what == "hold":
            holds.hold(order_placed(number, payment(voucher, amount)))
        elif what == "end":
            holds.release(order_cancelled(number))
        else:
            held = holds._read(f"{number:028x}")
            if held and held[0].state is HoldState.HELD:
                (rest,) = holds.payments.rest(held[0].payments, held[0].refunds_paid)
                back = min(amount, rest.amount)
                holds.refund(refund(len(held[0].refunds) + 1, replace(rest, amount=back), order=number))
        spent = sum(
            sum(each.amount for each in hold.payments) - sum(each.amount for each in hold.refunds)
            for hold in holds.list_all(PageQuery(limit=100)).items
            if hold.state is HoldState.HELD and any(each.id == voucher.id for each in hold.payments)
        )
        assert 0 <= balance(voucher.id) == 1000 - spent
