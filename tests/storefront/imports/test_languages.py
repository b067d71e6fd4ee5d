"""A product's texts in further languages: the columns that hold them, and those that the shop has no use for."""

from typing import Any

import msgspec
import pytest

from backend.contracts.product.models import NewProduct, Option, Picture
from backend.contracts.product.translations import LocalAlt, LocalOption, LocalValue, Translation
from storefront.imports import languages
from storefront.imports.entry import Skipped
from storefront.imports.upsert import Outcome, upsert
from tests.storefront.imports.reading import good, notes, read, words
from tests.storefront.imports.shop import Shop

SHOPIFY = "Handle,Title,Body (HTML),Variant SKU,Variant Price"


def shopify(columns: str, cells: str) -> str:
    return f"{SHOPIFY},{columns}\nharbour,Harbour,Calm.,H-1,24.00,{cells}\n"


def texts(content: str, **how: Any) -> list[tuple[str, str, str]]:
    (found,) = good(content, **how)
    return [(each.language, each.title, each.description) for each in found.product.translations]


@pytest.mark.parametrize(
    "column", ["title_de", "Title (de)", "title:de", "Title@de-AT", "title_de_DE", "Title [German]", "Title - Deutsch"]
)
def test_a_title_in_another_language_is_read_however_its_column_is_called(column: str) -> None:
    assert texts(shopify(column, "Hafen")) == [("de", "Hafen", "")]


@pytest.mark.parametrize(
    "column", ["Title ID", "SEO Title", "Title Tag", "Body (HTML)", "Vendor de", "title_x", "Type ID"]
)
def test_a_column_that_names_no_language_stays_what_it_is(column: str) -> None:
    assert texts(shopify(column, "Hafen")) == []
    assert "left out" not in words(shopify(column, "Hafen"))


@pytest.mark.parametrize("column", ["Title – DE", "title—de", "body_html_de", "Body HTML (de)"])
def test_a_dash_of_any_length_and_a_name_without_its_brackets_tell_the_language_as_well(column: str) -> None:
    assert [language for language, *_ in texts(shopify(column, "Hafen"))] == ["de"]


def test_texts_in_several_languages_are_read_in_the_order_of_the_shops() -> None:
    content = shopify("description_fr,title_de,title_fr", "Calme.,Hafen,Port")
    assert texts(content) == [("de", "Hafen", ""), ("fr", "Port", "Calme.")]
    assert "texts in de and fr as well" in words(content)


def test_an_empty_cell_is_no_text() -> None:
    assert texts(shopify("title_de,title_fr", "  ,Port")) == [("fr", "Port", "")]


def test_a_column_of_a_language_that_the_shop_does_not_offer_is_named() -> None:
    content = shopify("Title (es),title_de", "Puerto,Hafen")
    assert texts(content) == [("de", "Hafen", "")]
    assert "left out: “Title (es)”" in words(content)


def test_the_shops_own_language_beside_the_plain_column_is_named() -> None:
    content = shopify("Title (en)", "Port")
    assert [each.product.title for each in good(content)] == ["Harbour"]
    assert "left out: “Title (en)”" in words(content)


def test_the_shops_own_language_in_place_of_the_plain_column_is_the_plain_one() -> None:
    content = "Handle,title_en,title_de,Variant SKU,Variant Price\nharbour,Harbour,Hafen,H-1,24.00\n"
    assert [each.product.title for each in good(content)] == ["Harbour"]
    assert texts(content) == [("de", "Hafen", "")]


def test_a_title_that_is_too_long_is_shortened_and_reported() -> None:
    content = shopify("title_de", "Hafen " * 40)
    ((_, title, _),) = texts(content)
    assert len(title) <= 200
    assert any("title in “de” has" in note for _, note in notes(content))


def test_a_category_is_read_level_by_level() -> None:
    content = (
        "Handle,Title,Type,Variant SKU,Variant Price,Type (de)\nharbour,Harbour,Prints > Sea,H-1,24.00,Drucke > Meer\n"
    )
    (found,) = good(content)
    assert [each.category for each in found.product.translations] == [("Drucke", "Meer")]


def test_a_category_with_another_number_of_levels_is_left_out_and_reported() -> None:
    content = "Handle,Title,Type,Variant SKU,Variant Price,Type (de)\nharbour,Harbour,Prints > Sea,H-1,24.00,Drucke\n"
    assert texts(content) == []
    assert any("the category in “de” has 1 levels" in note for _, note in notes(content))


