"""What is found in an index file, and what it can be narrowed down by."""

import random
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.content import Content, Unit
from backend.contracts.product.models import MAX_CATEGORY_DEPTH, Option, Variant
from backend.contracts.product.translations import Translation
from backend.contracts.search.models import (
    BRAND,
    CATEGORY,
    COLOUR,
    MAX_FACETS,
    Facet,
    FacetValue,
    SearchPage,
    SearchQuery,
    SearchSort,
    filters,
)
from backend.search import facet_selection
from backend.search.document import Change, Document, Offer, Withdrawal, document, hit, offers
from backend.search.sqlite import facets, index, product_search, ranking, suggestions
from tests.backend.search.documents import BRANDS, COLOURS, MANY, SIZES, TITLES, build_document, open_index
from tests.backend.search.news import product_changed


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    texts = {"Paper Reef Notebook": "Pages for harbour sketches", "Blue Harbour Mug": "Holds tea"}
    documents = [
        build_document(number, title, description=texts.get(title, ""), rank=number)
        for number, title in enumerate(TITLES)
    ]
    index.build(documents, (("mug", "cup", "beaker"), ("poster", "wall art")), path)
    return open_index(path)


def search(shop: sqlite3.Connection, q: str = "", **more: Any) -> SearchPage:
    return product_search.search(shop, SearchQuery(q=q, **more))


def titles(shop: sqlite3.Connection, q: str = "", **more: Any) -> list[str]:
    return [hit.title for hit in search(shop, q, **more).items]


def test_a_title_comes_before_a_description(shop: sqlite3.Connection) -> None:
    assert titles(shop, "harbour")[-1] == "Paper Reef Notebook"
    assert len(titles(shop, "harbour")) == 3


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("notebooks", "Paper Reef Notebook"),
        ("NOTEBOOK reef", "Paper Reef Notebook"),
        ("noteb", "Paper Reef Notebook"),
        ("notbook", "Paper Reef Notebook"),
        ("nottebook", "Paper Reef Notebook"),
        ("notebokk", "Paper Reef Notebook"),
        ("ntoebook", "Paper Reef Notebook"),
        ("paperreef", "Paper Reef Notebook"),
        ("note book", "Paper Reef Notebook"),
        ("cafe terace", "Café Terrace Poster"),
        ("CAFÉ", "Café Terrace Poster"),
        ("slow orbit 3", "Slow Orbit No. 3"),
        ("p1-a4", "Slow Orbit No. 3"),
        ("blue beaker", "Blue Harbour Mug"),
        ("terrace wall art", "Café Terrace Poster"),
        ("blue cups", "Blue Harbour Mug"),
        ("a mug for the harbour", "Blue Harbour Mug"),
        ("bluemug", "Blue Harbour Mug"),
        ("harbor musk", "Harbour at Dusk"),
    ],
)
def test_it_is_found_as_people_type_it(shop: sqlite3.Connection, q: str, title: str) -> None:
    assert titles(shop, q)[0] == title


def test_the_page_says_what_was_searched_for_instead(shop: sqlite3.Connection) -> None:
    assert search(shop, "harbuor").corrected == "harbour"
    assert search(shop, "harbour").corrected == ""
    assert search(shop, "harbour zzzzzz").corrected == "harbour"  # what is nowhere was left out, and that is told


def test_an_empty_result_suggests_the_nearest_words_and_popular_products(shop: sqlite3.Connection) -> None:
    page = search(shop, "notebxxks")
    assert (page.total, page.items) == (0, ())
    assert "notebook" in page.suggestions
    assert [hit.id for hit in page.popular] == ["p5", "p4", "p3", "p2", "p1", "p0"]


@pytest.mark.parametrize(
    "q",
    [
        '"',
        "*",
        "a AND",
        "NEAR(",
        "title:harbour",
        "-",
        "^",
        "( OR )",
        "' OR 1=1 --",
        "\x00",
        "𝔘",
        "x" * 200,
        "é" * 60,
        "  ",
    ],
)
def test_no_query_is_an_operator(shop: sqlite3.Connection, q: str) -> None:
    search(shop, q)
    suggestions.suggest(shop, q)


