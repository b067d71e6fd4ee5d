"""Generated histories of purchases, and how often a way to recommend names what is bought next (hit rate@10).

A shopper has a taste: most of what is looked at and bought is from that part of the assortment, popular products more
often than others; the rest is anything. What parts there are is not what the categories say: each taste goes across
several. The last purchase of some shoppers is held back, and is to be named from what they looked at before.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from backend.contracts.recommendation.models import MAX_ORDERS, Reason
from backend.recommendation import domain

PRODUCTS, TASTES, CATEGORIES, SHOPPERS, HELD_BACK = 400, 16, 10, 3000, 600
LOYALTY = 0.8
"""How likely a product is one of the shopper's taste."""
TOP = 10
Orders = Mapping[str, Sequence[domain.Others]]


@dataclass(frozen=True)
class HeldBack:
    """What a shopper looked at, the newest first, and bought next."""

    seen: tuple[str, ...]
    bought: str


@dataclass(frozen=True)
class History:
    """The other products of each product's orders, the newest first; what was held back; each product's category."""

    orders: Orders
    held_back: tuple[HeldBack, ...]
    categories: Mapping[str, int]
    best_sellers: tuple[str, ...]


def generate(seed: int) -> History:
    """Return the history that belongs to the seed."""
    chance = random.Random(seed)
    products = [f"p{number}" for number in range(PRODUCTS)]
    popularity = {product: 1 / (chance.randrange(PRODUCTS) + 10) for product in products}
    tastes = [products[start::TASTES] for start in range(TASTES)]

    def choose(taste: Sequence[str], count: int) -> list[str]:
        pools = [taste if chance.random() < LOYALTY else products for _ in range(count)]
        return list(dict.fromkeys(chance.choices(pool, [popularity[each] for each in pool])[0] for pool in pools))

    orders: dict[str, list[domain.Others]] = defaultdict(list)
    counted: Counter[str] = Counter()
    held_back = []
    for number in range(SHOPPERS + HELD_BACK):
        taste = chance.choice(tastes)
        seen, bought = choose(taste, 4), choose(taste, chance.choice((1, 1, 2, 2, 3, 4)))
        if number >= SHOPPERS:
            new = [product for product in bought if product not in seen]
            held_back += [HeldBack(tuple(seen), new[0])] if new else []
            continue
        counted.update(bought)
        for product in bought:
            orders[product].insert(0, tuple(other for other in bought if other != product))
    return History(
        orders={product: orders[product][:MAX_ORDERS] for product in products},
        held_back=tuple(held_back),
        categories={product: number * CATEGORIES // PRODUCTS for number, product in enumerate(products)},
        best_sellers=tuple(product for product, _ in counted.most_common(TOP)),
    )


def pick_for_person(history: History, seen: Sequence[str]) -> list[str]:
    """What the service recommends."""
    ranked = domain.rank(dict.fromkeys(seen, Reason.SEEN), {seed: history.orders[seed] for seed in seen})
    same = {
        seed: [each for each, category in history.categories.items() if category == history.categories[seed]][:TOP]
        for seed in seen
    }
    near = domain.take_turns(same, {*seen, *(product for product, _ in ranked)})
    return [product for product, _ in (*ranked, *near)][:TOP]


def pick_bought_together(history: History, seen: Sequence[str]) -> list[str]:
    """What was bought together with the product that was looked at last."""
    return [product for product, _ in domain.companions(history.orders[seen[0]]) if product not in seen][:TOP]


def pick_best_sellers(history: History, seen: Sequence[str]) -> list[str]:
    """What sells best, to everybody the same."""
    return [product for product in history.best_sellers if product not in seen]


def hit_rate(history: History, pick: Callable[[History, Sequence[str]], list[str]]) -> float:
    """Return in how many of the held back histories, as a share, the ten picks name what was bought."""
    hits = sum(each.bought in pick(history, each.seen) for each in history.held_back)
    return hits / len(history.held_back)
