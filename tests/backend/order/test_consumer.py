"""The order service's event consumer."""

import pytest

from backend.contracts.order.models import OrdersQuery
from backend.order import repository
from backend.order.consumer import handler
from tests.backend.events import sqs
from tests.backend.order.checkouts import ADA, checked_out
from tests.backend.recorder import Calls

pytestmark = pytest.mark.usefixtures("order_table")


def test_a_doubled_message_is_one_order_and_poison_fails_alone(calls: Calls) -> None:
    answer = handler(
        sqs(checked_out(1), checked_out(1), '{"detail": {"type": "BasketCheckedOut.v1"}}', checked_out(2)), None
    )
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-2"}]}
    assert len(repository.list_newest(ADA, OrdersQuery()).items) == 2
    assert ("dynamodb:PutItem", "order") in calls.grants


def test_a_message_of_another_kind_fails() -> None:
    other = '{"detail": {"type": "BasketCheckedOut.v9"}}'
    assert handler(sqs(other), None) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}


def test_placing_needs_no_more_than_one_action(calls: Calls) -> None:
    handler(sqs(checked_out(1), checked_out(1), checked_out(1, total=1)), None)
    assert calls.grants == {("dynamodb:PutItem", "order")}