def test_in_stock_comes_before_sold_out(tmp_path: Path) -> None:
    index.build(
        [build_document(1, "Reef", level=Level.SOLD_OUT, rank=9), build_document(2, "Reef of paper and more")],
        (),
        path := tmp_path / "index.sqlite",
    )
    assert titles(open_index(path), "reef") == ["Reef of paper and more", "Reef"]
    assert titles(open_index(path), "reef", in_stock=True) == ["Reef of paper and more"]


def test_suggestions_are_products_categories_brands_and_corrections(shop: sqlite3.Connection) -> None:
    for begun in ("noteb", "paper no", "reef not"):
        assert [hit.title for hit in suggestions.suggest(shop, begun).products] == ["Paper Reef Notebook"]
    assert [category.path for category in suggestions.suggest(shop, "pri").categories] == ["prints"]
    assert suggestions.suggest(shop, "harbuor").corrections == ("harbour",)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    index.build(MANY, (), path)
    return open_index(path)


def has(each: Document, name: str, value: str) -> bool:
    if name == BRAND:
        return each.card.brand == value
    if name == CATEGORY:
        return f"{each.category}/".startswith(f"{value}/")
    return any(choice.name == name and value in choice.values for choice in each.choices)


def fits(each: Document, asked: dict[str, Any], chosen: dict[str, set[str]], without: str = "") -> bool:
    brands = chosen.get(BRAND, set()) if without != BRAND else set()
    colours = chosen.get(COLOUR, set()) if without != COLOUR else set()
    return (
        (asked["category"] is None or has(each, CATEGORY, asked["category"]))
        and (not brands or any(has(each, BRAND, value) for value in brands))
        and (not colours or not colours.isdisjoint(colour.capitalize() for colour in each.colours))
        and bool(matching_offers(each, asked, chosen, without))
    )


def matching_offers(
    each: Document, asked: dict[str, Any], chosen: dict[str, set[str]], without: str = ""
) -> list[Offer]:
    """The variants that have a chosen size, a price in the range, and can be bought where that is asked."""
    return [
        offer
        for offer in each.offers
        if (without == "size" or "size" not in chosen or offer.values[0] in chosen["size"])
        and not (asked["in_stock"] and offer.sold_out)
        and (without == "price" or (asked["price_min"] or 0) <= offer.price <= (asked["price_max"] or 10**9))
    ]


