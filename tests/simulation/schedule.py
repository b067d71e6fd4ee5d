"""A whole schedule from its seed: a shop, eight buyers, staff, faults; then the faults end, everything comes to rest,
and is judged."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from zlib import crc32

from backend.order.item import LINKED, decode, is_order
from tests.simulation import invariants, leavers, phone_orders, tax_modes
from tests.simulation.buyers import Buyer
from tests.simulation.cloud import Message
from tests.simulation.faults import Chance, Planned
from tests.simulation.guests import GuestBuyer
from tests.simulation.leavers import Leaver
from tests.simulation.monitor import Watch
from tests.simulation.scheduler import BEGIN, PEOPLE, Violated, World
from tests.simulation.shop import PRICES, SKUS, Shop, open_shop, running
from tests.simulation.staff import Staff

BUYERS = 8
GUESTS = (2, 5)
"""The numbers of those without an account."""
TROUBLE = 3600  # seconds until the faults end
# seconds after which every message was taken, or is dead: the slowest queue gives one out five times in half an hour
SETTLED = 2400


@dataclass
class Report:
    """What a schedule was.

    `trace` is a sum over every call and all that was written: equal only where the same happened.
    """

    seed: int
    violation: str = ""
    trace: int = 0
    calls: int = 0
    checkouts: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    edges: set[tuple[str, str]] = field(default_factory=set)
    early_returns: int = 0

    def summary(self) -> str:
        """What was violated, and how to see it again."""
        return f"violated: {self.violation}\n  again: python -m tests.simulation {self.seed}"


def by_chance(world: World) -> Chance:
    """The faults of a random schedule."""
    world.zombies = world.random.random() < 0.2
    return Chance(world.random)


def play(
    seed: int,
    faults: Callable[[World], Chance | Planned] = by_chance,
    story: Callable[[Shop, Watch], list[Buyer]] | None = None,
) -> Report:
    """Plays the schedule of this seed and says how it went."""
    report = Report(seed)
    with running(seed, faults) as shop:
        watch = Watch(shop)
        try:
            _play(shop, watch, story or crowd)
        except Violated as violated:
            report.violation = str(violated)
        report.calls, report.checkouts = shop.cloud.calls.count, len(watch.checkouts)
        report.trace = crc32(repr(shop.cloud.store.tables).encode(), shop.cloud.calls.trace)
        orders = shop.cloud.store.tables.get("order", {}).values()
        report.states.update(decode(item)[0].state.value for item in orders if is_order(item) and LINKED not in item)
        report.faults.update(shop.cloud.calls.hits)
        report.edges, report.early_returns = watch.edges, len(watch.early_returns)
    return report


def _play(shop: Shop, watch: Watch, story: Callable[[Shop, Watch], list[Buyer]]) -> None:
    world = shop.world
    watch.prices = {sku: {price} for sku, price in PRICES.items()}
    stock = {sku: world.random.choice((0, 1, 3, 6, 30)) for sku in SKUS} if story is crowd else dict.fromkeys(SKUS, 7)
    open_shop(shop, stock)
    if tax_modes.changes(world.seed):
        world.later(tax_modes.CHANGE, tax_modes.change)
    buyers = story(shop, watch)
    poison = _poison(shop) if story is crowd else []
    world.later(60 - world.now % 60, shop.tick)
    _until(shop, lambda: world.now > BEGIN + TROUBLE)
    world.faulty = False
    _until(shop, lambda: world.now > BEGIN + TROUBLE + SETTLED)
    shop.cloud.redrive(shop.cloud.queues.values(), but=poison)
    _rest(shop)
    for buyer in buyers:
        world.start("buyer", PEOPLE, buyer.knocks, 1e9, lambda _: None)
    _rest(shop)
    # by clocks apart a dead message's claim may last until then
    shop.cloud.redrive([shop.cloud.queues["notification"]], but=poison)
    _rest(shop)
    invariants.check(shop, watch, buyers, poison)
    for buyer in buyers:
        if isinstance(buyer, Leaver):
            _weeks_pass(shop)
            leavers.check(shop, watch, buyer)


def _weeks_pass(shop: Shop) -> None:
    """Nobody comes, and for the days in which closed accounts are erased, calls fail again."""
    world, began = shop.world, shop.world.now
    world.longest += leavers.WEEKS
    shop.rhythm = 3600
    _until(shop, lambda: world.now > began + 6 * leavers.DAY)
    world.faulty = True
    _until(shop, lambda: world.now > began + 9 * leavers.DAY)
    world.faulty = False
    _until(shop, lambda: world.now > began + leavers.WEEKS)
    shop.cloud.redrive(shop.cloud.queues.values(), but=[])
    _until(shop, lambda: not world.tasks and len(world.agenda) <= 1)


def crowd(shop: Shop, watch: Watch) -> list[Buyer]:
    """Eight buyers, staff, and a price that changes."""
    shop.busy = shop.world.random.random() < 0.25
    buyers: list[Buyer] = []
    kinds = [GuestBuyer if number in GUESTS else Buyer for number in range(BUYERS)]
    if leavers.is_played(shop.world.seed):
        kinds[leavers.NUMBER] = Leaver
    if phone_orders.is_played(shop.world.seed):
        kinds[phone_orders.NUMBER] = phone_orders.Caller
    buyers += [kind(shop, number, buyers) for number, kind in enumerate(kinds)]
    for buyer in buyers:
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    shop.world.start("staff", PEOPLE, Staff(shop).works, 1e9, lambda _: None)
    for version in range(2, 2 + shop.world.random.choice((0, 0, 2))):
        price = PRICES["A-1"] + version
        watch.prices["A-1"].add(price)
        shop.world.later(
            shop.world.random.uniform(0, 40), lambda price=price, version=version: shop.publish(price, version)
        )  # type: ignore[misc]
    return buyers


def _poison(shop: Shop) -> list[Message]:
    if shop.world.random.random() > 0.15:
        return []
    queue = shop.world.random.choice([queue for queue in shop.cloud.queues.values() if queue.name != "sandbox"])
    return [
        shop.cloud.send(queue, '{"detail":{"type":"OrderPlaced.v0","order_id":7}}', shop.world.random.uniform(0, 60))
    ]


def _until(shop: Shop, over: Callable[[], bool]) -> None:
    while not over() and shop.world.step():
        if shop.world.now > BEGIN + shop.world.longest:
            raise Violated("INV-1: it does not come to rest")


def _rest(shop: Shop) -> None:
    """Goes on until nothing but the clock is left."""

    def quiet() -> bool:
        world, tables = shop.world, shop.cloud.store.tables
        if world.tasks or len(world.agenda) > 1:
            return False
        return not any(
            "due" in item and not {"closed_at", "ready_at"} & item.keys()
            for service in ("order", "payment", "notification")
            for item in tables.get(service, {}).values()
        )

    _until(shop, quiet)
