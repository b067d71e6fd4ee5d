"""A search calls the cloud as seldom however large the catalogue, and what is measured is as many different products."""

from itertools import islice

from bench.following import calls
from bench.variations import vary


def test_a_search_looks_at_the_log_once_and_a_start_loads_the_snapshot() -> None:
    cold, warm = calls()
    assert cold == {"Query": 2, "GetObject": 1}
    assert warm == {"Query": 1}


def test_variations_are_products_of_their_own_and_the_same_each_time() -> None:
    some = list(islice(vary(3_000), 3_000))
    assert len({each.id for each in some}) == len({each.skus for each in some}) == 3_000
    assert len({each.card.title for each in some}) > 2_900
    assert some == list(vary(3_000))
