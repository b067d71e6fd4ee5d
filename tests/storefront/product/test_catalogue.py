"""The category tree that a process keeps."""

import pytest

from backend.contracts.product.models import Categories, Category
from storefront.product import catalogue
from tests.storefront.product.products import TREE
from tests.storefront.service import Service


def test_without_the_service_the_tree_is_empty_and_asked_for_again_soon(
    shop: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(catalogue.time, "monotonic", lambda: now)
    shop.down.add("list_categories")
    assert catalogue.tree() == catalogue.EMPTY
    catalogue.tree()
    assert len(shop.calls) == 1
    shop.down.clear()
    now += catalogue.RETRY_AFTER
    assert catalogue.tree() == TREE


def test_the_last_known_tree_outlives_the_service(shop: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(catalogue.time, "monotonic", lambda: now)
    catalogue.tree()
    shop.down.add("list_categories")
    now += catalogue.TTL
    assert catalogue.tree() == TREE


def test_a_tree_is_asked_for_once_a_minute(shop: Service) -> None:
    for _ in range(5):
        catalogue.tree()
    assert shop.calls == ["list_categories"]


def test_a_category_that_is_not_known_yet_is_asked_for_but_not_with_every_wrong_address(
    shop: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(catalogue.time, "monotonic", lambda: now)
    assert catalogue.find("puzzles") is None
    shop.tree = Categories(items=(*TREE.items, Category(path="puzzles", title="Puzzles", count=1)), count=61)
    assert [catalogue.find("puzzles") for _ in range(5)] == [None] * 5
    assert len(shop.calls) == 1
    now += catalogue.RETRY_AFTER + 1
    assert catalogue.find("puzzles") is not None
    assert len(shop.calls) == 2


def test_wrong_addresses_do_not_ask_a_service_that_is_down_each_time(
    shop: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(catalogue.time, "monotonic", lambda: now)
    shop.down.add("list_categories")
    assert [catalogue.find("puzzles") for _ in range(5)] == [None] * 5
    assert len(shop.calls) == 1
    now += catalogue.RETRY_AFTER
    catalogue.find("puzzles")
    assert len(shop.calls) == 2


def test_the_navigation_shows_the_uppermost_that_hold_anything(shop: Service) -> None:
    assert [category.path for category in catalogue.top_categories()] == ["prints"]


def test_children_are_one_level_down(shop: Service) -> None:
    assert [category.path for category in catalogue.subcategories("prints")] == [
        "prints/landscapes",
        "prints/portraits",
    ]
