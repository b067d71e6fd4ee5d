"""People who want the newsletter, or whose address somebody else types: they ask twice, confirm late or never, and stop
at any moment."""

import re
from dataclasses import dataclass, field
from typing import Any

from backend.contracts.newsletter.issue_operations import SAVE_ISSUE, START_ISSUE, STOP_ISSUE
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
ISSUES = 2
ISSUE_CONTENT = {"texts": [{"language": "en", "subject": "New prints", "text": "They are here."}]}

_LINK = re.compile(r"/newsletter/([0-9a-f]{64})/")


@dataclass
class Ledger:
    """What is true: which subscriptions were `confirmed` and `stopped`, by their keys; whose addresses need no
    confirmation (`members`); each that became `active`; and when the mailer `heard` that one was stopped.
    By issue: whom it `goes_to`, and whom it was `addressed` to."""

    shop: Shop
    confirmed: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    active: dict[str, str] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    goes_to: dict[str, set[str]] = field(default_factory=dict)
    addressed: dict[str, set[str]] = field(default_factory=dict)

    def hear(self, writes: list[Write]) -> None:
        """Hear of every write: a subscription becomes active by one."""
        for table, (pk, sk), old, new in writes:
            if table == "notification" and sk == "STOPPED" and new:
                self.heard.setdefault(pk.removeprefix("NEWSLETTER#"), self.shop.world.now)
            if table == "newsletter" and new and pk == "ISSUES" and new.get("state", {}).get("S") == "sending":
                self._issue(sk, new["started_at"]["S"])
            if table == "newsletter" and new and is_subscription(pk):
                self._mailing(_decode(old) if old else None, _decode(new))
                self._subscription(_decode(old) if old else None, _decode(new))

    def _issue(self, issue_id: str, started_at: str) -> None:
        """Hear that an issue is being sent: when it is begun, to all who have confirmed by then."""
        present = list_subscriptions(self.shop.cloud.store.tables.get("newsletter", {}))
        active = {each.key for each in present if each.state is SubscriptionState.ACTIVE}
        by_then = {each.key for each in present if each.key in active and each.confirmed_at <= started_at}
        self.goes_to.setdefault(issue_id, by_then)

    def _mailing(self, old: StoredSubscription | None, new: StoredSubscription) -> None:
        """Hear that an issue is addressed to a subscription: only while it is active, and once."""
        if not new.issued_at or (old and (old.key, old.issued_at) == (new.key, new.issued_at)):
            return
        addressed = self.addressed.setdefault(new.issued_at, set())
        must(new.state is SubscriptionState.ACTIVE, f"INV-35: an issue goes to {new.key}, who has stopped it")
        must(new.confirmed_at <= new.issued_at, f"INV-35: an issue goes to {new.email}, who confirmed after its start")
        must(new.address not in addressed, f"INV-35: {new.email} gets an issue twice")
        addressed.add(new.address)

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


class Editor(Buyer):
    """Staff who write two issues and send them, click twice, and sometimes stop one."""

    def works(self) -> None:
        for number in range(ISSUES):
            self.world.sleep(self.random.uniform(300, 900))
            path = {"issue_id": f"{number:032x}"}
            self._ask(SAVE_ISSUE, path, {"content": ISSUE_CONTENT, "version": 0})
            for _ in range(self.random.choice((1, 2))):
                self._ask(START_ISSUE, path, {"version": 1, "addressees": SUBSCRIBERS})
            if self.random.random() < 0.2:
                self.world.sleep(self.random.uniform(0, 120))
                self._ask(STOP_ISSUE, path, {})

    def knocks(self) -> None:
        """Nothing is left to send."""

    def _ask(self, operation: Any, path: dict[str, str], body: dict[str, Any]) -> None:
        for wait in range(1000):
            reply = self.shop.ask(operation, staff=True, path=path, body=body)
            if reply is not None and reply["statusCode"] < 500:
                return
            self.world.sleep(self.random.uniform(0.1, 1 + wait))


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
    shop.world.start("staff", PEOPLE, Editor(shop, SUBSCRIBERS, []).works, 1e9, lambda _: None)
    return people


def list_subscriptions(items: dict[tuple[str, str], Item]) -> list[StoredSubscription]:
    """Return the subscriptions in the newsletter's table."""
    return [_decode(item) for (pk, _), item in items.items() if is_subscription(pk)]
