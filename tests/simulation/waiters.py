"""People who wait for a product: they ask twice, confirm late or never, and stop at any moment, while its price and its
stock change and the news of it come late, twice and in another order."""

import re
from dataclasses import dataclass, field

from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.product.events import ProductChanged
from backend.contracts.wish.alert_operations import CONFIRM_ALERT, DELETE_ALERT, REQUEST_ALERT, SET_ALERT, STOP_ALERT
from backend.contracts.wish.alerts import AlertKind, AlertState
from backend.contracts.wish.events import AlertTriggered
from backend.shared import compression
from tests.backend.events import bus
from tests.simulation.buyers import Buyer
from tests.simulation.monitor import Watch, must
from tests.simulation.scheduler import PEOPLE
from tests.simulation.shop import Shop, product
from tests.simulation.store import Item, Write

PRODUCT, SKU, PRICE = "w", "W-1", 2000
WAITERS, CHANGES, LATE = 6, 14, (0, 0, 1, 30, 300)
"""Who waits, how often price and stock change, and seconds that the news of a change are on their way."""

_LINK = re.compile(rf"/wishes/alerts/(back|cheaper)/{SKU}/([0-9a-f]{{64}})/")
_KINDS = tuple(AlertKind)


@dataclass
class Ledger:
    """What is true: which alerts were `confirmed`, by their keys, and which were `stopped`; whose addresses need no
    confirmation (`members`); each alert that was `triggered`; when the mailer `heard` that one was stopped; and the
    last `price` and `level`."""

    shop: Shop
    confirmed: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    triggered: list[AlertTriggered] = field(default_factory=list)
    heard: dict[str, float] = field(default_factory=dict)
    price: int = PRICE
    level: Level = Level.SOLD_OUT

    def written(self, writes: list[Write]) -> None:
        """Hear of every write: an alert is triggered by one."""
        for table, (pk, sk), old, new in writes:
            if table == "notification" and sk == "STOPPED" and new:
                self.heard.setdefault(pk.removeprefix("ALERT#"), self.shop.world.now)
            if table == "wish" and new and pk.startswith("ALERT#"):
                self._alert(old, new)

    def _alert(self, old: Item | None, new: Item) -> None:
        event = _triggered_event(new)
        if event is None or (old and _triggered_event(old) == event):
            return
        must(old is not None and old["state"]["S"] == AlertState.ACTIVE, f"INV-26: triggered out of {old}")
        known = event.key in self.confirmed or event.email in self.members
        must(known, f"INV-26: {event.email} is told and never confirmed it")
        must(event.key not in self.stopped, f"INV-26: {event.email} is told of what was stopped")
        self.triggered.append(event)


class Waiter(Buyer):
    """Somebody who waits: without an account, or as a member whose address is confirmed."""

    def __init__(self, shop: Shop, number: int, ledger: Ledger) -> None:
        super().__init__(shop, number, [])
        self.ledger, self.email, self.is_member = ledger, f"{self.name}@wait.test", number % 3 == 0
        if self.is_member:
            ledger.members.add(self.email)

    def shops(self) -> None:
        for _ in range(self.random.randint(2, 5)):
            self.world.sleep(self.random.uniform(1, 600))
            kind = self.random.choice(_KINDS)
            for _ in range(self.random.choice((1, 1, 2))):
                self._asks(kind)
            self.world.sleep(self.random.choice((1, 60, 400)) * self.random.random())
            self._decides(kind)

    def knocks(self) -> None:
        """Nothing is left to ask for."""

    def _asks(self, kind: AlertKind) -> None:
        if self.is_member:
            account = {"authorization": f"Bearer {self.email}"}
            self.ask(SET_ALERT, headers=account, path={"kind": kind, "sku": SKU}, body={"product_id": PRODUCT})
        else:
            self.ask(REQUEST_ALERT, body={"kind": kind, "product_id": PRODUCT, "sku": SKU, "email": self.email})

    def _decides(self, kind: AlertKind) -> None:
        """Confirm what was mailed, now or never; stop some of it."""
        for found, key in self._links():
            path = {"kind": found, "sku": SKU, "alert_key": key}
            if self.random.random() < 0.6:
                self.ledger.confirmed.add(key)
                self.ask(CONFIRM_ALERT, path=path)
            if self.random.random() < 0.2:
                status, _ = self.ask(STOP_ALERT, path=path)
                self.ledger.stopped |= {key} if status == STOP_ALERT.status else set()
        if self.is_member and self.random.random() < 0.2:
            self.ask(DELETE_ALERT, path={"kind": kind, "sku": SKU})

    def _links(self) -> list[tuple[str, str]]:
        """Return the kind and the key of each alert that a mail leads to."""
        mine = [mail.text for mail in self.shop.cloud.mails if mail.to == self.email]
        return sorted({(found[1], found[2]) for text in mine for found in _LINK.finditer(text)})


def waiters(shop: Shop, watch: Watch) -> list[Buyer]:
    """The story: six who wait, and a product that is sold out, comes back, and gets cheaper and dearer."""
    ledger = Ledger(shop)
    written = shop.cloud.watch
    shop.cloud.watch = lambda writes: (written(writes), ledger.written(writes))[0]
    people: list[Buyer] = [Waiter(shop, number, ledger) for number in range(WAITERS)]
    for each in people:
        shop.world.start("buyer", PEOPLE, each.shops, 1e9, lambda _: None)
    _change(shop, ledger, 1)
    for version in range(2, CHANGES + 2):
        shop.world.later(200 * version, lambda version=version: _change(shop, ledger, version))  # type: ignore[misc]
    return people


def _change(shop: Shop, ledger: Ledger, version: int) -> None:
    """Change price and stock, and send the news of both."""
    chance = shop.world.random
    if version > 1:
        ledger.price = chance.choice((1500, 1800, 1900, PRICE, 2200))
        ledger.level = chance.choice((Level.SOLD_OUT, Level.SOLD_OUT, Level.LOW, Level.IN_STOCK))
    news = (
        ProductChanged(product=product(PRODUCT, (SKU,), {SKU: ledger.price}, version)),
        StockChanged(sku=SKU, version=version, level=ledger.level),
    )
    for event in news:
        for _ in range(chance.choice((1, 1, 2))):
            shop.cloud.send(shop.cloud.queues["wish"], bus(event), chance.choice(LATE))


def _triggered_event(item: Item) -> AlertTriggered | None:
    """Return the event of this kind that an item carries."""
    if "event" not in item or b"AlertTriggered" not in compression.decompress(bytes(item["event"]["B"])):
        return None
    return compression.decode(bytes(item["event"]["B"]), AlertTriggered)
