"""Archived events over a restored table: what each event does to an order, and which are told of instead.

`tests/simulation/test_lost_table.py` plays whole schedules.
"""

from typing import Any

import boto3
import msgspec
import pytest

from backend.contracts.event import Event, OrderEvent, name
from backend.contracts.order import data_export, events
from backend.contracts.order.events import (
    OrderAddressChanged,
    OrderCancelled,
    OrderClaimed,
    OrderPacked,
    PaymentRequested,
)
from backend.contracts.order.states import State
from backend.contracts.payment.events import PaymentActionRequired, PaymentReturned
from backend.contracts.voucher.events import VoucherRefunded
from backend.order import recovery, repository
from backend.order.item import LINKED, key
from backend.order.replay import CHANGES
from tests.backend.order.checkouts import ADA, BOB, TOKEN, checked_out, order_id

CHANGES_NOTHING = {
    events.AccountClosed,  # an item of its own
    data_export.DataExported,  # a file that was asked for is asked for again
    data_export.DataRequested,
    events.OrderPlaced,  # the checkout has it all
    events.OrderReturned,  # from before versions; nobody publishes it any more
    events.PurchaseVerified,
}
AT = "2026-11-03T10:15:00.000Z"

pytestmark = pytest.mark.usefixtures("order_table")


def archive(*told: Event) -> list[bytes]:
    return [msgspec.json.encode({"detail-type": name(type(each)), "time": "", "detail": each}) for each in told]


def of_order(event: type[OrderEvent], **more: Any) -> OrderEvent:
    return event(**{"order_id": order_id(1), "owner": ADA, "at": AT, **more})


def state() -> State:
    stored = repository.load(ADA, order_id(1))
    assert stored
    return stored[0].state


def test_every_event_of_an_order_is_replayed_or_named_as_one_that_changes_nothing() -> None:
    replayed = CHANGES.keys() - {PaymentActionRequired, PaymentReturned, VoucherRefunded}
    assert replayed | CHANGES_NOTHING == set(events.EVENTS)


def test_events_of_an_order_that_was_never_checked_out_are_counted_and_write_nothing() -> None:
    assert recovery.recover(archive(of_order(OrderPacked, version=5))).refused == 1
    assert repository.load(ADA, order_id(1)) is None


def test_an_event_that_no_state_leads_to_is_counted_and_the_rest_is_replayed() -> None:
    lines = archive(checked_out(1), of_order(OrderPacked, version=5), of_order(OrderCancelled, version=6))
    recovered = recovery.recover(lines)
    assert (recovered.placed, recovered.refused) == (1, 1)
    assert state() is State.CANCELLED


def test_other_services_events_and_empty_lines_are_passed_over() -> None:
    foreign = b'{"detail-type":"StockChanged.v1","detail":{"type":"StockChanged.v1","sku":7}}'
    assert recovery.recover([foreign, b"\n", *archive(checked_out(1))]).placed == 1


def test_a_later_checkout_message_finds_the_order_whose_address_staff_have_changed(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    address = msgspec.structs.replace(checked_out(1).address, street="Elsewhere 2")
    recovery.recover(archive(checked_out(1), of_order(OrderAddressChanged, address=address, version=2)))
    repository.place(checked_out(1))
    assert "another checkout" not in capsys.readouterr().out
    stored = repository.load(ADA, order_id(1))
    assert stored
    assert stored[1].address == address


def test_a_guests_order_is_in_the_account_again_that_took_it_along() -> None:
    recovery.recover(archive(checked_out(1), of_order(OrderClaimed, shopper=BOB)))
    found = repository.load_for_owner(BOB, order_id(1))
    assert found
    assert found[0].owner == ADA
    assert repository.load_for_owner(ADA, order_id(1)) is None
    link = boto3.client("dynamodb").get_item(TableName="order", Key=key(BOB, order_id(1)))["Item"]
    assert link[LINKED] == {"S": ADA}


def test_what_is_replayed_publishes_nothing_when_the_stream_is_on() -> None:
    asked = of_order(PaymentRequested, attempt=1, amount=17400, currency="EUR", token=TOKEN)
    recovery.recover(archive(checked_out(1), asked))
    item = boto3.client("dynamodb").get_item(TableName="order", Key=key(ADA, order_id(1)))["Item"]
    assert "event" not in item
    assert state() is State.HELD
