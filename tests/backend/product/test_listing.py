"""Pages of cards, and the category tree."""

import base64
import math
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.problem import Refused
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import (
    ADDRESS_PAGE_SIZE,
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    NewProduct,
    Picture,
    ProductAddress,
    Sort,
    Variant,
)
from backend.contracts.product.queries import AddressQuery, ListQuery
from backend.contracts.product.translations import LocalTitle, Translation
from backend.product import categories, domain, listing, repository, transaction
from backend.shared import aws
from backend.shared.cursor import encode as encode_cursor
from tests.backend.product.examples import body, new, plain
from tests.backend.recorder import Calls

pytestmark = pytest.mark.usefixtures("table")


def ids(**query: Any) -> list[str]:
    return [card.id for card in listing.list_products(ListQuery(**query)).items]


def walk(**query: Any) -> list[str]:
    """Every id of a list, page after page."""
    found, cursor = [], None
    while True:
        page = listing.list_products(ListQuery(cursor=cursor, **query))
        found += [card.id for card in page.items]
        cursor = page.next
        if cursor is None:
            return found


def fill(*products: NewProduct) -> None:
    """Puts the cards of the whole shop's list there, without all that a creation writes besides: moto copies its tables
    each time."""
    for product in products:
        made = domain.new_product(product, 1, "2026-11-01T00:00:00.000Z")
        for item in transaction.items(0, None, ProductChanged(product=made)):
            if item.get("Put", {}).get("Item", {}).get("sk") == {"S": "CARD#/"}:
                aws.client("dynamodb").put_item(**item["Put"])


