"""What an order writes to each partition key of a table and of its indexes, and how many orders a second that
allows."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from backend.shared.shards import SHARDS, base_key, shard_keys
from bench.confirmed import confirm_order, whole
from bench.figure import Figure, table
from bench.shop import Step

ORDERS_PER_SECOND, LIMIT, CEILING = 1_000, 500, 1_000
"""What the shop is made for; the write units a second that one key may take then, and what DynamoDB allows one:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"""

ORDERS = 4
_ORDER_ID = re.compile("[0-9a-f]{28}")


@dataclass(frozen=True)
class Load:
    """Write units of an average order under one key, or one of its shards; no `index` is the table itself."""

    table: str
    index: str
    key: str
    units: float

    @property
    def per_second(self) -> float:
        return self.units * ORDERS_PER_SECOND

    @property
    def ceiling(self) -> int:
        """Orders a second at which DynamoDB throttles the key."""
        return round(CEILING / self.units)


@dataclass(frozen=True)
class Whole:
    """A key that is not sharded, by its prefix, and the reason."""

    table: str
    begins: str
    reason: str

    def of(self, load: Load) -> bool:
        return load.table == self.table and not load.index and load.key.startswith(self.begins)


WHOLE = (
    Whole(
        "inventory",
        "SKU#",
        "a SKU's stock is one number that no two orders may take at once; the measured orders all buy the same three",
    ),
    Whole("invoice", "COUNTER", "numbers without gaps are given out one after another; invoices wait in their queue"),
    Whole("basket", "shopper#", "the measured orders are one shopper's"),
    Whole("order", "shopper#", "the measured orders are one shopper's"),
    Whole("recommendation", "PRODUCT#", "a product's own; the measured orders all buy the same three"),
    Whole("desk", "WORD#", "a shopper's and a SKU's own words; the measured orders have the same"),
)


def loads(steps: Iterable[Step], orders: int) -> list[Load]:
    """Return what these orders wrote to each key that not one of them has alone, on average.

    Shards of a key share evenly what it took.
    """
    units: Counter[tuple[str, str, str]] = Counter()
    for step in steps:
        for (name, index, key), spent in step.reading.units.by_key.items():
            if _ORDER_ID.search(key):
                continue
            whole = base_key(key)
            is_shard = key in shard_keys(whole)[1:]
            units[name, index, f"{whole}#…" if is_shard else key] += spent / (SHARDS if is_shard else 1)
    return [Load(*place, spent / orders) for place, spent in units.items()]


def is_excused(load: Load) -> bool:
    """Return whether the key stays whole for a reason."""
    return any(rule.of(load) for rule in WHOLE)


def busiest(found: Iterable[Load]) -> Load:
    """Return the key that takes most."""
    return max(found, key=lambda load: load.units)


def run() -> list[Figure]:
    with whole() as here:
        here.steps.clear()
        for number in range(ORDERS):
            confirm_order(here, number)
        found = sorted(loads(here.steps, ORDERS), key=lambda load: load.units, reverse=True)
    head = (
        "table",
        "index",
        "key",
        "units per order",
        f"units/s at {ORDERS_PER_SECOND:,} orders/s",
        "orders/s at most",
    )
    print(table([head, *(_row(load) for load in found)]))
    print(table([("stays whole", "why"), *((f"{rule.table} {rule.begins}…", rule.reason) for rule in WHOLE)]))
    hottest = busiest(load for load in found if not is_excused(load))
    name = " ".join(filter(None, (hottest.table, hottest.index, hottest.key)))
    stock = busiest(load for load in found if load.key.startswith("SKU#"))
    counter = busiest(load for load in found if load.key == "COUNTER")
    return [
        Figure(
            f"write units of the busiest key at {ORDERS_PER_SECOND:,} orders a second",
            round(hottest.per_second, 1), "", LIMIT, f"{name}; DynamoDB allows {CEILING:,}",
        ),
        Figure("orders a second that one SKU can be in", stock.ceiling, "", None, "its stock is one key"),
        Figure("invoices a second of one range of numbers", counter.ceiling, "", None, "the counter is one key"),
    ]  # fmt: skip


def _row(load: Load) -> tuple[object, ...]:
    return (load.table, load.index, load.key, load.units, load.per_second, load.ceiling)