def test_woocommerces_columns_are_read_in_whatever_language_they_are_named() -> None:
    content = "Typ,Name,Regulärer Preis,Name:de,Beschreibung:de\nsimple,Harbour,24.00,Hafen,<b>Ruhig</b> &amp; still\n"
    ((language, title, description),) = texts(content)
    assert (language, title) == ("de", "Hafen")
    assert "Ruhig" in description


def test_a_translated_wpml_row_without_its_product_is_left_out_and_reported() -> None:
    meta = "Meta: _wpml_import_language_code,Meta: _wpml_import_source_language_code"
    (left_out,) = read(f"ID,Type,SKU,Name,Regular price,{meta}\n2,simple,H-1,Hafen,24.00,de,en\n")
    assert isinstance(left_out, Skipped)
    assert "it is the version in “de” of a product that the file does not have" in left_out.reason


def test_google_merchants_columns_are_read() -> None:
    content = "id\ttitle\tprice\ttitle (fr)\nH-1\tHarbour\t24.00 EUR\tPort\n"
    assert texts(content) == [("fr", "Port", "")]


def test_medusas_columns_are_read() -> None:
    content = (
        "Product Handle,Product Title,Variant Id,Variant SKU,Variant Price EUR,Product Title de\n"
        "harbour,Harbour,v1,H-1,24.00,Hafen\n"
    )
    assert texts(content) == [("de", "Hafen", "")]


def _product(content: str) -> tuple[NewProduct, tuple[tuple[str, str], ...]]:
    (found,) = good(content)
    return found.product, found.local_columns


def test_a_file_without_such_columns_leaves_the_shops_texts_as_they_are(shop: Shop) -> None:
    product, columns = _product(shopify("title_de,title_fr", "Hafen,Port"))
    upsert(product, token="staff-token", local_columns=columns)
    plain = msgspec.structs.replace(product, title="Haven", translations=())
    assert upsert(plain, token="staff-token").fields == ("title",)
    assert shop.products["harbour"].translations == product.translations


def test_an_empty_cell_of_such_a_column_takes_the_text_away(shop: Shop) -> None:
    product, columns = _product(shopify("title_de,title_fr", "Hafen,Port"))
    upsert(product, token="staff-token", local_columns=columns)
    product, columns = _product(shopify("title_de", ""))
    change = upsert(product, token="staff-token", local_columns=columns)
    assert change.outcome is Outcome.CHANGED
    assert shop.products["harbour"].translations == (Translation(language="fr", title="Port"),)


def test_a_file_of_titles_leaves_the_descriptions() -> None:
    present = (Translation(language="de", title="Hafen", description="Ruhig."),)
    merged = languages.merge((Translation(language="de", title="Im Hafen"),), present, (("de", "title"),))
    assert merged == (Translation(language="de", title="Im Hafen", description="Ruhig."),)


def test_titles_of_a_category_do_not_stay_with_a_product_that_leaves_it() -> None:
    present = (Translation(language="de", title="Hafen", category=("Drucke",)),)
    assert languages.merge((), present, (), same_category=False) == (Translation(language="de", title="Hafen"),)
    assert languages.merge((), present, ()) == present


SIZED = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price"


def sized(columns: str, small: str, large: str, middle: str = "") -> str:
    rows = [f"harbour,Harbour,Size,Small,H-1,24.00,{small}", f"harbour,,,Large,H-2,28.00,{large}"]
    return "\n".join([f"{SIZED},{columns}", *rows, *([f"harbour,,,Middle,H-3,26.00,{middle}"] if middle else []), ""])


def names(content: str, **how: Any) -> list[tuple[str, str, str, dict[str, str]]]:
    (found,) = good(content, **how)
    return [
        (each.language, option.option, option.title, option.titles)
        for each in found.product.translations
        for option in each.options
    ]


GERMAN_SIZES = [("de", "Size", "Größe", {"Small": "Klein", "Large": "Groß"})]


@pytest.mark.parametrize(
    "columns",
    [
        "Option1 Name (de),Option1 Value (de)",
        "option1_name_de,option1_value_de",
        "Option1 Name [German],option1 value@de-AT",
    ],
)
def test_options_and_their_values_have_names_in_columns_beside_theirs(columns: str) -> None:
    content = sized(columns, "Größe,Klein", ",Groß")
    assert names(content) == GERMAN_SIZES
    assert "texts in de as well" in words(content)


