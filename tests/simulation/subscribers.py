"""People who want the newsletter, or whose address somebody else types: they ask twice, confirm late or never, and stop
at any moment."""

import re
from dataclasses import dataclass, field

from backend.contracts.newsletter.models import SubscriptionState
from backend.contracts.newsletter.operations import (
    CONFIRM_SUBSCRIPTION,
    DELETE_OWN_SUBSCRIPTION,
    REQUEST_SUBSCRIPTION,
    SET_OWN_SUBSCRIPTION,
    STOP_SUBSCRIPTION,
)
from backend.newsletter.domain import StoredSubscription
from backend.newsletter.repository import _decode
from tests.simulation.buyers import Buyer
from tests.simulation.monitor import Watch, must
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop
from tests.simulation.store import Item, Write

SUBSCRIBERS = 6
STRANGER = "nobody@news.test"
"""An address that others type, and whose owner never confirms anything."""

_LINK = re.compile(r"/newsletter/([0-9a-f]{64})/")


@dataclass
class Ledger:
    """What is true: which subscriptions were `confirmed` and `stopped`, by their keys; whose addresses need no
    confirmation (`members`); each that became `active`; and when the mailer `heard` that one was stopped."""

    shop: Shop
    confirmed: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    active: dict[str, str] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)

    def hear(self, writes: list[Write]) -> None:
        """Hear of every write: a subscription becomes active by one."""
        for table, (pk, sk), old, new in writes:
            if table == "notification" and sk == "STOPPED" and new:
                self.heard.setdefault(pk.removeprefix("NEWSLETTER#"), self.shop.world.now)
            if table == "newsletter" and new and is_subscription(pk):
                self._subscription(_decode(old) if old else None, _decode(new))

    def _subscription(self, old: StoredSubscription | None, new: StoredSubscription) -> None:
        if new.state is not SubscriptionState.ACTIVE or (old and (old.state, old.key) == (new.state, new.key)):
            return
        known = new.key in self.confirmed or (new.by_account and new.email in self.members)
        must(known, f"INV-34: {new.email} is subscribed and never confirmed it")
        must(new.key not in self.stopped, f"INV-34: {new.email} is subscribed by what was stopped")
        must(bool(new.confirmed_at), f"INV-34: {new.email} is subscribed without proof")
        self.active[new.key] = new.email


class Subscriber(Buyer):
    """Somebody who wants the newsletter: without an account, or as a member whose address is confirmed."""

    def __init__(self, shop: Shop, number: int, ledger: Ledger) -> None:
        super().__init__(shop, number, [])
        self.ledger, self.email, self.is_member = ledger, f"{self.name}@news.test", number % 3 == 0
        if self.is_member:
            ledger.members.add(self.email)

    def shops(self) -> None:
        for _ in range(self.random.randint(2, 5)):
            self.world.sleep(self.random.uniform(1, 600))
            for _ in range(self.random.choice((1, 1, 2))):
                self._asks()
            self.world.sleep(self.random.choice((1, 60, 400)) * self.random.random())
            self._decides()

    def knocks(self) -> None:
        """Nothing is left to ask for."""

    def _asks(self) -> None:
        if self.is_member and self.random.random() < 0.7:
            self.ask(SET_OWN_SUBSCRIPTION, headers=self._account, body={})
        else:
            email = self.random.choice((self.email, self.email, STRANGER))
            self.ask(REQUEST_SUBSCRIPTION, body={"email": email})

    def _decides(self) -> None:
        """Confirm what was mailed, now or never; stop some of it."""
        for key in self._links():
            path = {"subscription_key": key}
            if self.random.random() < 0.6:
                self.ledger.confirmed.add(key)
                self.ask(CONFIRM_SUBSCRIPTION, path=path)
            if self.random.random() < 0.2:
                status, _ = self.ask(STOP_SUBSCRIPTION, path=path)
                self.ledger.stopped |= {key} if status == STOP_SUBSCRIPTION.status else set()
        if self.is_member and self.random.random() < 0.2:
            self.ask(DELETE_OWN_SUBSCRIPTION, headers=self._account)

    @property
    def _account(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.email}"}

    def _links(self) -> list[str]:
        """Return the key of each subscription that a mail leads to."""
        mine = [mail.text for mail in self.shop.cloud.mails if mail.to == self.email]
        return sorted({key for text in mine for key in _LINK.findall(text)})


def is_subscription(pk: str) -> bool:
    """Return whether an item of the newsletter's table is a subscription."""
    return pk.startswith("SUBSCRIPTION#")


def subscribers(shop: Shop, watch: Watch) -> list[Buyer]:
    """The story: six who want the newsletter, and an address that some of them type without owning it."""
    ledger = Ledger(shop)
    written = shop.cloud.watch
    shop.cloud.watch = lambda writes: (written(writes), ledger.hear(writes))[0]
    people: list[Buyer] = [Subscriber(shop, number, ledger) for number in range(SUBSCRIBERS)]
    for each in people:
        shop.world.start("buyer", PEOPLE, each.shops, 1e9, lambda _: None)
    return people


def list_subscriptions(items: dict[tuple[str, str], Item]) -> list[StoredSubscription]:
    """Return the subscriptions in the newsletter's table."""
    return [_decode(item) for (pk, _), item in items.items() if is_subscription(pk)]
