"""How often recommendations name what a shopper of a generated history buys next (hit rate@10), beside simpler ways."""

from bench.figure import Figure
from tests.relevance.histories import (
    HELD_BACK,
    generate,
    hit_rate,
    pick_best_sellers,
    pick_bought_together,
    pick_for_person,
)

SEEDS = range(5)


def run() -> list[Figure]:
    histories = [generate(seed) for seed in SEEDS]
    for_person, together, best_sellers = (
        sum(hit_rate(history, pick) for history in histories) / len(histories)
        for pick in (pick_for_person, pick_bought_together, pick_best_sellers)
    )
    note = f"{len(SEEDS)} generated histories, {HELD_BACK} shoppers each"
    return [
        Figure("hit rate@10 for a person", round(for_person * 100, 1), "%", note=note),
        Figure("bought together, beside that", round(together / for_person, 2), "×", 1, f"{together:.1%}"),
        Figure("best sellers, beside that", round(best_sellers / for_person, 2), "×", 1, f"{best_sellers:.1%}"),
    ]
