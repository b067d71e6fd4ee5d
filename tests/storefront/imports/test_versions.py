"""Rows that are a product in another language, as WPML and Polylang write them: its texts, and no products."""

import pytest

from storefront.imports.entry import Bad
from storefront.imports.upsert import upsert
from tests.storefront.imports.reading import good, notes, read
from tests.storefront.imports.shop import Shop

META = "Meta: _wpml_import_language_code,Meta: _wpml_import_source_language_code,Meta: _wpml_import_translation_group"
HEAD = f"ID,Type,SKU,Name,Published,Description,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s),{META}\n"
SHIRT = (
    '10,variable,SH,Shirt,1,Airy,,Clothing > Shirts,,Size,"S, M",en,,g10\n'
    "11,variation,SH-S,Shirt S,1,,20,,SH,Size,S,en,,g11\n12,variation,SH-M,Shirt M,1,,21,,id:10,Size,M,en,,g12\n"
)
HEMD = (
    '20,variable,SH,Hemd,1,Luftig,,Kleidung > Hemden,,Größe,"klein, mittel",de,en,g10\n'
    "21,variation,SH-S,Hemd S,1,,20,,id:20,Größe,klein,de,en,g11\n"
    "22,variation,SH-M,Hemd M,1,,21,,id:20,Größe,mittel,de,en,g12\n"
)
POLYLANG = "ID,Type,SKU,Name,Published,Regular price,Categories,Language,Translation group\n"


@pytest.mark.parametrize("rows", [SHIRT + HEMD, HEMD + SHIRT], ids=["the product first", "its version first"])
def test_a_version_in_another_language_is_the_products_texts(rows: str) -> None:
    (shirt,) = good(HEAD + rows)
    product = shirt.product
    assert (product.id, product.title, product.category) == ("sh", "Shirt", ("Clothing", "Shirts"))
    assert [(each.sku, each.values, each.price) for each in product.variants] == [
        ("SH-S", ("S",), 2000),
        ("SH-M", ("M",), 2100),
    ]
    (texts,) = product.translations
    assert (texts.language, texts.title, texts.description) == ("de", "Hemd", "Luftig")
    assert texts.category == ("Kleidung", "Hemden")
    ((option),) = texts.options
    assert (option.option, option.title) == ("Size", "Größe")
    assert [(each.value, each.title) for each in option.values] == [("S", "klein"), ("M", "mittel")]


def test_a_version_without_a_group_is_found_by_its_sku() -> None:
    meta = "Meta: _wpml_import_language_code,Meta: _wpml_import_source_language_code"
    content = f"ID,Type,SKU,Name,Regular price,{meta}\n1,simple,H-1,Harbour,24,en,\n2,simple,H-1,Hafen,24,de,en\n"
    (harbour,) = good(content)
    assert [(each.language, each.title) for each in harbour.product.translations] == [("de", "Hafen")]


def test_versions_of_polylang_share_a_group_and_their_sku() -> None:
    (mug,) = good(f"{POLYLANG}20,simple,M,Becher,1,12,Küche,de_DE,pll_1\n10,simple,M,Mug,1,12,Kitchen,en_GB,pll_1\n")
    assert mug.product.title == "Mug"
    assert [(each.language, each.title) for each in mug.product.translations] == [("de", "Becher")]


def test_a_merchant_whose_first_language_is_another_sells_in_the_shops_where_there_is_a_version() -> None:
    rows = "10,simple,M,Becher,1,,12,Küche,,,,de,,g1\n20,simple,M,Mug,1,,12,Kitchen,,,,en,de,g1\n"
    (mug,) = good(HEAD + rows)
    assert (mug.product.id, mug.product.title, mug.product.translations[0].title) == ("m", "Mug", "Becher")


def test_where_only_another_language_has_a_price_the_product_is_sold_in_that() -> None:
    rows = "10,simple,M,Becher,1,,12,Küche,,,,de,,g1\n20,simple,M,Mug,1,,,Kitchen,,,,en,de,g1\n"
    assert notes(HEAD + rows) == [(3, "its version in “en” is left out: texts are taken in de and fr")]


def test_a_version_in_a_language_that_the_shop_does_not_offer_is_reported() -> None:
    rows = "10,simple,M,Mug,1,,12,,,,,en,,g1\n20,simple,M,Taza,1,,12,,,,,es,en,g1\n"
    assert notes(HEAD + rows) == [(3, "its version in “es” is left out: texts are taken in de and fr")]


def test_a_draft_of_a_version_costs_the_version_alone() -> None:
    rows = "10,simple,M,Mug,1,,12,,,,,en,,g1\n20,simple,M,Becher,-1,,12,,,,,de,en,g1\n"
    assert notes(HEAD + rows) == [(3, "its version in “de” is left out: it is not published")]


def test_products_in_one_language_stay_what_they_are() -> None:
    rows = "10,simple,M,Becher,1,,12,Küche,,,,de,,g1\n11,simple,T,Teller,1,,8,Küche,,,,de,,g2\n"
    assert [each.product.title for each in good(HEAD + rows)] == ["Becher", "Teller"]


def test_a_language_without_a_group_joins_nothing() -> None:
    found = read("Type,SKU,Name,Regular price,Language\nsimple,A,Book,12,en\nsimple,A,Buch,12,de\n")
    assert all(isinstance(each, Bad) for each in found)


def test_texts_of_rows_take_the_place_of_the_shops_and_those_of_other_languages_stay(shop: Shop) -> None:
    (first,) = good(HEAD + SHIRT + HEMD)
    upsert(first.product, token="staff-token", local_columns=first.local_columns)
    (second,) = good(HEAD + SHIRT + HEMD.replace("Luftig", "Leicht"))
    upsert(second.product, token="staff-token", local_columns=second.local_columns)
    assert [each.description for each in shop.products["sh"].translations] == ["Leicht"]
