"""Lists, amounts and cells that come near those of programs and are none, or that nobody has written in good faith."""

import time

import pytest

from storefront.imports import price_rules, variation_cells
from storefront.imports.entry import Bad
from tests.storefront.imports.reading import bad, good, notes, read, words
from tests.storefront.imports.test_programs import BIGCOMMERCE, offers_of

WIX_HEAD = (
    "handle,fieldType,name,sku,price,surcharge,discountMode,discountValue,productOptionName1,productOptionDescription1\n"
    "other,Product,Cup,CUP,8.50,,,,,\n"
)


def test_a_list_of_articles_with_kinds_of_its_own_is_not_taken_for_bigcommerces() -> None:
    content = "Product ID,Item Type,Product Name,Price,Stock\n1,Ring,Silver ring,19.90,3\n2,Rule,Wooden,7.50,2\n"
    assert [offers_of(each) for each in good(content)] == [[("1", (), 1990, None)], [("2", (), 750, None)]]


def test_a_list_without_rows_of_products_has_no_surcharges_or_reductions_and_its_report_says_so() -> None:
    content = (
        "SKU,Title,Size,Price,Surcharge,DiscountMode,DiscountValue\nA,Tee,S,20.00,1,PERCENT,10\nB,Tee,M,20.00,1,,10\n"
    )
    (tee,) = good(content)
    assert [each[2:] for each in offers_of(tee)] == [(2000, None), (2000, None)]
    assert "not read: “Surcharge”, “DiscountMode”, “DiscountValue”" in words(content)


@pytest.mark.parametrize(
    ("price", "why"),
    [
        ("2.500", "'2.500' has three digits"),
        ("12.3456", "'12.3456' is finer than"),
        ("{day}", "the price {day} may be"),
    ],
)
def test_a_price_that_is_refused_as_it_stands_is_refused_where_it_is_reduced(price: str, why: str) -> None:
    day = str(46000 + (time.gmtime().tm_year - 2026) * 365)
    rows = f"bed,Product,Bed,BED,{price},,PERCENT,10,,\n".format(day=day)
    ((_, reason),) = bad_of(WIX_HEAD + rows)
    assert reason.startswith(why.format(day=day))


def test_a_surcharge_that_may_be_two_amounts_is_refused_and_a_percentage_may_have_three_decimals() -> None:
    rows = "pen,Product,Pen,,20.00,,,,Ink,Blue\npen,Variant,,PEN,,2.500,,,,Blue\n"
    ((line, reason),) = bad_of(WIX_HEAD + rows)
    assert (line, reason[:24]) == (4, "'2.500' has three digits")
    (_, jar) = good(WIX_HEAD + "jar,Product,Jar,JAR,20.00,,PERCENT,12.500,,\n")
    assert offers_of(jar) == [("JAR", (), 1750, 2000)]


def test_variants_whose_pieces_are_counted_for_their_product_have_none_and_it_is_told_once() -> None:
    content = BIGCOMMERCE.split("7,Product")[0].replace("by option", "by product")
    shirt, _ = good(content)
    assert shirt.stock == {}
    assert [line for line, note in notes(content) if "for the product as a whole" in note] == [3]


HOSTILE = {
    "commas": "Type=a|Name=b|Value=" + "," * 100_000,
    "blanks": "x" + " " * 100_000 + "y=z",
    "colours": "a=b" + "[#fff|" * 20_000,
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("kind", HOSTILE)
def test_an_endless_cell_of_options_is_one_value_at_once(kind: str) -> None:
    text = HOSTILE[kind]
    assert variation_cells.split_variation(text) == (("Variation", text),)
    assert variation_cells.without_swatch(text) == text


@pytest.mark.timeout(10)
def test_an_endless_cell_of_a_rules_price_sets_none() -> None:
    content = BIGCOMMERCE.replace("[FIXED]18.00", "[FIXED]" + " " * 100_000 + "x[")
    assert "a rule that sets no price is left out" in [note for _, note in notes(content.split("7,Product")[0])]
    assert price_rules.discount("PERCENT", "0.0") == ()


@pytest.mark.timeout(10)
def test_options_whose_combinations_are_countless_are_refused_at_once() -> None:
    head = "type,product_internal_id,product_sku,product_name,product_price,product_option_name,product_option_value\n"
    values = "".join(f"product_option,5,,,,O{number % 40},v{number}\n" for number in range(800))
    ((line, reason),) = bad(f"{head}product,5,E-1,Shirt,12,,\n{values}")
    assert (line, reason[-50:]) == (2, "O39 makes more than 40 variants, which is the most")


def bad_of(content: str) -> list[tuple[int, str]]:
    """Lines and reasons of what is refused, where the rest is read."""
    return [(each.line, each.reason) for each in read(content) if isinstance(each, Bad)]
