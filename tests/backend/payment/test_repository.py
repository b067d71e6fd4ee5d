"""The payment table: whose write counts, and where the sweeper looks."""

import json
from typing import Any
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts.payment.states import PaymentState
from backend.contracts.types import PageQuery
from backend.payment import domain, repository
from backend.payment.repository import VersionConflict
from backend.payment.state_machine import Goal, Payment
from backend.shared import aws
from tests.backend.payment.conftest import ORDER
from tests.backend.payment.payments import NOW, PAST_GRACE, at, payment_requested, provider_status, requested_payment
from tests.backend.sizes import size

LATER = "2026-11-21T23:00:00.000Z"


def item(order_id: str = ORDER) -> dict[str, Any]:
    key = {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": "PAYMENT"}}
    found: dict[str, Any] = aws.client("dynamodb").get_item(TableName="payment", Key=key)["Item"]
    return found


def test_an_order_nobody_asked_for_has_no_payment(table: str) -> None:
    assert repository.load(ORDER) is None


@pytest.mark.parametrize("state", PaymentState)
def test_a_payment_of_the_heartbeat_is_deleted_once_no_money_can_be_there_and_no_other_is(
    table: str, state: PaymentState
) -> None:
    repository.save(at(state))
    assert "expires" not in item()
    repository.save(replace(at(state), version=1, owner="heartbeat#0f"))
    is_over = state in (PaymentState.DECLINED, PaymentState.VOIDED, PaymentState.REFUNDED)
    assert ("expires" in item()) is is_over


def test_a_payment_is_read_as_it_was_written(table: str) -> None:
    payment = domain.raise_goal(
        domain.request(at(PaymentState.AUTHORIZED), payment_requested(2), NOW), Goal.CAPTURE, NOW, 1
    )
    written = repository.save(payment)
    assert repository.load(ORDER) == written == replace(payment, version=1, event=None)


def test_every_payment_is_listed_with_its_attempts_and_without_a_card(table: str) -> None:
    tried = domain.request(at(PaymentState.DECLINED), payment_requested(2), NOW)
    for number in range(3):
        repository.save(replace(tried, order_id=f"{number:028x}"))
    found, query = [], PageQuery(limit=2)
    while True:
        page = repository.list_all(query)
        found += page.items
        if page.next is None:
            break
        query = PageQuery(limit=2, cursor=page.next)
    assert sorted(each.order_id for each in found) == [f"{number:028x}" for number in range(3)]
    states = {tuple((attempt.number, attempt.state, attempt.amount) for attempt in each.attempts) for each in found}
    assert states == {((1, PaymentState.DECLINED, 2900), (2, PaymentState.REQUESTED, 2900))}
    assert "tok_" not in repr(found)


def test_two_that_begin_at_once_make_one_payment(table: str) -> None:
    repository.save(requested_payment())
    with pytest.raises(VersionConflict):
        repository.save(requested_payment(2))
    assert [attempt.number for attempt in (repository.load(ORDER) or requested_payment()).attempts] == [1]


def test_a_write_over_somebody_elses_is_refused_and_leaves_no_trace(table: str) -> None:
    first = repository.save(requested_payment())
    second = repository.save(domain.mark_sent(first, first.attempts[0], NOW))
    with pytest.raises(VersionConflict):
        repository.save(domain.drop(first, first.attempts[0], NOW))
    assert repository.load(ORDER) == second


def test_an_event_leaves_with_the_write_that_caused_it(table: str) -> None:
    unknown = repository.save(replace(at(PaymentState.UNKNOWN), version=0))
    assert "event" not in item()
    held = repository.save(domain.observe(unknown, unknown.attempts[0], provider_status(PaymentState.AUTHORIZED), NOW))
    assert json.loads(item()["event"]["S"]) == {
        "type": "PaymentAuthorized.v1", "order_id": ORDER, "owner": "shopper#5e5b", "attempt": 1, "at": NOW,
    }  # fmt: skip
    repository.save(domain.raise_goal(held, Goal.RELEASE, NOW))
    assert "event" not in item()


def test_what_is_due_is_found_longest_overdue_first(table: str) -> None:
    for number, due in enumerate((PAST_GRACE, NOW, LATER)):
        repository.save(replace(requested_payment(), order_id=f"{number:028x}", due=due))
    assert repository.due(PAST_GRACE, 10) == [(f"{1:028x}", NOW), (f"{0:028x}", PAST_GRACE)]
    assert repository.due(PAST_GRACE, 1) == [(f"{1:028x}", NOW)]


def test_what_an_earlier_release_wrote_without_a_shard_is_due_too(table: str) -> None:
    with mock.patch("backend.shared.sweeper.shard_key", lambda key, _: key):
        repository.save(replace(requested_payment(), due=NOW))
    assert item()["open"] == {"S": "/"}
    assert repository.due(NOW, 10) == [(ORDER, NOW)]


def test_what_is_settled_is_not_in_the_sweepers_way(table: str) -> None:
    written = repository.save(requested_payment())
    repository.save(domain.drop(written, written.attempts[0], NOW))
    assert repository.due(LATER, 10) == []
    assert "open" not in item()


def test_a_payment_takes_one_write_unit_with_three_cards_tried(table: str) -> None:
    payment: Payment = at(PaymentState.DECLINED)
    for number in (2, 3):
        payment = domain.request(payment, payment_requested(number), NOW)
        payment = domain.mark_sent(payment, payment.attempts[-1], NOW)
        report = replace(provider_status(PaymentState.DECLINED), authorization=f"aut_{ORDER}-{number}_" + "0" * 32)
        payment = domain.observe(payment, payment.attempts[-1], report, NOW)
    repository.save(replace(payment, version=0))
    assert size(item()) < 1024