def test_a_value_that_is_called_the_same_or_has_an_empty_cell_has_no_name() -> None:
    assert names(sized("Option1 Value (de)", "Klein", "Large", " ")) == [("de", "Size", "", {"Small": "Klein"})]


def test_a_value_with_two_names_keeps_the_first_and_that_is_reported() -> None:
    content = f"{SIZED},Option2 Name,Option2 Value,Option1 Value (de)\n" + "".join(
        f"harbour,{'Harbour' if not n else ''},Size,Small,H-{n},24.00,Colour,{colour},{name}\n"
        for n, (colour, name) in enumerate((("Red", "Klein"), ("Blue", "Winzig")))
    )
    assert [each for *_, each in names(content)] == [{"Small": "Klein"}]
    assert any("called “Klein” and “Winzig” in “de”" in note for _, note in notes(content))


def test_the_name_of_an_option_that_the_product_lacks_is_reported() -> None:
    content = shopify("Option1 Name (de),Option1 Value (de)", "Größe,Klein")
    assert names(content) == []
    assert any("which the product does not have" in note for _, note in notes(content))


def test_option_names_in_a_language_that_the_shop_does_not_offer_are_reported() -> None:
    content = sized("Option1 Value (es)", "Chico", "Grande")
    assert names(content) == []
    assert "left out: “Option1 Value (es)”" in words(content)


def test_what_a_picture_shows_is_read_in_each_language() -> None:
    content = shopify("Image Src,Image Alt Text,Image Alt Text (de)", "https://a.example/h%20.jpg ,Boats, Boote ")
    (found,) = good(content)
    assert [(each.language, each.alts) for each in found.product.translations] == [
        ("de", (LocalAlt(src="https://a.example/h%20.jpg", alt="Boote"),))
    ]


@pytest.mark.parametrize("column", ["tags_de", "Tags (de)", "Tags:de"])
def test_tags_are_read_in_each_language(column: str) -> None:
    (found,) = good(shopify(f"Tags,{column}", '"sea, calm","Meer, ruhig"'))
    assert found.product.tags == ("sea", "calm")
    assert [(each.language, each.tags) for each in found.product.translations] == [("de", ("Meer", "ruhig"))]


def test_words_without_a_picture_say_nothing() -> None:
    (found,) = good(shopify("Image Src,Image Alt Text (de)", ",Boote"))
    assert found.product.translations == ()


def test_woocommerces_attributes_have_names_in_further_languages() -> None:
    content = (
        "Type,SKU,Name,Parent,Regular price,Attribute 1 name,Attribute 1 value(s),Attribute 1 name:de,Attribute 1 value(s):de\n"
        'variable,H,Harbour,,,Size,"Small, Large",Größe,"Klein, Groß"\n'
        "variation,H-1,,H,24.00,Size,Small,,\nvariation,H-2,,H,28.00,Size,Large,,\n"
    )
    assert names(content) == GERMAN_SIZES
    fewer = content.replace("Klein, Groß", "Klein")
    assert names(fewer) == [("de", "Size", "Größe", {})]
    assert any("1 names in “de” for 2 values" in note for _, note in notes(fewer))


def test_medusas_options_have_names_in_further_languages() -> None:
    content = (
        "Product Handle,Product Title,Variant Id,Variant SKU,Variant Price EUR,Variant Option 1 Name,Variant Option 1 Value,"
        "Variant Option 1 Name de,Variant Option 1 Value de\n"
        "harbour,Harbour,v1,H-1,24.00,Size,Small,Größe,Klein\nharbour,Harbour,v2,H-2,28.00,Size,Large,Größe,Groß\n"
    )
    assert names(content) == GERMAN_SIZES


def test_empty_cells_of_such_columns_take_the_names_away_and_other_columns_leave_them(shop: Shop) -> None:
    product, columns = _product(sized("Option1 Name (de),Option1 Value (de)", "Größe,Klein", ",Groß"))
    upsert(product, token="staff-token", local_columns=columns)
    same, columns = _product(sized("title_de", "Hafen", ""))
    assert upsert(same, token="staff-token", local_columns=columns).fields == ("translations",)
    assert shop.products["harbour"].translations[0].options == product.translations[0].options
    emptied, columns = _product(sized("Option1 Name (de),Option1 Value (de)", ",", ","))
    upsert(emptied, token="staff-token", local_columns=columns)
    assert shop.products["harbour"].translations == (Translation(language="de", title="Hafen"),)


