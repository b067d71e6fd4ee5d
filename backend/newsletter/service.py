"""The use cases of subscriptions. Each may be repeated: the second time changes nothing."""

from collections.abc import Callable

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.events import SubscriptionConfirmed, SubscriptionRequested, SubscriptionStopped
from backend.contracts.newsletter.models import (
    OwnSubscription,
    RequestSubscription,
    SetSubscription,
    Subscription,
    SubscriptionState,
)
from backend.contracts.problem import Refused
from backend.newsletter import issue_items, issue_progress, repository
from backend.newsletter.domain import StoredSubscription, is_mailable
from backend.shared import clock, dynamodb


def request(body: RequestSubscription) -> None:
    """Have the address asked by mail. The answer does not tell whether it has the newsletter, or was asked."""
    subscription = repository.new_subscription(
        body.email, body.language, body.consent_version, SubscriptionState.UNCONFIRMED
    )
    event = SubscriptionRequested(key=subscription.key, email=body.email, language=body.language)
    repository.put_unconfirmed(subscription, event)


def get(key: str) -> Subscription:
    """Return the subscription that the key opens. Raises Refused 404 if there is none."""
    return Subscription(state=_open(key).state)


def confirm(key: str) -> Subscription:
    """Confirm the address of a subscription; one that has gone on since stays as it is. Raises Refused 404."""
    subscription = _open(key)
    if subscription.state is SubscriptionState.UNCONFIRMED:
        event = SubscriptionConfirmed(key=key, email=subscription.email, language=subscription.language)
        repository.change(subscription, event, state=SubscriptionState.ACTIVE, confirmed_at=clock.now())
    return get(key)


def stop(key: str) -> None:
    """Stop a subscription, whatever its state, and forget its address. Raises Refused 404."""
    _stop(_open(key))


def get_own(email: str) -> OwnSubscription:
    """Return whether an account's confirmed address gets the newsletter; `email` is empty where it has none."""
    subscription = repository.read(address_hash(email)) if email else None
    is_active = subscription is not None and subscription.state is SubscriptionState.ACTIVE
    return OwnSubscription(email=email, active=is_active)


def set_own(owner: str, email: str, body: SetSubscription) -> OwnSubscription:
    """Subscribe an account's confirmed address.

    Raises Refused 409 for an account without one, 401 if the account was closed.
    """
    if not is_mailable(email):
        raise Refused(409, "no-address", "Your account has no confirmed e-mail address")
    subscription = repository.new_subscription(
        email, body.language, body.consent_version, SubscriptionState.ACTIVE, owner
    )
    event = SubscriptionConfirmed(key=subscription.key, email=email, language=body.language, has_account=True)
    is_stored = repository.put_for_shopper(subscription, event)
    own = get_own(email)
    if not is_stored and not own.active:
        raise Refused(401, "not-signed-in", "Please sign in")
    return own


def stop_address(email: str) -> None:
    """Stop the newsletter to this address, if it has or is asked about it."""
    subscription = repository.read(address_hash(email)) if email else None
    if subscription:
        _stop(subscription)


def stop_of_account(owner: str, email: str, at: str) -> None:
    """Stop the newsletter to a closed account's address, unless somebody wanted it there after `at`: such news may
    come twice, days later. What the account itself subscribed is stopped in any case."""
    subscription = repository.read(address_hash(email)) if email else None
    if subscription:
        _stop(subscription, lambda now: now.wanted_at <= at or now.owner == owner)


def stop_until(address: str, at: str, issue_id: str = "") -> None:
    """Stop the newsletter to the address with this hash, unless somebody wanted it there after `at`.

    Where that is because of an issue's mail, count it there.
    """
    subscription = repository.read(address)
    if subscription:
        count = [issue_progress.count_rejection(issue_id)] if issue_id and issue_items.read(issue_id) else []
        _stop(subscription, lambda now: now.wanted_at <= at, *count)


def _open(key: str) -> StoredSubscription:
    subscription = repository.read_by_key(key)
    if subscription is None:
        raise Refused(404, "not-found", "There is no such subscription")
    return subscription


def _stop(
    subscription: StoredSubscription,
    is_due: Callable[[StoredSubscription], bool] = lambda now: True,
    *more: dynamodb.TransactionItem,
) -> None:
    """Stop a subscription that may change meanwhile, for as long as `is_due` says so; `more` is written with it."""
    now: StoredSubscription | None = subscription
    while now and now.state is not SubscriptionState.STOPPED and now.secret == subscription.secret and is_due(now):
        if repository.change(
            now, SubscriptionStopped(key=now.key), *more, state=SubscriptionState.STOPPED, email="", owner=""
        ):
            return
        now = repository.read(now.address)
