"""One campaign: articles, people, faults, the wait for rest, and the verdict."""

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event

from backend.notification.repository import LEASE_SECONDS
from tests.chaos import books, checkers, faults
from tests.chaos.books import Books
from tests.chaos.client import Client
from tests.chaos.faults import Faults
from tests.chaos.history import History
from tests.chaos.people import Buyer, staff_works
from tests.cloud import ShopCloud
from tests.integration.api import Api, at_rest
from tests.integration.fault_injection import Queue, empty_dead_letter_queues
from tests.integration.shop import Shopper, sell

PIECES = (100_000,) * 5 + (40, 25, 10)
"""What there is of each article: plenty of most, and of some too little for all who want it."""
HURRIED = {
    "BasketQueue": 8,
    "OrderQueue": 8,
    "InventoryQueue": 8,
    "PaymentQueue": 15,
    "SandboxQueue": 15,
    "NotificationQueue": 25,
}
"""Seconds after which a queue gives out again what a killed worker had: the stack's are six times a function's limit, a
minute and more."""
SWEEP = 5.0
"""Seconds between two sweeps: the stack's come once a minute."""
AFTER = checkers.SECONDS + 2 * LEASE_SECONDS
"""Seconds after the last fault that everything may take to come to rest: orders, and then a mail whose claim was lost.
"""


@dataclass
class Played:
    """What came of a campaign."""

    seed: int
    history: History
    books: Books
    faults: Faults
    anomalies: list[str]

    @property
    def seconds(self) -> float:
        """From the last fault to the last order's last step."""
        return max((order.steps[-1][1] for order in self.books.orders), default=0) - self.faults.last


@dataclass
class Campaign:
    """A shop with articles of its own, `stock` pieces by SKU; what happens in it from `since` on (epoch seconds) is
    judged."""

    cloud: ShopCloud
    stock: dict[str, int]
    chance: random.Random
    history: History
    faults: Faults
    since: float

    def play(self, seconds: float, people: list[Shopper], staff: Shopper) -> Books:
        """The books after shoppers bought and faults struck for so long, and all came to rest."""
        end = time.monotonic() + seconds
        clients = [
            Client(who, self.history, random.Random(self.chance.random()), end + AFTER) for who in (staff, *people)
        ]
        buyers = [Buyer(client, tuple(self.stock), random.Random(self.chance.random())) for client in clients[1:]]
        closed, over = Event(), Event()
        with hurry_queues(self.cloud), ThreadPoolExecutor(len(clients) + 2) as pool:
            try:
                staff_work = pool.submit(staff_works, clients[0], self.since, closed)
                others = [pool.submit(_sweeps, self.cloud, over), pool.submit(self.faults.until, end, over)]
                for buying in [pool.submit(buyer.shops, end) for buyer in buyers]:
                    buying.result()
                closed.set()
                staff_work.result()
                return self._wait_for_rest(end + AFTER)
            finally:
                closed.set()
                over.set()
                for other in others:
                    other.result()

    def judge(self, found: Books) -> list[str]:
        struck = faults.of(self.faults.struck, faults.MAIL) + faults.cut_short(self.cloud, faults.MAIL)
        return checkers.anomalies(self.history, found, self.stock, self.faults.last, struck)

    def read(self) -> Books:
        return books.read(self.cloud, tuple(self.stock), self.since)

    def _wait_for_rest(self, end: float) -> Books:
        """The books once nothing is wrong with them and nothing moves, or as they are at the end."""
        while self.judge(found := self.read()):
            if time.monotonic() > end:
                return found
            time.sleep(1)
        at_rest(self.cloud)
        return self.read()


def play(cloud: ShopCloud, seconds: float, shoppers: int, seed: int) -> Played:
    """A campaign of so many shoppers, with the faults that the seed draws."""
    chance, name = random.Random(seed), f"chaos-{os.urandom(4).hex()}"
    staff = Shopper(Api(cloud), cloud.account("staff"))
    stock = {
        sell(staff.api, staff.token, f"{name}-{number}", 1000 + 7 * number, pieces): pieces
        for number, pieces in enumerate(PIECES)
    }
    people = [Shopper(Api(cloud), cloud.new_account()) for _ in range(shoppers)]
    empty_dead_letter_queues(cloud)
    now = time.time()
    campaign = Campaign(cloud, stock, chance, History(), Faults(cloud, random.Random(seed), last=now), now)
    found = campaign.play(seconds, people, staff)
    return Played(seed, campaign.history, found, campaign.faults, campaign.judge(found))


@contextmanager
def hurry_queues(cloud: ShopCloud) -> Iterator[None]:
    """The queues give out again sooner."""
    with ExitStack() as stack:
        for name, seconds in HURRIED.items():
            stack.enter_context(Queue(cloud, name).hurried(seconds))
        yield


def _sweeps(cloud: ShopCloud, over: Event) -> None:
    functions = cloud.client("lambda")
    while not over.wait(SWEEP):
        for name in ("OrderSweeper", "PaymentSweeper"):
            functions.invoke(FunctionName=cloud.outputs[name], InvocationType="Event")
