"""The payment process: decide on an action, store that it is about to be sent, send it, store the answer; repeat.

It may stop anywhere, and run twice or concurrently: the next action follows from the stored payment alone, provider
calls are idempotent, and every write is conditional. A run that loses a race queries the provider before it goes on, so
that an answer that could not be written is not lost.
"""

from collections.abc import Callable

from backend.contracts.alarm_messages import TURNED_AWAY, UNANSWERED
from backend.payment import domain, payment_gateway, repository
from backend.payment.state_machine import Action, Attempt, Payment, ProviderStatus
from backend.shared import clock
from backend.shared.log import correlation_id, logger

_MAX_STEPS = 12  # more than any attempt needs; anything left is due, and the sweeper does it
_CALLS: dict[Action, Callable[[str, Attempt], ProviderStatus]] = {
    Action.AUTHORIZE: lambda order_id, attempt: payment_gateway.provider.authorize(order_id, attempt),
    Action.CAPTURE: lambda order_id, attempt: payment_gateway.provider.capture(order_id, attempt),
    Action.VOID: lambda order_id, attempt: payment_gateway.provider.void(order_id, attempt),
}


def update(order_id: str, owner: str, change: Callable[[Payment], Payment]) -> None:
    """Store the change that an event causes, then take the actions that follow from it.

    Raise `VersionConflict` after the last try.
    """
    _advance(_change(order_id, owner, change))


def _change(order_id: str, owner: str, change: Callable[[Payment], Payment], tries: int = 4) -> Payment:
    """Store the change; return the payment as it is stored now."""
    payment = repository.load(order_id) or Payment(order_id=order_id, owner=owner, correlation_id=correlation_id())
    changed_payment = change(payment)
    try:
        return payment if changed_payment is payment else repository.save(changed_payment)
    except repository.VersionConflict:
        if tries == 1:
            raise
    return _change(order_id, owner, change, tries - 1)


def advance(order_id: str, query_first: bool = False) -> None:
    """Take the next actions of each attempt of the order; with `query_first` query the provider about open ones
    before."""
    if payment := repository.load(order_id):
        _advance(payment, query_first)


def _advance(payment: Payment, query_first: bool = False) -> None:
    """Do the same as `advance`, for a payment as it is stored."""
    stored_payment: Payment | None = payment
    for attempt in payment.attempts:
        is_open = domain.action(payment, attempt) is not Action.REST
        advance_attempt(payment.order_id, attempt.number, query_first and is_open, stored_payment=stored_payment)
        stored_payment = None


def advance_attempt(
    order_id: str,
    number: int,
    query_first: bool = False,
    may_exist: bool = False,
    stored_payment: Payment | None = None,
) -> None:
    """Take the attempt's next actions.

    With `query_first` query the provider before; with `may_exist` also if the attempt was abandoned. The payment is
    read unless the caller has just read or written it.
    """
    for _ in range(_MAX_STEPS):
        payment = stored_payment or repository.load(order_id)
        stored_payment = None
        attempt = domain.find(payment, number) if payment else None
        if not payment or not attempt:
            return
        try:
            if may_exist and domain.is_abandoned(payment, attempt):
                payment = repository.save(domain.mark_sent(payment, attempt, clock.now()))
                attempt = domain.find(payment, number) or attempt
            stored_payment = _step(payment, attempt, domain.action(payment, attempt, query_first or may_exist))
            if not stored_payment:
                return
            query_first = may_exist = False
        except repository.VersionConflict:
            may_exist = True  # the call whose answer could not be written may be the one that reached the provider


def _step(payment: Payment, attempt: Attempt, action: Action) -> Payment | None:
    """Take one action; return the payment as it is stored now, if another action may follow."""
    if action in (Action.WAIT, Action.REST):
        return None
    if action is Action.DROP:
        repository.save(domain.drop(payment, attempt, clock.now()))
        return None
    try:
        if action is Action.FIND:
            return _handle_lookup(payment, attempt, payment_gateway.provider.find(payment.order_id, attempt))
        if action is Action.AUTHORIZE:
            payment = repository.save(domain.mark_sent(payment, attempt, clock.now()))
        return _record_status(payment, attempt.number, _call_provider(payment, attempt, action))
    except payment_gateway.OutcomeUnknown as error:
        log_failure(action, error, payment)
        repository.save(domain.schedule_retry(payment, clock.now()))
        return None


def _call_provider(payment: Payment, attempt: Attempt, action: Action) -> ProviderStatus:
    """Call the provider for this action."""
    if action is Action.REFUND:
        return payment_gateway.provider.refund(payment.order_id, attempt, domain.next_refund(payment, attempt))
    return _CALLS[action](payment.order_id, attempt)


def log_failure(action: str, error: payment_gateway.OutcomeUnknown, payment: Payment | None = None) -> None:
    """Log a call without a usable answer."""
    which = {}
    if payment:
        which = {"order_id": payment.order_id, "correlation_id": correlation_id() or payment.correlation_id}
    if isinstance(error, payment_gateway.ProviderRejected):
        logger.error(TURNED_AWAY, action=action, reason=str(error), **which)
    else:
        logger.warning(UNANSWERED, action=action, reason=str(error), **which)


def _handle_lookup(payment: Payment, attempt: Attempt, status: ProviderStatus | None) -> Payment | None:
    """Store what a query found; if it found nothing, take the action that follows from that."""
    if status is None:
        return _step(payment, attempt, domain.on_not_found(payment, attempt, clock.now()))
    return _record_status(payment, attempt.number, status) or payment


def _record_status(payment: Payment, number: int, status: ProviderStatus) -> Payment | None:
    """Store the status; return the payment with it if it was new."""
    attempt = domain.find(payment, number)
    changed_payment = domain.observe(payment, attempt, status, clock.now()) if attempt else payment
    return None if changed_payment is payment else repository.save(changed_payment)
