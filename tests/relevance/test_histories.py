"""Recommendations for a person name what is bought next more often than what is named to everybody."""

import pytest

from tests.relevance.histories import generate, hit_rate, pick_best_sellers, pick_bought_together, pick_for_person


@pytest.mark.parametrize("seed", [1, 2])
def test_a_person_is_recommended_what_they_buy_next_more_often_than_by_any_list_for_all(seed: int) -> None:
    history = generate(seed)
    for_person = hit_rate(history, pick_for_person)
    assert for_person > 1.3 * hit_rate(history, pick_bought_together)
    assert for_person > 3 * hit_rate(history, pick_best_sellers)


def test_a_history_is_the_same_whenever_it_is_generated() -> None:
    assert generate(3) == generate(3)