def cursor(value: Any, sort: Sort = Sort.FEATURED) -> str:
    """A cursor of the whole shop's list that somebody made up."""
    digest = base64.urlsafe_b64decode(encode_cursor((), domain.WHOLE_SHOP, sort) + "==")[:4]
    text = value if isinstance(value, bytes) else msgspec.json.encode(value)
    return base64.urlsafe_b64encode(digest + text).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "bad",
    [
        "x",
        "====",
        cursor(b"\xff\xfe"),
        cursor(b"[" * 100_000)[:600],
        cursor({}),
        cursor([]),
        cursor([1]),
        cursor([1, "PRODUCT#harbour", 2]),
        cursor(["2026", "PRODUCT#harbour"], Sort.NEWEST),
        cursor(["1", "PRODUCT#harbour"]),
        cursor([True, "PRODUCT#harbour"]),
        cursor([1.5, "PRODUCT#harbour"]),
        cursor([-1, "PRODUCT#harbour"]),
        cursor([10**40, "PRODUCT#harbour"]),
        cursor([1, ""]),
        cursor(b'[1, "PRODUCT#harbour"]'),
        cursor([1, "PRODUCT#harbour"]) + "A",
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(bad: str) -> None:
    with pytest.raises(Refused) as caught:
        listing.list_products(ListQuery(cursor=bad))
    assert (caught.value.problem.status, caught.value.problem.errors[0].field) == (400, "cursor")


def test_a_cursor_of_another_order_is_refused() -> None:
    for number in range(2):
        repository.create(plain(f"card-{number}"))
    end = listing.list_products(ListQuery(limit=1, sort=Sort.PRICE_UP)).next
    with pytest.raises(Refused):
        listing.list_products(ListQuery(limit=1, sort=Sort.PRICE_DOWN, cursor=end))


def test_an_empty_time_is_no_place_in_the_newest() -> None:
    with pytest.raises(Refused):
        listing.list_products(ListQuery(sort=Sort.NEWEST, cursor=cursor(["", "PRODUCT#harbour"], Sort.NEWEST)))


def test_an_unknown_category_is_an_empty_list() -> None:
    repository.create(new())
    page = listing.list_products(ListQuery(category="posters"))
    assert (page.items, page.next) == ((), None)


def test_a_product_stands_in_each_category_above_it_and_in_the_whole_shop() -> None:
    repository.create(new())
    for category in (None, "prints", "prints/sea-shore"):
        assert ids(category=category) == ["harbour"]
    assert ids(category="sea-shore") == []


def test_each_order_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter(range(1, 4))
    monkeypatch.setattr(repository, "now", lambda: f"2026-11-0{next(days)}T00:00:00.000Z")
    for product_id, rank, price in (("a", 1, 300), ("b", 3, 100), ("c", 2, 200)):
        repository.create(plain(product_id, rank=rank, price=price))
    assert {sort.value: ids(sort=sort) for sort in Sort} == {
        "featured": ["b", "c", "a"],
        "newest": ["c", "b", "a"],
        "price-up": ["b", "c", "a"],
        "price-down": ["a", "c", "b"],
    }


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("limit", [1, 3, 4, 12])
def test_pages_show_every_product_once_even_where_all_rank_the_same(
    sort: Sort, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "now", lambda: "2026-11-01T00:00:00.000Z")
    for number in range(12):
        repository.create(plain(f"card-{number}"))
    found = walk(sort=sort, limit=limit)
    assert sorted(found) == sorted(f"card-{number}" for number in range(12))
    assert len(found) == 12


def test_the_last_page_says_that_it_is_the_last() -> None:
    for number in range(4):
        repository.create(plain(f"card-{number}"))
    first = listing.list_products(ListQuery(limit=2))
    assert first.next is not None
    assert listing.list_products(ListQuery(limit=2, cursor=first.next)).next is None


def test_a_change_of_the_cheapest_price_moves_the_card() -> None:
    repository.create(plain("a", price=100))
    repository.create(plain("b", price=200))
    variants = (Variant(sku="a-1", values=(), price=300),)
    repository.replace("a", 1, body("a", variants=variants, options=()))
    assert ids(sort=Sort.PRICE_UP) == ["b", "a"]
    assert listing.list_products(ListQuery(sort=Sort.PRICE_DOWN)).items[0].price == 300


def test_a_page_of_24_is_one_query_and_costs_the_same_however_many_there_are(calls: Calls) -> None:
    pictures = tuple(
        Picture(src=f"harbour-{number}", alt="A harbour at dusk, boats at rest", width=1280, height=1600)
        for number in (1, 2)
    )
    fill(*(new(f"harbour-at-dusk-{number}", brand="Studio North", pictures=pictures) for number in range(60)))
    before = len(calls.made)
    page = listing.list_products(ListQuery())
    assert (len(page.items), calls.made[before:]) == (PAGE_SIZE, [("dynamodb", "Query")])
    items = aws.client("dynamodb").scan(TableName="product", Limit=400)["Items"]
    card = max(_bytes(item) for item in items if item["sk"]["S"].startswith("CARD#"))
    # eventually consistent: half a unit per 4 KB of what the query reads
    units = math.ceil(card * (PAGE_SIZE + 1) / 4096) / 2
    assert units <= 2.5
    assert card <= 800


def _bytes(item: dict[str, Any]) -> int:
    """An item's size as DynamoDB counts it, numbers at their longest."""
    return sum(
        len(name.encode()) + sum(len(str(value).encode()) for value in typed.values()) for name, typed in item.items()
    )


def test_the_longest_page_is_one_query(calls: Calls) -> None:
    fill(*(plain(f"card-{number}") for number in range(MAX_PAGE_SIZE + 1)))
    before = len(calls.made)
    assert len(listing.list_products(ListQuery(limit=MAX_PAGE_SIZE)).items) == MAX_PAGE_SIZE
    assert calls.made[before:] == [("dynamodb", "Query")]


# The tree


def tree() -> dict[str, int]:
    return {category.path: category.count for category in categories.list_categories().items}


def test_an_empty_shop_has_an_empty_tree() -> None:
    assert (categories.list_categories().items, categories.list_categories().count) == ((), 0)


def test_each_category_stands_right_before_those_below_it() -> None:
    for product_id, category in {"a": ("Cards",), "b": ("Cards", "Xmas"), "c": ("Cards Big",)}.items():
        repository.create(plain(product_id, category=category))
    assert list(tree().items()) == [("cards", 2), ("cards/xmas", 1), ("cards-big", 1)]
    assert [category.title for category in categories.list_categories().items] == ["Cards", "Xmas", "Cards Big"]


def test_a_category_is_called_in_each_language_what_a_product_calls_it() -> None:
    texts = (Translation(language="de", title="Hafen", category=("Drucke", "Meer")),)
    repository.create(new(translations=texts))
    repository.create(new("bay"))
    assert [each.titles for each in categories.list_categories().items] == [
        (LocalTitle(language="de", title="Drucke"),),
        (LocalTitle(language="de", title="Meer"),),
    ]
    other = (
        Translation(language="fr", category=("Tirages", "Mer")),
        Translation(language="de", category=("Bilder", "See")),
    )
    repository.replace("bay", 1, body("bay", translations=other))
    assert [each.titles for each in categories.list_categories().items] == [
        (LocalTitle(language="de", title="Bilder"), LocalTitle(language="fr", title="Tirages")),
        (LocalTitle(language="de", title="See"), LocalTitle(language="fr", title="Mer")),
    ]


def test_a_list_has_each_products_titles() -> None:
    repository.create(new(translations=(Translation(language="de", title="Hafen"),)))
    (item,) = listing.list_products(ListQuery()).items
    assert item.titles == (LocalTitle(language="de", title="Hafen"),)


def test_a_category_whose_last_product_is_gone_disappears() -> None:
    repository.create(new())
    repository.replace("harbour", 1, body(category=("Prints",)))
    assert tree() == {"prints": 1}
    repository.delete("harbour", 2)
    assert (tree(), categories.list_categories().count) == ({}, 0)


def test_a_tree_of_many_pages_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for product_id in "abc":
        repository.create(plain(product_id, category=(product_id,)))
    query = aws.client("dynamodb").query
    monkeypatch.setattr(aws.client("dynamodb"), "query", lambda **request: query(**request, Limit=1))
    assert list(tree()) == ["a", "b", "c"]


_CATEGORIES = st.sampled_from([("A",), ("A", "B"), ("A", "B", "C"), ("A", "C"), ("D",), ("D", "B")])
_STEPS = st.lists(st.tuples(st.sampled_from(["p", "q", "r"]), st.none() | _CATEGORIES), max_size=8)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_counts_are_those_of_counting_after_any_creations_moves_and_withdrawals(
    steps: list[tuple[str, tuple[str, ...] | None]],
) -> None:
    _clear()
    shop: dict[str, tuple[str, ...]] = {}
    for product_id, category in steps:
        _step(shop, product_id, category)
    paths = ["/".join(category[: depth + 1]).lower() for category in shop.values() for depth in range(len(category))]
    assert tree() == {path: paths.count(path) for path in paths}
    assert categories.list_categories().count == len(shop)
    assert sorted(walk(limit=2)) == sorted(shop)


def _step(shop: dict[str, tuple[str, ...]], product_id: str, category: tuple[str, ...] | None) -> None:
    """The product shall be in this category, or nowhere."""
    if category is None:
        if shop.pop(product_id, None):
            repository.delete(product_id, repository.get(product_id).version)
    elif product_id in shop:
        wanted = plain(product_id, category=category)
        repository.replace(
            product_id,
            repository.get(product_id).version,
            body(product_id, category=category, variants=wanted.variants, options=()),
        )
        shop[product_id] = category
    else:
        repository.create(plain(product_id, category=category))
        shop[product_id] = category


def _clear() -> None:
    for item in aws.client("dynamodb").scan(TableName="product")["Items"]:
        aws.client("dynamodb").delete_item(TableName="product", Key={"pk": item["pk"], "sk": item["sk"]})


def every_address(limit: int) -> list[str]:
    found, cursor = [], None
    while True:
        page = listing.list_addresses(AddressQuery(cursor=cursor, limit=limit))
        found += [address.id for address in page.items]
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 7, ADDRESS_PAGE_SIZE])
def test_every_product_has_one_address_the_oldest_first(limit: int) -> None:
    fill(*(plain(f"print-{number}") for number in range(7)))
    assert every_address(limit) == [f"print-{number}" for number in range(7)]


