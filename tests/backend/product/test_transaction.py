"""One change as one transaction."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import MAX_CATEGORY_DEPTH, MAX_VARIANTS, Product, Variant
from backend.product import domain, transaction, validation
from backend.shared.dynamodb import MAX_TRANSACTION_ITEMS
from tests.backend.product.examples import body, largest, new

NOW = "2026-11-21T10:00:00.000Z"


@pytest.fixture(autouse=True)
def _table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE", "product")


def product(**changes: Any) -> Product:
    return domain.new_product(new(**changes), 1, NOW)


def keys(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (kind, "{pk[S]} {sk[S]}".format(**part.get("Key", part.get("Item"))))
        for item in items
        for kind, part in item.items()
    ]


def test_the_largest_product_comes_and_goes_in_one_transaction() -> None:
    made = product(**largest("a"))
    validation.check(body(**largest("a")), "EUR")
    for items in (
        transaction.items(0, None, ProductChanged(product=made)),
        transaction.items(1, made, domain.withdrawn_event(made)),
    ):
        assert len(items) == 1 + MAX_VARIANTS + 2 * (1 + MAX_CATEGORY_DEPTH) <= MAX_TRANSACTION_ITEMS


@pytest.mark.parametrize("changed", [("category",), ("options", "variants")])
def test_all_its_skus_or_all_its_categories_change_in_one_transaction(changed: tuple[str, ...]) -> None:
    old, other = product(**largest("a")), largest("b")
    after = domain.revise(old, body(**{**largest("a"), **{name: other[name] for name in changed}}, title="Moved"), NOW)
    assert len(transaction.items(1, old, ProductChanged(product=after))) <= MAX_TRANSACTION_ITEMS


def test_a_deeper_category_costs_two_items_a_level_and_the_shallow_ones_nothing() -> None:
    def items(*category: str) -> int:
        return len(transaction.items(0, None, ProductChanged(product=product(category=category))))

    assert [items(*"abcdefgh"[:depth]) - items("a") for depth in range(1, MAX_CATEGORY_DEPTH + 1)] == [
        2 * more for more in range(MAX_CATEGORY_DEPTH)
    ]


def test_no_item_is_named_twice_in_a_transaction() -> None:
    old = product()
    after = domain.revise(old, body(category=("Prints", "Hills"), rank=1), NOW)
    names = [key for _, key in keys(transaction.items(1, old, ProductChanged(product=after)))]
    assert max(Counter(names).values()) == 1


def test_a_new_price_of_a_dearer_variant_touches_the_product_alone() -> None:
    old = product()
    variants = (old.variants[0], Variant(sku="harbour-a3", values=("A3",), price=4000))
    after = domain.revise(old, body(variants=variants), NOW)
    assert keys(transaction.items(1, old, ProductChanged(product=after))) == [("Put", "PRODUCT#harbour PRODUCT")]


def test_a_move_counts_only_the_categories_that_differ() -> None:
    old = product()
    after = domain.revise(old, body(category=("Prints", "Hills")), NOW)
    assert [
        key for kind, key in keys(transaction.items(1, old, ProductChanged(product=after))) if kind == "Update"
    ] == [
        "CATEGORIES prints/hills",
        "CATEGORIES prints/sea-shore",
    ]


def test_a_category_that_is_written_in_another_way_takes_the_new_title() -> None:
    old = product()
    after = domain.revise(old, body(category=("PRINTS", "Sea & Shore")), NOW)
    updates = [item["Update"] for item in transaction.items(1, old, ProductChanged(product=after)) if "Update" in item]
    assert [(update["Key"]["sk"]["S"], update["ExpressionAttributeValues"]) for update in updates] == [
        ("prints", {":more": {"N": "0"}, ":title": {"S": "PRINTS"}})
    ]


def test_an_event_tells_its_product_and_version() -> None:
    made = product()
    assert (
        transaction.product_id(ProductChanged(product=made)),
        transaction.version(ProductChanged(product=made)),
    ) == ("harbour", 1)
    assert (
        transaction.product_id(domain.withdrawn_event(made)),
        transaction.version(domain.withdrawn_event(made)),
    ) == ("harbour", 2)


_CATEGORIES = st.sampled_from([("A",), ("A", "B"), ("A", "B", "C"), ("A", "C"), ("D",), ("D", "B")])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["p", "q", "r"]), st.none() | _CATEGORIES), max_size=30))
def test_counts_are_those_of_counting_after_any_creations_moves_and_withdrawals(
    steps: list[tuple[str, tuple[str, ...] | None]],
) -> None:
    shop: dict[str, Product] = {}
    counts: Counter[str] = Counter()
    for product_id, category in steps:
        for item in _step(shop, product_id, category):
            if "Update" in item:
                counts[item["Update"]["Key"]["sk"]["S"]] += int(
                    item["Update"]["ExpressionAttributeValues"][":more"]["N"]
                )
    paths = [path for each in shop.values() for path in ("/", *domain.categories(each))]
    assert +counts == Counter(paths)
    assert min(counts.values(), default=0) >= 0


def _step(shop: dict[str, Product], product_id: str, category: tuple[str, ...] | None) -> list[dict[str, Any]]:
    """The product shall be in this category, or nowhere."""
    old = shop.pop(product_id, None)
    if category is None:
        return transaction.items(old.version, old, domain.withdrawn_event(old)) if old else []
    wanted = body(product_id, category=category)
    shop[product_id] = (
        domain.revise(old, wanted, NOW) if old else domain.new_product(new(product_id, category=category), 1, NOW)
    )
    return transaction.items(old.version if old else 0, old, ProductChanged(product=shop[product_id]))
