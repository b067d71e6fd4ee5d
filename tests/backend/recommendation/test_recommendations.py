"""What is recommended to a visitor: what went with the visitor's own products, and why; nothing of it is stored."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.translations import Translation
from backend.contracts.recommendation.models import MAX_RECOMMENDATIONS, MAX_SEEDS, Reason
from backend.contracts.recommendation.operations import LIST_RECOMMENDATIONS
from backend.contracts.recommendation.queries import SeedQuery
from backend.recommendation import domain, repository
from backend.recommendation.handler import handler
from tests.backend.events import http, said
from tests.backend.recommendation.test_bought_together import order_of, product_changed, taken_in
from tests.backend.recorder import Calls
from tests.backend.units import meter_units


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("recommendation")


def list_reasons(**query: str) -> list[tuple[str, str, str]]:
    """The product, the reason and what it is because of, in the order of the reply."""
    reply = handler(http(LIST_RECOMMENDATIONS, query=query), None)
    assert reply["statusCode"] == 200, reply
    return [(each["card"]["id"], each["reason"], each["because"]) for each in said(reply)["items"]]


def products(**more: Any) -> None:
    """Four products, each in a category of its own."""
    names = ("hills", "lamp", "oak", "tide")
    assert taken_in(*(product_changed(name, category_path=f"of-{name}", **more) for name in names)) == 0


@pytest.mark.parametrize(
    "query",
    [
        {"seen": ""},
        {"seen": "a,"},
        {"seen": "a,,b"},
        {"seen": "Hills"},
        {"seen": "hills oak"},
        {"seen": "hills\n"},
        {"seen": ",".join(f"p{number}" for number in range(MAX_SEEDS + 1))},
        {"looked": "hills"},
    ],
)
def test_a_query_that_is_not_ours_is_refused(query: dict[str, str]) -> None:
    assert handler(http(LIST_RECOMMENDATIONS, query=query), None)["statusCode"] == 400


def test_visitors_who_did_nothing_or_saw_only_discontinued_products_get_no_recommendations() -> None:
    products()
    assert list_reasons() == []
    assert list_reasons(seen="unheard-of") == []
    taken_in(order_of(1, "hills", "oak"), order_of(2, "hills", "oak"))
    taken_in(ProductWithdrawn(product_id="hills", version=3, skus=("hills-a4",)))
    assert list_reasons(seen="hills") == []


def test_what_was_bought_together_with_it_comes_with_its_reason_and_never_what_the_visitor_has() -> None:
    products()
    taken_in(order_of(1, "hills", "oak"), order_of(2, "hills", "oak", "tide"), order_of(3, "hills", "tide"))
    assert list_reasons(seen="hills") == [("oak", "seen", "hills"), ("tide", "seen", "hills")]
    assert list_reasons(seen="hills", bought="oak") == [("tide", "seen", "hills")]


def test_the_reason_is_called_by_its_titles_in_all_languages() -> None:
    products(translations=(Translation(language="fr", title="Port"),))
    taken_in(order_of(1, "hills", "oak"), order_of(2, "hills", "oak"))
    (item,) = said(handler(http(LIST_RECOMMENDATIONS, query={"seen": "hills"}), None))["items"]
    assert item["because_titles"] == item["card"]["titles"] == [{"language": "fr", "title": "Port"}]


def test_recommendations_follow_the_basket_more_than_what_was_looked_at() -> None:
    products()
    taken_in(
        order_of(1, "hills", "oak"),
        order_of(2, "hills", "oak"),
        order_of(3, "lamp", "tide"),
        order_of(4, "lamp", "tide"),
    )
    assert list_reasons(seen="hills", basket="lamp") == [("tide", "basket", "lamp"), ("oak", "seen", "hills")]
    assert list_reasons(seen="lamp", basket="hills") == [("oak", "basket", "hills"), ("tide", "seen", "lamp")]


def test_what_goes_with_two_of_them_is_before_what_goes_with_one() -> None:
    products()
    orders = (
        ("hills", "oak"),
        ("hills", "oak"),
        ("hills", "tide"),
        ("hills", "tide"),
        ("lamp", "tide"),
        ("lamp", "tide"),
    )
    taken_in(*(order_of(number, *order) for number, order in enumerate(orders)))
    assert [product for product, _, _ in list_reasons(seen="hills,lamp")] == ["tide", "oak"]


def test_where_nothing_was_bought_yet_the_neighbours_in_the_category_are_named_in_turns() -> None:
    taken_in(*(product_changed(f"print-{letter}", category_path="prints") for letter in "abc"))
    taken_in(*(product_changed(f"frame-{letter}", category_path="frames") for letter in "abc"))
    assert list_reasons(seen="print-b,frame-a") == [
        ("print-c", "seen", "print-b"),
        ("frame-b", "seen", "frame-a"),
        ("print-a", "seen", "print-b"),
        ("frame-c", "seen", "frame-a"),
    ]


def test_a_product_that_moved_is_no_neighbour_any_more() -> None:
    taken_in(*(product_changed(f"print-{letter}", category_path="prints") for letter in "ab"))
    taken_in(
        product_changed("print-b", 2, category_path="frames"), product_changed("print-b", 1, category_path="prints")
    )
    assert list_reasons(seen="print-a") == []


def test_at_most_so_many_are_named_in_a_large_category() -> None:
    taken_in(*(product_changed(f"print-{number:02}", category_path="prints") for number in range(30)))
    assert len(list_reasons(seen="print-20")) == MAX_RECOMMENDATIONS


def test_products_from_before_categories_were_stored_are_recommended_as_bought_together_alone() -> None:
    """The state of earlier releases has cards without a category."""
    products()
    taken_in(order_of(1, "hills", "oak"), order_of(2, "hills", "oak"))
    for name in ("hills", "oak"):
        key = {"pk": f"PRODUCT#{name}", "sk": "CARD"}
        repository.client("dynamodb").update_item(
            TableName=repository.dynamodb.table_name(),
            Key=repository.dynamodb.to_item(key),
            UpdateExpression="REMOVE category",
        )
    assert list_reasons(seen="hills") == [("oak", "seen", "hills")]


def test_asking_writes_nothing_and_costs_few_calls(calls: Calls) -> None:
    products()
    taken_in(order_of(1, "hills", "oak"), order_of(2, "hills", "oak"))
    with meter_units() as units:
        list_reasons(seen="hills,tide")
    assert set(units.calls) == {"BatchGetItem", "Query"}
    assert units.write == 0
    assert len(units.calls) <= 10


slugs = st.sampled_from(["a", "b", "c", "d", "e", "f"])


@given(
    st.dictionaries(slugs, st.sampled_from(list(Reason)), max_size=4),
    st.lists(st.lists(slugs, max_size=4, unique=True).map(tuple), max_size=12),
)
def test_a_pick_is_never_a_seed_is_named_once_and_was_bought_with_its_reason(
    seeds: dict[str, Reason], orders: list[tuple[str, ...]]
) -> None:
    own = {seed: [order for order in orders if seed not in order] for seed in seeds}
    picks = domain.rank(seeds, own)
    named = [product for product, _ in picks]
    assert len(set(named)) == len(named)
    assert not set(named) & set(seeds)
    for product, seed in picks:
        assert sum(product in others for others in own[seed]) >= 2


def test_of_more_seeds_than_there_is_room_for_the_strongest_and_newest_count() -> None:
    many = ",".join(f"seen-{number}" for number in range(MAX_SEEDS))
    seeds = domain.seeds(SeedQuery(seen=many, basket="one,two", bought="two"))
    assert list(seeds.items())[:3] == [("one", Reason.BASKET), ("two", Reason.BASKET), ("seen-0", Reason.SEEN)]
    assert len(seeds) == MAX_SEEDS
