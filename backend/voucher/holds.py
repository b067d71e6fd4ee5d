"""What vouchers pay of orders: an item per order, `pk=ORDER#<order_id> sk=HOLD`, written in one transaction with the
balances that it changes.

A payment that is held is spent, and stays so unless the order is refused or cancelled, or money of it goes back. None
can get stuck: the order service's sweeper brings every order to an end, and that end is an event.
"""

from typing import cast

import msgspec
from botocore.exceptions import ClientError
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts import working_days
from backend.contracts.event import Event
from backend.contracts.order.events import (
    OrderCancelled,
    OrderPlaced,
    OrderRefused,
    OrderReturnReceived,
    RefundRequested,
)
from backend.contracts.types import PageQuery
from backend.contracts.voucher import payments
from backend.contracts.voucher.events import VoucherHeld, VoucherRefunded, VoucherRefused
from backend.contracts.voucher.models import (
    Entry,
    EntryKind,
    HoldState,
    VoucherHold,
    VoucherHoldPage,
    VoucherPayment,
)
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.consumer import RetryLater
from backend.shared.pagination import scan_table
from backend.shared.versions import put_if_unchanged
from backend.voucher import ledger
from backend.voucher.domain import Hold, Refund

SK = "HOLD"
_TRIES = 10
_Answer = cast("type[VoucherHeld | VoucherRefused | VoucherRefunded]", VoucherHeld | VoucherRefused | VoucherRefunded)


def hold(event: OrderPlaced) -> None:
    """Have the order's vouchers pay their parts, all or none. An answered order keeps its answer.

    A refusal is conditional too: it is written only if a voucher cannot pay at that moment. Raises RetryLater after the
    last try.
    """
    if event.vouchers is UNSET:
        return
    for _ in range(_TRIES):
        failed = _try_hold(event, event.vouchers)
        if failed is None or _try_refuse(event, failed):
            return
    raise RetryLater(event.order_id)


def release(event: OrderRefused | OrderCancelled) -> None:
    """Give back what the order's vouchers have paid and did not get back yet.

    An order that has no answer yet gets an item that keeps a late hold out. Raises RetryLater after the last try.
    """
    if event.vouchers is UNSET:
        return
    for _ in range(_TRIES):
        if _try_release(event, _read(event.order_id)):
            return
    raise RetryLater(event.order_id)


def refund(event: OrderReturnReceived | RefundRequested) -> None:
    """Give vouchers back their part of a refund, once per number; nothing is left to give of a released hold.

    Raises RetryLater while the order's hold is unknown, and after the last try.
    """
    if event.vouchers is UNSET:
        return
    for _ in range(_TRIES):
        stored = _read(event.order_id)
        if stored is not None and _try_refund(event, event.vouchers, stored[0]):
            return
    raise RetryLater(event.order_id)


def list_all(query: PageQuery) -> VoucherHoldPage:
    """Return the holds of all orders, in no order. Raise Refused 400 for a bad cursor."""
    items, after = scan_table(SK, query)
    return VoucherHoldPage(items=tuple(map(_view, map(decode, items))), next=after)


def _view(hold: Hold) -> VoucherHold:
    return VoucherHold(
        order_id=hold.order_id, state=hold.state, at=hold.at, payments=hold.payments, refunds=hold.refunds_paid
    )


def _try_hold(event: OrderPlaced, payments: tuple[VoucherPayment, ...]) -> tuple[VoucherPayment, ...] | None:
    """Try to hold the payments. Return None if the order has an answer now, else the payments that failed."""
    now = clock.now()
    hold = Hold(
        order_id=event.order_id,
        owner=event.owner,
        state=HoldState.HELD,
        at=now,
        currency=event.currency,
        payments=payments,
    )
    answer = VoucherHeld(order_id=event.order_id, owner=event.owner, at=now)
    day = working_days.day_of(now).isoformat()
    entries = [_entry(hold, EntryKind.HELD, replace(each, amount=-each.amount), now) for each in payments]
    try:
        dynamodb.transact([_write(hold, answer), *(ledger.take(each, day) for each in payments), *entries])
    except ClientError as error:
        is_answered, *failed_conditions = _failed_conditions(error)
        if not is_answered:
            return tuple(each for each, lacks in zip(payments, failed_conditions, strict=False) if lacks)
        _republish_if_missed(event)
    return None


def _try_refuse(event: OrderPlaced, failed_payments: tuple[VoucherPayment, ...]) -> bool:
    """Try to refuse the order. Return whether it has an answer now; it has none if the vouchers can pay again."""
    now = clock.now()
    hold = Hold(order_id=event.order_id, owner=event.owner, state=HoldState.REFUSED, at=now)
    answer = VoucherRefused(order_id=event.order_id, owner=event.owner, at=now)
    day = working_days.day_of(now).isoformat()
    try:
        dynamodb.transact([_write(hold, answer), *(ledger.check_unusable(each, day) for each in failed_payments)])
    except ClientError as error:
        return _failed_conditions(error)[0]
    return True


