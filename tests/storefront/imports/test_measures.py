"""Contents in merchants' files: in odd words, in columns of three platforms, and back by our own export."""

import pytest
from msgspec.structs import replace

from backend.contracts.product.content import Content, Unit
from backend.contracts.product.models import NewProduct
from storefront.imports.export import rows
from storefront.imports.measures import content
from storefront.imports.upsert import upsert
from tests.storefront.imports.reading import good, notes
from tests.storefront.imports.shop import Shop

SHOPIFY = "Handle,Title,Variant Price,Unit Price Total Measure,Unit Price Total Measure Unit,Unit Price Base Measure\n"
FEED = "id\ttitle\tprice\tunit_pricing_measure\tunit_pricing_base_measure\n"


def holds(file: str) -> Content | None:
    return good(file)[0].product.variants[0].content


@pytest.mark.parametrize(
    "text", ["750", "ml", "750 oz", "-5 ml", "0 ml", "0.0001 ml", "1e9 l", "²³ l", "750 ml ml", "9999999999 kg", ".", "x 5 l"]
)  # fmt: skip
def test_what_is_no_content_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"content|between"):
        content(text)


@pytest.mark.parametrize("text", ["1,500 kg", "1.500 kg"])
def test_what_may_be_a_thousand_times_as_much_is_refused_unless_the_file_shows_its_mark(text: str) -> None:
    with pytest.raises(ValueError, match="thousand times"):
        content(text)
    assert content(text, text[1]).thousandths == 1_500


@pytest.mark.parametrize(
    ("text", "thousandths", "unit"),
    [
        ("750 ml", 750_000, Unit.MILLILITRE), ("0,75l", 750, Unit.LITRE), ("0.75 L", 750, Unit.LITRE),
        ("70cl", 700_000, Unit.MILLILITRE), ("1.250,5 g", 1_250_500, Unit.GRAM), ("500 mg", 500, Unit.GRAM),
        ("6 x 0,33 l", 1_980, Unit.LITRE), ("12 Stück", 12_000, Unit.PIECE), ("24 ct", 24_000, Unit.PIECE),
        ("0.18 m²", 180, Unit.SQUARE_METRE), ("2 sqm", 2_000, Unit.SQUARE_METRE), ("150 cm", 1_500, Unit.METRE),
        ("1 cbm", 1_000, Unit.CUBIC_METRE), ("\u00a01\u00a0kg ", 1_000, Unit.KILOGRAM),
    ],
)  # fmt: skip
def test_contents_are_read_as_people_write_them(text: str, thousandths: int, unit: Unit) -> None:
    assert content(text) == Content(thousandths=thousandths, unit=unit)


def test_shopifys_columns_are_read() -> None:
    assert holds(SHOPIFY + "oil,Oil,12.50,750.0,ml,100\n") == Content(thousandths=750_000, unit=Unit.MILLILITRE)


def test_a_feed_is_read_by_the_mark_of_its_prices() -> None:
    assert holds(FEED + "1\tOil\t12,50 EUR\t1,500 l\t1 l\n") == Content(thousandths=1_500, unit=Unit.LITRE)


def test_a_file_without_such_columns_or_with_empty_ones_brings_none() -> None:
    assert holds("Handle,Title,Variant Price\noil,Oil,12.50\n") is None
    assert holds(SHOPIFY + "oil,Oil,12.50,,,\n") is None


def test_values_that_are_not_understood_are_left_out_and_reported_and_the_product_goes_in() -> None:
    file = FEED + "1\tOil\t12.50 EUR\t26 floz\t1 l\n"
    assert holds(file) is None
    assert notes(file) == [(2, "the content '26 floz' is no content such as 750 ml, 1.5 kg or 0.18 m²: left out")]


def test_the_export_names_the_unit_that_prices_are_given_by() -> None:
    product = good(SHOPIFY + "oil,Oil,12.50,1234,ml,\n")[0].product
    assert isinstance(product, NewProduct)
    (row,) = rows("oil", product)
    assert [row[name] for name in row if name.startswith("Unit Price")] == ["1234", "ml", "1", "l"]


def test_a_long_text_is_no_content_and_takes_no_time() -> None:
    with pytest.raises(ValueError, match="no content"):
        content("1" + " " * 500_000 + "x\u00e9\n!")


def put(file: str) -> list[str]:
    """Import the file's one product, and return the fields that changed."""
    (found,) = good(file)
    return list(upsert(found.product, token="staff-token", tells_contents=found.tells_contents).fields)


@pytest.mark.parametrize(
    "file", ["Handle,Title,Variant Price\noil,Oil,13.50\n", "id\ttitle\tprice\noil\tOil\t13.50 EUR\n"]
)
def test_a_file_without_such_columns_leaves_what_the_shop_knows(shop: Shop, file: str) -> None:
    put(file)
    (variant,) = shop.products["oil"].variants
    known = replace(variant, price=1250, content=Content(thousandths=750_000, unit=Unit.MILLILITRE))
    shop.products["oil"] = replace(shop.products["oil"], variants=(known,))
    assert put(file) == ["variants"]
    assert shop.products["oil"].variants == (replace(known, price=1350),)
    assert put(file) == []


def test_an_empty_cell_of_such_a_column_takes_the_content_away(shop: Shop) -> None:
    put(SHOPIFY + "oil,Oil,12.50,750,ml,\n")
    assert put(SHOPIFY + "oil,Oil,12.50,,,\n") == ["variants"]
    assert shop.products["oil"].variants[0].content is None