def test_what_is_withdrawn_has_no_address_and_what_changes_keeps_its_place() -> None:
    for number in range(3):
        repository.create(plain(f"print-{number}"))
    repository.delete("print-1", 1)
    changed = repository.replace("print-0", 1, body("print-0", title="Another"))
    page = listing.list_addresses(AddressQuery())
    assert page.items[0] == ProductAddress(id="print-0", changed_at=changed.changed_at)
    assert [address.id for address in page.items] == ["print-0", "print-2"]


def test_a_row_from_before_it_was_kept_tells_no_change() -> None:
    fill(plain("older"))
    aws.client("dynamodb").update_item(
        TableName="product",
        Key={"pk": {"S": "PRODUCT#older"}, "sk": {"S": "CARD#/"}},
        UpdateExpression="REMOVE changed_at",
    )
    assert listing.list_addresses(AddressQuery()).items == (ProductAddress(id="older"),)


def test_a_page_of_addresses_is_as_few_reads_as_its_size_takes(calls: Calls) -> None:
    fill(*(plain(f"print-{number}") for number in range(20)))
    before = len(calls.made)
    assert len(listing.list_addresses(AddressQuery(limit=10)).items) == 10
    assert calls.made[before:] == [("dynamodb", "Query")]


def moved_addresses() -> dict[str, str]:
    return {each.path: each.to for each in categories.list_categories().moved}


def test_a_category_that_was_renamed_leads_to_where_its_products_are() -> None:
    for number in range(2):
        repository.create(plain(f"print-{number}", category=("Wall Art", "Birds")))
    repository.replace(
        "print-0", 1, body("print-0", category=("Pictures", "Birds"), variants=plain("print-0").variants, options=())
    )
    assert moved_addresses() == {}
    repository.replace(
        "print-1", 1, body("print-1", category=("Pictures", "Birds"), variants=plain("print-1").variants, options=())
    )
    assert moved_addresses() == {"wall-art": "pictures", "wall-art/birds": "pictures/birds"}
    assert [category.path for category in categories.list_categories().items] == ["pictures", "pictures/birds"]


def test_a_category_that_moves_again_is_followed_and_one_that_comes_back_is_there() -> None:
    def move(version: int, *category: str) -> None:
        repository.replace(
            "print", version, body("print", category=category, variants=plain("print").variants, options=())
        )

    repository.create(plain("print", category=("A", "B", "C")))
    move(1, "D", "E")
    move(2, "F")
    assert moved_addresses() == {"a": "f", "a/b": "f", "a/b/c": "f", "d": "f", "d/e": "f"}
    move(3, "A", "B")
    assert moved_addresses() == {"a/b/c": "a", "d": "a", "d/e": "a", "f": "a"}
    repository.delete("print", 4)
    assert moved_addresses() == {}


def test_where_categories_moved_in_a_circle_nobody_is_sent_round() -> None:
    assert domain.resolve_moves({"a": "b", "b": "a"}, {"a": 0, "b": 0}) == {}
    assert domain.resolve_moves({"a": "b", "b": "c"}, {"a": 0, "b": 0, "c": 2}) == {"a": "c", "b": "c"}
