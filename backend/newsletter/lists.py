"""Who gets the newsletter, for staff: how many there are, and the addresses for a mail program."""

from collections import Counter

from backend.contracts.newsletter.models import (
    Subscriber,
    SubscriberCount,
    SubscriberCounts,
    SubscriberPage,
    SubscribersQuery,
    SubscriptionState,
)
from backend.contracts.types import Language
from backend.newsletter import repository
from backend.newsletter.domain import StoredSubscription
from backend.shared import clock


def count() -> SubscriberCounts:
    """Return how many subscriptions are in each language and state; a request that has expired does not count."""
    counts: Counter[tuple[Language, SubscriptionState]] = Counter()
    is_estimated = False
    for shard in repository.SHARDS:
        first, of_all = repository.list_first(shard)
        is_estimated |= of_all < 1
        for kind, count in _count_present(first).items():
            counts[kind] += round(count / of_all)
    items = (
        SubscriberCount(language=language, state=state, count=count)
        for (language, state), count in sorted(counts.items())
    )
    return SubscriberCounts(items=tuple(items), estimated=is_estimated)


def _count_present(subscriptions: list[StoredSubscription]) -> Counter[tuple[Language, SubscriptionState]]:
    now = clock.epoch()
    present = (each for each in subscriptions if each.expires is None or each.expires > now)
    return Counter((each.language, each.state) for each in present)


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