def _republish_if_missed(event: OrderPlaced) -> None:
    """Publish the answer again if the order asks later than its publication; a released hold has none."""
    stored = _read(event.order_id)
    hold, answer = stored or (None, None)
    if hold is None or answer is None or isinstance(answer, VoucherRefunded) or answer.at >= event.at:
        return
    dynamodb.transact_if([_write(_next(hold), replace(answer, at=clock.now()), hold.version)])


def _try_release(event: OrderRefused | OrderCancelled, hold_and_event: tuple[Hold, Event | None] | None) -> bool:
    """Try to give the payments back; return False if another write came between."""
    now = clock.now()
    if hold_and_event is None:
        kept_out = Hold(order_id=event.order_id, owner=event.owner, state=HoldState.RELEASED, at=now)
        return dynamodb.transact_if([_write(kept_out, None)])
    hold, _ = hold_and_event
    if hold.state is not HoldState.HELD:
        return True
    back = tuple(each for each in payments.rest(hold.payments, hold.refunds_paid) if each.amount)
    is_refund = isinstance(event, OrderCancelled) and event.paid and back
    answer = _refunded_event(hold, back, 0, now) if is_refund else None
    released = _write(replace(_next(hold), state=HoldState.RELEASED, at=now), answer, hold.version)
    entries = [_entry(hold, EntryKind.RELEASED, each, now) for each in back]
    return dynamodb.transact_if([released, *map(ledger.give_back, back), *entries])


def _try_refund(event: OrderReturnReceived | RefundRequested, back: tuple[VoucherPayment, ...], hold: Hold) -> bool:
    """Try to give this back; return False if another write came between."""
    if hold.state is not HoldState.HELD or any(each.number == event.number for each in hold.refunds):
        return True
    now = clock.now()
    after = replace(_next(hold), refunds=(*hold.refunds, Refund(event.number, back)))
    if any(each.amount < 0 for each in payments.rest(after.payments, after.refunds_paid)):
        raise ValueError(f"refund {event.number} of {event.order_id} would give back more than vouchers paid")
    entries = [_entry(hold, EntryKind.REFUNDED, each, now, str(event.number)) for each in back]
    answer = _refunded_event(hold, back, event.number, now)
    return dynamodb.transact_if([_write(after, answer, hold.version), *map(ledger.give_back, back), *entries])


def _refunded_event(hold: Hold, back: tuple[VoucherPayment, ...], number: int, at: str) -> VoucherRefunded:
    return VoucherRefunded(
        order_id=hold.order_id,
        owner=hold.owner,
        at=at,
        refunded=payments.total_of(back),
        currency=hold.currency,
        number=number,
    )


def _entry(hold: Hold, kind: EntryKind, change: VoucherPayment, at: str, part: str = "") -> dynamodb.TransactionItem:
    return ledger.append(change.id, Entry(at=at, kind=kind, amount=change.amount, order_id=hold.order_id), part)


def _next(hold: Hold) -> Hold:
    return replace(hold, version=hold.version + 1)


def _read(order_id: str) -> tuple[Hold, VoucherHeld | VoucherRefused | VoucherRefunded | None] | None:
    """Return the order's hold by a consistent read, and the event of its last write; None if there is no hold."""
    items = dynamodb.batch_get([key(order_id)], ConsistentRead=True)
    if not items:
        return None
    event = compression.decode(items[0]["event"]["B"], _Answer) if "event" in items[0] else None
    return decode(items[0]), event


def key(order_id: str) -> dynamodb.Item:
    """Return the primary key of an order's hold."""
    return {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": SK}}


def decode(item: dynamodb.Item) -> Hold:
    """Return the hold in an item."""
    return msgspec.json.decode(item["hold"]["S"], type=Hold)


def _write(hold: Hold, event: Event | None, before: int = 0) -> dynamodb.TransactionItem:
    """Return the write of a hold and its event; it fails unless the hold has the version `before`, 0 for none."""
    values: dict[str, object] = {
        "hold": msgspec.json.encode(hold).decode(),
        "version": hold.version,
        "event": outbox.compress_event(event) if event else None,
    }
    return {"Put": put_if_unchanged(key(hold.order_id) | dynamodb.to_item(values), before)}


def _failed_conditions(error: ClientError) -> list[bool]:
    """Return which parts of the transaction failed by their condition; re-raise any other error."""
    if not dynamodb.condition_failed(error):
        raise error
    return [reason == "ConditionalCheckFailed" for reason in dynamodb.cancellation_reasons(error)]
