"""The newsletter as the services of the tests answer."""

from collections import Counter
from typing import Any

from backend.contracts.newsletter.models import (
    OwnSubscription,
    RequestSubscription,
    Subscriber,
    SubscriberCount,
    SubscriberCounts,
    SubscriberPage,
    Subscription,
    SubscriptionState,
)
from backend.contracts.operation import Empty
from backend.contracts.problem import Refused


class Subscribing:
    """Whom the newsletter was asked for, the `subscriptions` that links open, and `own`: the account's;
    `subscribers` get it."""

    def __init__(self) -> None:
        super().__init__()
        self.newsletters_asked: list[RequestSubscription] = []
        self.subscriptions: dict[str, SubscriptionState] = {}
        self.subscribers: list[Subscriber] = []
        self.own = OwnSubscription(email="ada@example.org", active=False)

    def count_subscribers(self, *_: Any) -> SubscriberCounts:
        counts = Counter((each.language, SubscriptionState.ACTIVE) for each in self.subscribers)
        items = (SubscriberCount(language=one, state=state, count=many) for (one, state), many in counts.items())
        return SubscriberCounts(items=tuple(items))

    def list_subscribers(self, _: str, __: Any, query: Any, ___: Any) -> SubscriberPage:
        """Two on a page."""
        start = int(query.cursor or 0)
        more = len(self.subscribers) > start + 2
        return SubscriberPage(items=tuple(self.subscribers[start : start + 2]), next=str(start + 2) if more else None)

    def request_subscription(self, _: str, __: Any, ___: Any, body: RequestSubscription) -> Empty:
        self.newsletters_asked.append(body)
        return Empty()

    def get_subscription(self, _: str, path: Any, *__: Any) -> Subscription:
        if path.subscription_key not in self.subscriptions:
            raise Refused(404, "not-found", "There is no such subscription")
        return Subscription(state=self.subscriptions[path.subscription_key])

    def confirm_subscription(self, owner: str, path: Any, *_: Any) -> Subscription:
        self.get_subscription(owner, path)
        self.subscriptions[path.subscription_key] = SubscriptionState.ACTIVE
        return self.get_subscription(owner, path)

    def stop_subscription(self, owner: str, path: Any, *_: Any) -> Empty:
        self.get_subscription(owner, path)
        self.subscriptions[path.subscription_key] = SubscriptionState.STOPPED
        return Empty()

    def get_own_subscription(self, *_: Any) -> OwnSubscription:
        return self.own

    def set_own_subscription(self, *_: Any) -> OwnSubscription:
        self.own = OwnSubscription(email=self.own.email, active=True)
        return self.own

    def delete_own_subscription(self, *_: Any) -> Empty:
        self.own = OwnSubscription(email=self.own.email, active=False)
        return Empty()
