"""What goes together, counted. No I/O."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, zip_longest

from backend.contracts.basket.models import OrderLine
from backend.contracts.recommendation.models import MAX_SEEDS, MIN_ORDERS, Reason
from backend.contracts.recommendation.queries import SeedQuery

Others = tuple[str, ...]
Seeds = Mapping[str, Reason]
"""The products that recommendations start from, the strongest and newest first, each with its strongest reason."""
Pick = tuple[str, str]
"""A product, and the seed that speaks for it most."""

WEIGHTS = {Reason.BASKET: 3.0, Reason.BOUGHT: 2.0, Reason.WISHED: 2.0, Reason.SEEN: 1.0}
DOUBT = 3
"""Orders that a seed's own are diluted by: of two orders one with a product says little, of fifty half say much."""


def products(lines: Iterable[OrderLine]) -> tuple[str, ...]:
    """Return the products of an order, each once: two sizes of a print are one choice."""
    return tuple(sorted({line.product_id for line in lines}))


def companions(orders: Sequence[Others]) -> list[tuple[str, int]]:
    """Return the other products of a product's orders with the number of orders, most often first; rarer than
    `MIN_ORDERS` is chance.

    Of equals the one in the newer order comes first: `orders` are newest first.
    """
    counted = Counter(product for others in orders for product in others)
    return [(product, together) for product, together in counted.most_common() if together >= MIN_ORDERS]


def seeds(query: SeedQuery) -> Seeds:
    """Return the products of the query, at most `MAX_SEEDS`."""
    chosen: dict[str, Reason] = {}
    for reason in Reason:
        for product in (getattr(query, reason) or "").split(","):
            if product:
                chosen.setdefault(product, reason)
    return dict(list(chosen.items())[:MAX_SEEDS])


def rank(seeds: Seeds, orders: Mapping[str, Sequence[Others]]) -> list[Pick]:
    """Return what was bought together with the seeds, the best first; `orders` are those of each seed.

    A product's score is the sum, over the seeds, of the share of the seed's orders that it was in, by the seed's
    reason. Of equals the one that comes first in the alphabet is first, so that a page looks the same twice.
    """
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for seed, reason in seeds.items():
        for product, together in companions(orders[seed]):
            votes[product][seed] = WEIGHTS[reason] * together / (len(orders[seed]) + DOUBT)
    ranked = sorted(votes.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [(product, max(by_seed, key=by_seed.__getitem__)) for product, by_seed in ranked if product not in seeds]


def take_turns(neighbours: Mapping[str, Sequence[str]], taken: Collection[str]) -> list[Pick]:
    """Return the seeds' neighbours in turns, one of each seed, without those that are taken."""
    rows = [[(product, seed) for product in products] for seed, products in neighbours.items()]
    picks: dict[str, str] = {}
    for product, seed in filter(None, chain.from_iterable(zip_longest(*rows))):
        picks.setdefault(product, seed)
    return [(product, seed) for product, seed in picks.items() if product not in taken]
