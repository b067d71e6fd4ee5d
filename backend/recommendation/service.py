"""The use cases of the recommendation service. Both only read."""

from collections.abc import Mapping

from backend.contracts.recommendation.models import (
    MAX_COMPANIONS,
    MAX_RECOMMENDATIONS,
    BoughtTogether,
    Companion,
    Recommendation,
    Recommendations,
)
from backend.contracts.recommendation.queries import SeedQuery
from backend.recommendation import domain, repository
from backend.recommendation.domain import Pick
from backend.recommendation.repository import Shown

_SPARE = 4  # some may have been withdrawn since


def list_bought_together(product_id: str) -> BoughtTogether:
    """Return what was bought together with a product, most often first."""
    orders = repository.orders(product_id)
    often = domain.companions(orders)[: MAX_COMPANIONS + _SPARE]
    products = repository.find_products(product for product, _ in often)
    items = [
        Companion(card=products[product].card, together=together) for product, together in often if product in products
    ]
    return BoughtTogether(items=tuple(items[:MAX_COMPANIONS]), orders=len(orders))


def recommend(query: SeedQuery) -> Recommendations:
    """Return what goes with the seeds: what was bought together with them, then what stands beside them.

    A seed that is not sold any more speaks for nothing.
    """
    wanted = domain.seeds(query)
    seed_products = repository.find_products(wanted)
    seeds = {product: reason for product, reason in wanted.items() if product in seed_products}
    ranked = domain.rank(seeds, {seed: repository.orders(seed) for seed in seeds})[: MAX_RECOMMENDATIONS + _SPARE]
    near = _neighbours(seed_products, {*seeds, *(product for product, _ in ranked)})
    products = seed_products | repository.find_products(product for product, _ in (*ranked, *near))
    near = [pick for pick in near if _same_category(products, *pick)]
    picks = [pick for pick in (*ranked, *near) if pick[0] in products][:MAX_RECOMMENDATIONS]
    return Recommendations(
        items=tuple(
            Recommendation(
                card=products[product].card,
                reason=seeds[seed],
                because=seed,
                because_title=products[seed].card.title,
                because_titles=products[seed].card.titles,
            )
            for product, seed in picks
        )
    )


def _neighbours(seed_products: Mapping[str, Shown], taken: set[str]) -> list[Pick]:
    if len(taken) - len(seed_products) >= MAX_RECOMMENDATIONS:
        return []
    by_seed = {
        seed: repository.neighbours(shown.category, seed) for seed, shown in seed_products.items() if shown.category
    }
    return domain.take_turns(by_seed, taken)[: MAX_RECOMMENDATIONS + _SPARE]


def _same_category(products: Mapping[str, Shown], product: str, seed: str) -> bool:
    return product in products and products[product].category == products[seed].category