def count_values(documents: list[set[str]], values: Iterable[str], ticked: set[str]) -> dict[str, tuple[int, bool]]:
    """What is told of a facet, of each document's values: how many have each, and whether it is chosen; a chosen one
    though none has it."""
    counts = {value: sum(each == value for own in documents for each in own) for value in {*values, *ticked}}
    return {value: (count, value in ticked) for value, count in counts.items() if count or value in ticked}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({}, optional={
        "size": st.sets(st.sampled_from([*SIZES, "none"]), min_size=1), BRAND: st.sets(st.sampled_from(BRANDS[:2]), min_size=1),
        COLOUR: st.sets(st.sampled_from([each.capitalize() for each in COLOURS]), min_size=1)}),
    st.sampled_from([None, "prints", "prints/sea", "mugs", "none"]),
    st.booleans(), st.none() | st.integers(1, 3000), st.none() | st.integers(1, 3000), st.sampled_from(SearchSort),
)  # fmt: skip
@pytest.mark.parametrize("few", [0, 60, 1_000])
def test_counts_are_those_of_counting_one_by_one(
    few: int,
    large: sqlite3.Connection,
    chosen: dict[str, set[str]],
    category: str | None,
    in_stock: bool,
    least: int | None,
    most: int | None,
    sort: SearchSort,
) -> None:
    asked = {"category": category, "in_stock": in_stock, "price_min": least, "price_max": most}
    with patch.object(facets, "_MAX_ONE_BY_ONE", few), patch.object(ranking, "_MAX_SORTED_IN_MEMORY", few):
        page = product_search.search(large, SearchQuery(filters=filters(chosen), sort=sort, limit=48, **asked))  # type: ignore[arg-type]
    found = [each for each in MANY if fits(each, asked, chosen)]
    assert page.total == len(found)
    assert {hit.id for hit in page.items} <= {each.id for each in found}
    assert page.in_stock == sum(fits(each, asked | {"in_stock": True}, chosen) for each in MANY)
    told = {facet.name: {value.value: (value.count, value.selected) for value in facet.values} for facet in page.facets}
    sizes = [
        {offer.values[0] for offer in matching_offers(each, asked, chosen, "size")}
        for each in MANY
        if fits(each, asked, chosen, "size")
    ]
    assert told.get("size", {}) == count_values(sizes, SIZES, chosen.get("size", set()))
    colours = [{colour.capitalize() for colour in each.colours} for each in MANY if fits(each, asked, chosen, COLOUR)]
    every = [colour.capitalize() for colour in COLOURS]
    assert told.get(COLOUR, {}) == count_values(colours, every, chosen.get(COLOUR, set()))
    brands = [{each.card.brand} for each in MANY if fits(each, asked, chosen, BRAND)]
    assert told.get(BRAND, {}) == count_values(brands, BRANDS[:2], chosen.get(BRAND, set()))
    prices = [
        offer.price
        for each in MANY
        if fits(each, asked, chosen, "price")
        for offer in matching_offers(each, asked, chosen, "price")
    ]
    assert (page.prices is None) == (not prices)
    if page.prices:
        assert (page.prices.least, page.prices.most) == (min(prices), max(prices))
    if "size" in chosen or in_stock or least is not None or most is not None:
        by_id = {each.id: matching_offers(each, asked, chosen) for each in found}
        assert all(hit.price == by_id[hit.id][0].price and hit.sku == by_id[hit.id][0].sku for hit in page.items)
        shown = sorted((offers[0].price, id) for id, offers in by_id.items())
        if sort in (SearchSort.PRICE_UP, SearchSort.PRICE_DOWN):
            shown = shown[::-1] if sort is SearchSort.PRICE_DOWN else shown
            assert [(hit.price, hit.id) for hit in page.items] == shown[:48]


def test_chosen_values_are_returned_with_their_titles_even_if_nothing_matches(large: sqlite3.Connection) -> None:
    chosen = filters({"size": ["A3", "none"], BRAND: ["Halftone"], "colour": ["red"]})
    for asked in (SearchQuery(filters=chosen, price_max=1), SearchQuery(filters=chosen, q="xylophone")):
        told = {facet.name: facet for facet in product_search.search(large, asked).facets}
        assert {name: [(value.title, value.count) for value in facet.values if value.selected] for name, facet in told.items()} == {
            BRAND: [("Halftone", 0)], "colour": [("red", 0)], "size": [("A3", 0), ("none", 0)],
        }  # fmt: skip
        assert told["size"].title == "Size"


@pytest.mark.parametrize("asked", ["=x", "size=", f"size={'x' * 301}", "size=%0A", "%1Fprices=x"])
def test_values_that_no_facet_can_have_are_refused(large: sqlite3.Connection, asked: str) -> None:
    with pytest.raises(Refused) as refused:
        product_search.search(large, SearchQuery(filters=asked))
    assert refused.value.problem.status == 400


def test_every_level_of_a_category_leads_to_the_one_below_however_long_its_path(tmp_path: Path) -> None:
    titles = tuple(f"Level {depth} {'x' * 26}" for depth in range(MAX_CATEGORY_DEPTH))
    path = "/".join(title.lower().replace(" ", "-") for title in titles)
    build_document = product_changed().product
    deep = type(build_document)(**{**msgspec.structs.asdict(build_document), "category": titles, "category_path": path})
    index.build([document(deep, {})], (), file := tmp_path / "index.sqlite")
    parts = path.split("/")
    for depth in range(MAX_CATEGORY_DEPTH):
        page = search(open_index(file), category="/".join(parts[:depth]) or None)
        sent = msgspec.json.decode(msgspec.json.encode(page), type=SearchPage)
        (facet,) = (facet for facet in sent.facets if facet.name == CATEGORY)
        assert [(value.value, value.title) for value in facet.values] == [("/".join(parts[: depth + 1]), titles[depth])]
    assert search(open_index(file), category=path).total == 1


