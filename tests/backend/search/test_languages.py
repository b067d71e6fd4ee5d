"""Words are found in scripts that put no spaces between them, and however a letter is written.

The same texts in both engines.
"""

import sqlite3
from pathlib import Path

import pytest

from backend.contracts.product.models import Option, Variant
from backend.contracts.search.models import BRAND, CATEGORY, SearchPage, SearchQuery, Suggestions, filters
from backend.search.document import Document
from backend.search.query.analysis import begins, clusters, terms, words
from backend.search.sqlite import index, product_search, suggestions
from tests.backend.search.documents import build_document, open_index

PRODUCTS = {
    "guide": "2024年大阪ガイドブック",
    "half": "ｶﾞｲﾄﾞ 東京",
    "map": "地图册：上海",
    "traditional": "台灣地圖",
    "sea": "바다에서 온 편지",
    "chiangmai": "แผนที่เชียงใหม่และลำพูน",
    "lao": "ແຜນທີ່ວຽງຈັນ",
    "khmer": "ផែនទីភ្នំពេញ",
    "hindi": "दिल्ली का नक्शा",
    "kite": "カイト",
    "street": "Die große Straße",
    "istanbul": "İSTANBUL Ilık Çay",
    "odos": "ΟΔΟΣ ΕΡΜΟΥ",
    "wide": "Ｍｏｉｒｅ　Ｎｏ．３",
    "naïve": "Naïve Café № 5",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    index.build([build_document(number, title) for number, title in enumerate(PRODUCTS.values())], (), path)
    return open_index(path)


def matching_names(shop: sqlite3.Connection, q: str) -> set[str]:
    names = dict(zip(PRODUCTS.values(), PRODUCTS, strict=True))
    return {names[hit.title] for hit in product_search.search(shop, SearchQuery(q=q)).items}


QUERIES = {
    "ガイド": {"guide", "half"},
    "ｶﾞｲﾄﾞ": {"guide", "half"},
    "大阪": {"guide"},
    "2024": {"guide"},
    "大阪ガイドブック": {"guide"},
    "ブック": {"guide"},
    "阪": {"guide"},
    "地图": {"map"},
    "图册": {"map"},
    "上海": {"map"},
    "地圖": {"traditional"},
    "바다": {"sea"},
    "편지": {"sea"},
    "에서": {"sea"},
    "เชียงใหม่": {"chiangmai"},
    "ลำพูน": {"chiangmai"},
    "แผนที่": {"chiangmai"},
    "ວຽງຈັນ": {"lao"},
    "ភ្នំពេញ": {"khmer"},
    "दिल्ली": {"hindi"},
    "カイト": {"kite"},
    "STRASSE": {"street"},
    "straße": {"street"},
    "grosse": {"street"},
    "istanbul": {"istanbul"},
    "ISTANBUL": {"istanbul"},
    "ılık": {"istanbul"},
    "çay": {"istanbul"},
    "cay": {"istanbul"},
    "οδός": {"odos"},
    "ΟΔΌΣ": {"odos"},
    "moire": {"wide"},
    "naive": {"naïve"},
    "ＣＡＦÉ": {"naïve"},
    "大阪 2024": {"guide"},
    "大阪ブック": {"guide"},
}


@pytest.mark.parametrize(("q", "products"), QUERIES.items())
def test_any_part_of_a_run_is_found_however_it_is_written(shop: sqlite3.Connection, q: str, products: set[str]) -> None:
    assert matching_names(shop, q) == products


@pytest.mark.parametrize(("q", "products"), QUERIES.items())
def test_suggestions_agree_with_the_results(shop: sqlite3.Connection, q: str, products: set[str]) -> None:
    names = dict(zip(PRODUCTS.values(), PRODUCTS, strict=True))
    assert {names[hit.title] for hit in suggestions.suggest(shop, q).products} == products


def test_a_voiced_letter_is_another_one(shop: sqlite3.Connection) -> None:
    assert "kite" not in matching_names(shop, "ガイド")
    assert "guide" not in matching_names(shop, "カイド")


@pytest.mark.parametrize("q", ["の", "水墨画", "อะไร", "무", "ក្រ", "龘"])
def test_what_is_nowhere_is_not_found(shop: sqlite3.Connection, q: str) -> None:
    assert product_search.search(shop, SearchQuery(q=q)).total == 0


@pytest.mark.parametrize("q", ["เชียงใหม", "เชียงให", "바", "大", "ガイドブ"])
def test_what_is_still_being_typed_is_suggested(shop: sqlite3.Connection, q: str) -> None:
    assert suggestions.suggest(shop, q).products


def test_no_letter_is_broken_apart() -> None:
    assert clusters("ใหม่") == ["ใ", "ห", "ม่"]
    assert clusters("ភ្នំ") == ["ភ្នំ"]
    assert begins("大阪ガイド", "ガイ")
    assert begins("แผนที่เชียงใหม่", "เชียงใหม")
    assert not begins("แผนที่", "ผนท่")
    assert terms("ガイド") == ["ガイ", "イド", "ド"]
    assert words("2024年 50×70写真") == ["2024", "年", "50x70", "写真"]


def test_a_description_of_ideographs_makes_the_index_little_larger(tmp_path: Path) -> None:
    """Five times the text where no pair of letters comes twice, which is the most that it can be."""
    text = "".join(chr(0x4E00 + (number * 7919) % 5000) for number in range(5000))
    sizes = []
    for name, description in (("none", ""), ("long", text)):
        index.build(
            [build_document(number, "地図", description=description[number:]) for number in range(50)],
            (),
            tmp_path / name,
        )
        sizes.append((tmp_path / name).stat().st_size)
    assert sizes[1] - sizes[0] < 50 * len(text.encode()) * 6


def several() -> list[Document]:

    made_of = []
    for number, (brand, colour) in enumerate(
        [("Nord", "Green"), ("NORD", "green"), ("Ｎｏｒｄ", "GREEN"), ("Nord", "Gréen "), ("Süd", "Red")]
    ):
        option = Option(name="Colour" if number % 2 else "COLOUR", values=(colour,))
        variant = Variant(sku=f"p{number}-a4", values=(colour,), price=900)
        made_of.append(build_document(number, f"Ribbon {number}", brand=brand, options=(option,), variants=(variant,)))
    return made_of


@pytest.fixture(scope="module")
def ribbons(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    index.build(several(), (), path)
    return open_index(path)


def facet_rows(page: SearchPage) -> dict[str, list[tuple[str, int, bool]]]:
    return {facet.name: [(value.title, value.count, value.selected) for value in facet.values] for facet in page.facets}


def test_values_that_differ_by_case_width_accents_or_space_alone_are_one_and_titled_as_most_spell_them(
    ribbons: sqlite3.Connection,
) -> None:
    page = facet_rows(product_search.search(ribbons, SearchQuery()))
    assert page[BRAND] == [("Nord", 4, False), ("Süd", 1, False)]
    assert page["colour"] == [("GREEN", 4, False), ("Red", 1, False)]
    assert CATEGORY in page


@pytest.mark.parametrize(
    "chosen", [{"colour": ["green"]}, {"Colour": ["GRÉEN"]}, {"colour": [" green"], BRAND: ["ｎｏｒｄ", "Nord"]}]
)
def test_an_address_with_another_spelling_still_finds(
    ribbons: sqlite3.Connection, chosen: dict[str, list[str]]
) -> None:
    page = product_search.search(ribbons, SearchQuery(filters=filters(chosen)))
    assert page.total == 4
    assert facet_rows(page)["colour"][0] == ("GREEN", 4, True)


def test_a_brand_is_suggested_however_it_is_typed(ribbons: sqlite3.Connection) -> None:
    for q in ("nor", "NÖR", "ｎｏｒｄ"):
        answer: Suggestions = suggestions.suggest(ribbons, q)
        assert [(brand.value, brand.count) for brand in answer.brands] == [("Nord", 4)]
    assert [brand.title for brand in suggestions.suggest(ribbons, "sud").brands] == ["Süd"]
