"""Who gets the newsletter, for staff: how many there are, and the addresses for a mail program."""

from collections import Counter

from backend.contracts.newsletter.models import (
    Subscriber,
    SubscriberCount,
    SubscriberCounts,
    SubscriberPage,
    SubscribersQuery,
)
from backend.newsletter import repository
from backend.newsletter.domain import StoredSubscription
from backend.shared import clock


def count() -> SubscriberCounts:
    """Return how many subscriptions are in each language and state; a request that has expired does not count."""
    now = clock.epoch()
    present = (each for each in repository.list_all() if each.expires is None or each.expires > now)
    counts = Counter((each.language, each.state) for each in present)
    items = (
        SubscriberCount(language=language, state=state, count=count)
        for (language, state), count in sorted(counts.items())
    )
    return SubscriberCounts(items=tuple(items))


def list_page(query: SubscribersQuery) -> SubscriberPage:
    """Return a page of the addresses that get the newsletter. Raise Refused 400 for a bad cursor."""
    subscriptions, after = repository.list_active(query)
    return SubscriberPage(items=tuple(map(_view, subscriptions)), next=after)


def _view(subscription: StoredSubscription) -> Subscriber:
    return Subscriber(
        email=subscription.email,
        language=subscription.language,
        confirmed_at=subscription.confirmed_at,
        key=subscription.key,
    )
