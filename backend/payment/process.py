"""The payment process: decide on an action, store what is about to be sent, send it, store the answer; repeat.

It may stop anywhere, run twice or concurrently: the next action follows from the stored payment alone, provider calls
are idempotent, and every write is conditional. A run that loses a race queries the provider before it goes on, so that
an answer that could not be written is not lost.
"""

from collections.abc import Callable

from backend.contracts.alarm_messages import TURNED_AWAY, UNANSWERED
from backend.payment import domain, payment_gateway, repository
from backend.payment.state_machine import Action, Attempt, Payment, ProviderStatus
from backend.shared import clock
from backend.shared.log import correlation_id, logger

_MAX_STEPS = 12  # more than any attempt needs; what is left then is due, and swept
_CALLS: dict[Action, Callable[[str, Attempt], ProviderStatus]] = {
    Action.AUTHORIZE: lambda order_id, attempt: payment_gateway.provider.authorize(order_id, attempt),
    Action.CAPTURE: lambda order_id, attempt: payment_gateway.provider.capture(order_id, attempt),
    Action.VOID: lambda order_id, attempt: payment_gateway.provider.void(order_id, attempt),
}


def update(order_id: str, owner: str, change: Callable[[Payment], Payment]) -> None:
    """Store a change that an event causes, then do what follows from it. Raise `VersionConflict` after the last try."""
    for last in (False, False, False, True):
        payment = repository.load(order_id) or Payment(order_id=order_id, owner=owner, correlation_id=correlation_id())
        changed_payment = change(payment)
        try:
            if changed_payment is not payment:
                repository.save(changed_payment)
            break
        except repository.VersionConflict:
            if last:
                raise
    advance(order_id)


def advance(order_id: str, query_first: bool = False) -> None:
    """Do what each attempt of the order needs; with `query_first` query the provider about open ones before."""
    if payment := repository.load(order_id):
        for attempt in payment.attempts:
            advance_attempt(
                order_id, attempt.number, query_first and domain.action(payment, attempt) is not Action.REST
            )


def advance_attempt(order_id: str, number: int, query_first: bool = False, may_exist: bool = False) -> None:
    """Do what the attempt needs.

    With `query_first` query the provider before; with `may_exist` also if the attempt was abandoned.
    """
    for _ in range(_MAX_STEPS):
        payment = repository.load(order_id)
        attempt = domain.find(payment, number) if payment else None
        if not payment or not attempt:
            return
        try:
            if may_exist and domain.is_abandoned(payment, attempt):
                payment = repository.save(domain.mark_sent(payment, attempt, clock.now()))
                attempt = domain.find(payment, number) or attempt
            if not _step(payment, attempt, domain.action(payment, attempt, query_first or may_exist)):
                return
            query_first = may_exist = False
        except repository.VersionConflict:
            may_exist = True  # the call whose answer could not be written may have been the one that the provider got


def _step(payment: Payment, attempt: Attempt, action: Action) -> bool:
    """Take one action; return whether another may follow."""
    if action in (Action.WAIT, Action.REST):
        return False
    if action is Action.DROP:
        repository.save(domain.drop(payment, attempt, clock.now()))
        return False
    try:
        if action is Action.FIND:
            return _handle_lookup(payment, attempt, payment_gateway.provider.find(payment.order_id, attempt))
        if action is Action.AUTHORIZE:
            payment = repository.save(domain.mark_sent(payment, attempt, clock.now()))
        return _record_status(payment, attempt.number, _call_provider(payment, attempt, action))
    except payment_gateway.OutcomeUnknown as error:
        log_failure(action, error, payment)
        repository.save(domain.schedule_retry(payment, clock.now()))
        return False


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


def _handle_lookup(payment: Payment, attempt: Attempt, status: ProviderStatus | None) -> bool:
    """Store what a query found; if it found nothing, take the action that follows from that."""
    if status is None:
        return _step(payment, attempt, domain.on_not_found(payment, attempt, clock.now()))
    _record_status(payment, attempt.number, status)
    return True


def _record_status(payment: Payment, number: int, status: ProviderStatus) -> bool:
    """Store the status; return whether it was new."""
    attempt = domain.find(payment, number)
    changed_payment = domain.observe(payment, attempt, status, clock.now()) if attempt else payment
    if changed_payment is not payment:
        repository.save(changed_payment)
    return changed_payment is not payment