def test_of_many_options_those_with_most_products_are_returned_beside_category_and_brand(tmp_path: Path) -> None:
    options = [(number, Option(name=f"Option {number:02}", values=("x",))) for number in range(20)]
    each = Variant(sku="x", values=("x",), price=900)
    documents = [
        document(product_changed(f"p{number}-{place}", brand="Press", options=(option,), variants=(each,)).product, {})
        for number, option in options
        for place in range(number + 1)
    ]
    index.build(documents, (), path := tmp_path / "index.sqlite")
    most = [f"option {number:02}" for number in range(20 - MAX_FACETS, 20)]
    assert [facet.name for facet in search(open_index(path)).facets] == [CATEGORY, *most, BRAND]


def test_a_chosen_facet_is_returned_even_if_many_others_have_more_products() -> None:
    def facet(name: str, count: int) -> Facet:
        return Facet(name=name, title=name, values=(FacetValue(value="x", title="x", count=count),))

    many = [facet(f"b{number:02}", 3) for number in range(MAX_FACETS + 1)]
    chosen = facet_selection.select_facets([facet("a", 0), facet("c", 0), *many], {"a"})
    assert [each.name for each in chosen] == ["a", *(each.name for each in many[:MAX_FACETS])]


def test_pages_are_disjoint_and_hold_everything(large: sqlite3.Connection) -> None:
    for sort in SearchSort:
        pages = [
            [hit.id for hit in product_search.search(large, SearchQuery(sort=sort, page=page, limit=40)).items]
            for page in range(1, 6)
        ]
        assert sorted(id for page in pages for id in page) == sorted(each.id for each in MANY)
        assert pages[-1] == []


GERMAN = Translation(
    language="de", title="Hafen am Abend", description="<p>Ruhig</p>", category=("Drucke", "Meer"), tags=("Leuchtturm",)
)


@pytest.mark.parametrize("q", ["hafen", "haven am abend", "ruhig", "drucke", "meer", "leuchttrum", "harbour"])
def test_a_product_is_found_by_its_words_in_every_language(tmp_path: Path, q: str) -> None:
    documents = [build_document(1, "Harbour at Dusk", translations=(GERMAN,)), build_document(2, "Paper Reef")]
    index.build(documents, (), path := tmp_path / "index.sqlite")
    shop = open_index(path)
    assert titles(shop, q) == ["Harbour at Dusk"]
    (found,) = search(shop, q).items
    assert [(each.language, each.title) for each in found.titles] == [("de", "Hafen am Abend")]


def test_texts_of_a_removed_language_no_longer_find_the_product(tmp_path: Path) -> None:
    index.build([build_document(1, "Harbour at Dusk", translations=(GERMAN,))], (), path := tmp_path / "index.sqlite")
    index.apply(path, [build_document(1, "Harbour at Dusk")], None)
    assert [titles(open_index(path), q) for q in ("hafen", "ruhig", "meer", "dusk")] == [
        [],
        [],
        [],
        ["Harbour at Dusk"],
    ]


def test_changes_one_by_one_leave_what_building_at_once_does(tmp_path: Path, large: sqlite3.Connection) -> None:
    index.build((), (), path := tmp_path / "index.sqlite")
    rest = list(MANY)
    random.Random(3).shuffle(rest)
    other = build_document(7, "Something else", brand="Gone")
    for change in (other, *rest[:50], Withdrawal("p9"), other, *rest):
        changes: list[Change] = [change]
        index.apply(path, changes, None)
    for q in ("", "harbour", "harbuor", "paperreef", "gone", "something"):
        assert product_search.search(open_index(path), SearchQuery(q=q, limit=48)) == product_search.search(
            large, SearchQuery(q=q, limit=48)
        )


def test_the_content_of_the_filtered_variant_is_shown() -> None:
    bottle, can = (Content(thousandths=each, unit=Unit.LITRE) for each in (750, 5_000))
    variants = (
        Variant(sku="oil-s", values=("S",), price=900, content=bottle),
        Variant(sku="oil-l", values=("L",), price=4_000, content=can),
    )
    oil = document(
        product_changed("oil", options=(Option(name="Size", values=("S", "L")),), variants=variants).product, {}
    )
    assert hit(oil).content == bottle
    assert hit(oil, offers(oil)[1:]).content == can
