"""Lists in the order that was asked for."""

from pathlib import Path
from typing import get_args

import msgspec
import pytest

from backend.contracts.inventory.models import Level
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.translations import Translation
from backend.contracts.search.models import SearchQuery, SearchSort
from backend.contracts.types import Language
from backend.search.document import Document, document
from backend.search.sqlite import index, product_search, ranking
from tests.backend.search.documents import open_index
from tests.backend.search.news import product_changed

DAYS = {"Paper Reef": 1, "Slow Orbit": 3, "Blue Mug": 2}
"""By title, the day of November on which it came into the shop."""


def document_of_day(title: str, day: int) -> Document:
    product = product_changed(title.split()[-1].lower(), title=title).product
    product = msgspec.structs.replace(product, created_at=f"2026-11-0{day}T09:00:00.000Z")
    return document(product, {variant.sku: Level.IN_STOCK for variant in product.variants})


@pytest.mark.parametrize(("sort", "titles"), [
    (SearchSort.NEWEST, ["Slow Orbit", "Blue Mug", "Paper Reef"]),
    (SearchSort.NAME, ["Blue Mug", "Paper Reef", "Slow Orbit"]),
])  # fmt: skip
def test_the_newest_come_first_and_names_go_by_the_alphabet(
    tmp_path: Path, sort: SearchSort, titles: list[str]
) -> None:
    path = tmp_path / "index.sqlite"
    index.build([document_of_day(title, day) for title, day in DAYS.items()], (), path)
    page = product_search.search(open_index(path), SearchQuery(sort=sort))
    assert [hit.title for hit in page.items] == titles


NAMED: dict[str, dict[str, str]] = {
    "rain": {"en": "Éclair of Rain", "de": "Übermorgen", "fr": "Œillets"},
    "echo": {"en": "echo", "de": "Zauber", "fr": "Étang"},
    "zebra": {"en": "Zebra", "de": "Äpfel", "fr": "ouvrage"},
    "apple": {"en": "apple", "de": "Apfelbaum", "fr": "odeur"},
    "plain": {"en": "Eclair of Wind"},
}
"""By id, what each is called in each language. The last has no names in further ones."""

IN_ORDER = {
    "en": ["apple", "echo", "rain", "plain", "zebra"],
    "de": ["zebra", "apple", "plain", "rain", "echo"],
    "fr": ["plain", "echo", "apple", "rain", "zebra"],
}
"""é beside e, ä beside a, ü beside u and œ beside oe, whatever their case."""


def named_products() -> list[ProductChanged]:
    return [
        product_changed(
            id,
            title=names["en"],
            translations=tuple(
                Translation(language=language, title=names[language])
                for language in get_args(Language)[1:]
                if names.get(language)
            ),
        )
        for id, names in NAMED.items()
    ]


@pytest.mark.parametrize("language", IN_ORDER)
def test_names_go_by_the_pages_language_in_a_list_and_in_a_search(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "index.sqlite"
    index.build([document(event.product, {}) for event in named_products()], (), path)
    connection = open_index(path)
    asked = SearchQuery(sort=SearchSort.NAME, language=language)
    assert [hit.id for hit in product_search.search(connection, asked).items] == IN_ORDER[language]
    eclairs = msgspec.structs.replace(asked, q="eclair")
    expected = [id for id in IN_ORDER[language] if id in ("rain", "plain")]
    assert [hit.id for hit in product_search.search(connection, eclairs).items] == expected
    pages = [msgspec.structs.replace(asked, page=number, limit=2) for number in (1, 2, 3)]
    assert [hit.id for page in pages for hit in product_search.search(connection, page).items] == IN_ORDER[language]


def test_without_a_language_names_go_by_the_shops_own_and_other_orders_never_ask(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    index.build([document(event.product, {}) for event in named_products()], (), path)
    connection = open_index(path)
    assert [hit.id for hit in product_search.search(connection, SearchQuery(sort=SearchSort.NAME)).items] == IN_ORDER[
        "en"
    ]
    for sort in set(SearchSort) - {SearchSort.NAME}:
        alike = [
            product_search.search(connection, SearchQuery(sort=sort, language=each)) for each in (None, "de", "fr")
        ]
        assert alike[0] == alike[1] == alike[2]


def test_a_large_list_by_name_is_read_along_the_languages_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index.sqlite"
    index.build([document(event.product, {}) for event in named_products()], (), path)
    connection = open_index(path)
    monkeypatch.setattr(ranking, "_MAX_SORTED_IN_MEMORY", 1)
    found = product_search.search(connection, SearchQuery(sort=SearchSort.NAME, language="de"))
    assert [hit.id for hit in found.items] == IN_ORDER["de"]
    order = ranking.order_of(SearchQuery(sort=SearchSort.NAME, language="de"))
    plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT number FROM document ORDER BY {order}")
    assert "by_title_de" in str(plan.fetchall())
