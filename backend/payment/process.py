"""Brings an order's payment to rest: decide, write down what is about to be asked, ask, write down the answer; again until nothing is left.

It may stop anywhere, run twice or beside itself: what is to be done follows from the stored payment alone, the provider's calls may be
repeated, and a write over somebody else's is refused. Who loses such a race asks the provider how things stand before going on, so that
an answer that could not be written is never forgotten.
"""

from collections.abc import Callable

from backend.contracts.alarm_messages import TURNED_AWAY, UNANSWERED
from backend.payment import domain, payment_gateway, repository
from backend.payment.state_machine import Action, Attempt, Payment, Seen
from backend.shared import clock
from backend.shared.log import correlation_id, logger

_STEPS = 12  # more than any attempt needs; what is left then is due, and swept
_CALLS: dict[Action, Callable[[str, Attempt], Seen]] = {
    Action.AUTHORIZE: lambda order_id, attempt: payment_gateway.authorize(order_id, attempt),
    Action.CAPTURE: lambda order_id, attempt: payment_gateway.capture(order_id, attempt),
    Action.VOID: lambda order_id, attempt: payment_gateway.void(order_id, attempt),
}


def update(order_id: str, owner: str, change: Callable[[Payment], Payment]) -> None:
    """Writes what an event of the order changes, and then does what follows. Raises `Conflict` when others were faster each time."""
    for last in (False, False, False, True):
        payment = repository.load(order_id) or Payment(order_id=order_id, owner=owner, correlation_id=correlation_id())
        changed = change(payment)
        try:
            if changed is not payment:
                repository.save(changed)
            break
        except repository.Conflict:
            if last:
                raise
    settle(order_id)


def settle(order_id: str, ask: bool = False) -> None:
    """Does what every attempt of the order needs, with `ask` after asking the provider about those that need anything."""
    if payment := repository.load(order_id):
        for attempt in payment.attempts:
            settle_attempt(order_id, attempt.number, ask and domain.action(payment, attempt) is not Action.REST)


def settle_attempt(order_id: str, number: int, ask: bool = False, sign: bool = False) -> None:
    """Does what the attempt needs; with `ask` only after the provider was asked how it stands, with `sign` because it may have it."""
    for _ in range(_STEPS):
        payment = repository.load(order_id)
        attempt = domain.find(payment, number) if payment else None
        if not payment or not attempt:
            return
        try:
            if sign and domain.given_up(payment, attempt):
                payment = repository.save(domain.asking(payment, attempt, clock.now()))
                attempt = domain.find(payment, number) or attempt
            if not _step(payment, attempt, domain.action(payment, attempt, ask or sign)):
                return
            ask = sign = False
        except repository.Conflict:
            sign = True  # the call whose answer could not be written may have been the one that the provider got


def _step(payment: Payment, attempt: Attempt, action: Action) -> bool:
    """Takes one step; whether there may be another."""
    if action in (Action.WAIT, Action.REST):
        return False
    if action is Action.DROP:
        repository.save(domain.drop(payment, attempt, clock.now()))
        return False
    try:
        if action is Action.FIND:
            return _found(payment, attempt, payment_gateway.find(payment.order_id, attempt))
        if action is Action.AUTHORIZE:
            payment = repository.save(domain.asking(payment, attempt, clock.now()))
        return _observed(payment, attempt.number, _asked(payment, attempt, action))
    except payment_gateway.Unanswered as unanswered:
        _tell(payment, action, unanswered)
        repository.save(domain.remind(payment, clock.now()))
        return False


def _asked(payment: Payment, attempt: Attempt, action: Action) -> Seen:
    """What the provider answers to the action."""
    if action is Action.REFUND:
        return payment_gateway.refund(payment.order_id, attempt, domain.owed(payment, attempt))
    return _CALLS[action](payment.order_id, attempt)


def _tell(payment: Payment, action: Action, unanswered: payment_gateway.Unanswered) -> None:
    which = {"order_id": payment.order_id, "correlation_id": correlation_id() or payment.correlation_id}
    if isinstance(unanswered, payment_gateway.TurnedAway):
        logger.error(TURNED_AWAY, action=action, reason=str(unanswered), **which)
    else:
        logger.warning(UNANSWERED, action=action, reason=str(unanswered), **which)


def _found(payment: Payment, attempt: Attempt, seen: Seen | None) -> bool:
    if seen is None:
        return _step(payment, attempt, domain.absent(payment, attempt, clock.now()))
    _observed(payment, attempt.number, seen)
    return True


def _observed(payment: Payment, number: int, seen: Seen) -> bool:
    """Writes the report down; whether it was news."""
    attempt = domain.find(payment, number)
    changed = domain.observe(payment, attempt, seen, clock.now()) if attempt else payment
    if changed is not payment:
        repository.save(changed)
    return changed is not payment