def test_a_file_leaves_what_pictures_show_where_it_has_no_column_for_that(shop: Shop) -> None:
    product, columns = _product(shopify("Image Src,Image Alt Text (de)", "https://a.example/h.jpg,Boote"))
    upsert(product, token="staff-token", local_columns=columns)
    plain, columns = _product(shopify("Image Src", "https://a.example/h.jpg"))
    assert upsert(plain, token="staff-token", local_columns=columns).outcome is Outcome.UNCHANGED
    other, columns = _product(shopify("Image Src", "https://a.example/other.jpg"))
    upsert(other, token="staff-token", local_columns=columns)
    assert shop.products["harbour"].translations == ()


def test_a_file_leaves_the_names_of_options_that_the_product_still_has(shop: Shop) -> None:
    sized = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,title_de\n"
    product, columns = _product(f"{sized}harbour,Harbour,Size,Small,H-1,24.00,Hafen\nharbour,,,Large,H-2,28.00,\n")
    names = tuple(LocalValue(value=value, title=title) for value, title in (("Small", "Klein"), ("Large", "Groß")))
    option = LocalOption(option="Size", title="Größe", values=names)
    (german,) = product.translations
    stored = msgspec.structs.replace(product, translations=(msgspec.structs.replace(german, options=(option,)),))
    upsert(stored, token="staff-token", local_columns=columns)
    assert upsert(product, token="staff-token", local_columns=columns).outcome is Outcome.UNCHANGED
    smaller, columns = _product(f"{sized}harbour,Harbour,Size,Small,H-1,24.00,Hafen\n")
    upsert(smaller, token="staff-token", local_columns=columns)
    (german,) = shop.products["harbour"].translations
    assert german.options == (msgspec.structs.replace(option, values=names[:1]),)


def test_the_same_texts_in_another_order_are_no_change() -> None:
    present = (Translation(language="fr", title="Port"), Translation(language="de", title="Hafen"))
    assert languages.merge(present[::-1], present, (("de", "title"), ("fr", "title"))) == present


def test_a_file_with_values_alone_leaves_the_options_name_and_one_with_names_alone_the_values(shop: Shop) -> None:
    product, columns = _product(sized("Option1 Name (de),Option1 Value (de)", "Größe,Klein", ",Groß"))
    upsert(product, token="staff-token", local_columns=columns)
    values, columns = _product(sized("Option1 Value (de)", "Mini", "Maxi"))
    upsert(values, token="staff-token", local_columns=columns)
    assert _german_options(shop) == [("Größe", {"Small": "Mini", "Large": "Maxi"})]
    title, columns = _product(sized("Option1 Name (de)", "Maß", ""))
    upsert(title, token="staff-token", local_columns=columns)
    assert _german_options(shop) == [("Maß", {"Small": "Mini", "Large": "Maxi"})]
    emptied, columns = _product(sized("Option1 Value (de)", "", ""))
    upsert(emptied, token="staff-token", local_columns=columns)
    assert _german_options(shop) == [("Maß", {})]


def _german_options(shop: Shop) -> list[tuple[str, dict[str, str]]]:
    (german,) = shop.products["harbour"].translations
    return [(each.title, each.titles) for each in german.options]


def test_names_and_words_in_another_order_or_the_same_as_the_shops_own_are_no_change() -> None:
    """An API client may write them so; a file has them in the order of the options and pictures."""
    small, large = LocalValue(value="Small", title="Klein"), LocalValue(value="Large", title="Large")
    size, colour = LocalOption(option="Size", values=(large, small)), LocalOption(option="Colour", title="Farbe")
    fit = LocalOption(option="Fit", values=(LocalValue(value="Slim", title="Slim"),))
    alts = LocalAlt(src="boats", alt="Boote"), LocalAlt(src="pier", alt="Steg")
    present = Translation(language="de", options=(fit, size, colour), alts=alts[::-1])
    read = Translation(language="de", options=(colour, LocalOption(option="Size", values=(small,))), alts=alts)
    options = [
        Option(name="Colour", values=("Red",)), Option(name="Size", values=("Small", "Large")),
        Option(name="Fit", values=("Slim",)),
    ]  # fmt: skip
    pictures = [Picture(src=each.src, alt="", width=1, height=1) for each in alts]
    assert languages.merge((read,), (present,), languages.EVERY_COLUMN, True, options, pictures) == (present,)
    other = msgspec.structs.replace(read, alts=alts[:1])
    assert languages.merge((other,), (present,), languages.EVERY_COLUMN, True, options, pictures) == (other,)
