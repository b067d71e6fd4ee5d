"""Files say which variant a picture is of: the shop's pages then show the red one when red is chosen."""

from backend.contracts.product.models import Product, pictures_of
from storefront.imports.entry import Good
from tests.storefront.imports.reading import read

SHOPIFY = (
    "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Image "
    "Src,Image Position,Variant Image\n"
)
PRESENT = "URL handle,Title,Option1 name,Option1 value,SKU,Price,Product image URL,Image position,Variant image URL\n"
WOO = "ID,Type,SKU,Name,Parent,Regular price,Images,Attribute 1 name,Attribute 1 value(s)\n"
AT = "https://cdn.test"


def build_product(content: str) -> Good:
    (found,) = read(content)
    assert isinstance(found, Good), found
    return found


def shows(good: Good) -> dict[str, dict[str, str]]:
    """By the file's name."""
    return {
        each.src.rpartition("/")[2]: {choice.option: choice.value for choice in each.shows}
        for each in good.product.pictures
    }


def test_a_picture_that_all_variants_have_or_none_shows_nothing_of_its_own() -> None:
    rows = f"hat,Hat,Colour,Red,,,R,5,{AT}/hat.jpg,1,{AT}/hat.jpg\nhat,,,Blue,,,B,5,{AT}/box.jpg,2,{AT}/hat.jpg\n"
    good = build_product(SHOPIFY + rows)
    assert shows(good) == {"hat.jpg": {}, "box.jpg": {}}
    assert good.notes == ()


def test_a_shopify_picture_shows_what_its_variants_have_in_common_and_the_report_says_so() -> None:
    rows = (
        f"hat,Hat,Colour,Red,Size,S,R-S,5,{AT}/hat.jpg,1,{AT}/red.jpg\nhat,,,Red,,M,R-M,5,{AT}/red.jpg,2,{AT}/red.jpg\n"
        f"hat,,,Blue,,S,B-S,5,{AT}/blue.jpg,3,{AT}/blue.jpg\nhat,,,Blue,,M,B-M,5,,,\n"
    )
    good = build_product(SHOPIFY + rows)
    assert shows(good) == {"hat.jpg": {}, "red.jpg": {"Colour": "Red"}, "blue.jpg": {"Colour": "Blue", "Size": "S"}}
    assert [note for _, note in good.notes] == ["pictures of variants: red.jpg shows Red; blue.jpg shows Blue, S"]


def test_a_variants_picture_that_the_product_does_not_list_is_taken_along() -> None:
    rows = f"hat,Hat,Colour,Red,R,5,{AT}/hat.jpg,1,{AT}/red.jpg\nhat,,,Blue,B,5,,,\n"
    assert shows(build_product(PRESENT + rows)) == {"hat.jpg": {}, "red.jpg": {"Colour": "Red"}}


def test_a_woocommerce_variations_picture_shows_its_choice() -> None:
    rows = (
        f'1,variable,HAT,Hat,,,"{AT}/hat.jpg",Colour,"Red, Blue"\n2,variation,HAT-R,,HAT,5,{AT}/red.jpg,Colour,Red\n'
        "3,variation,HAT-B,,HAT,5,,Colour,Blue\n"
    )
    assert shows(build_product(WOO + rows)) == {"hat.jpg": {}, "red.jpg": {"Colour": "Red"}}


def test_the_page_of_the_chosen_variant_begins_with_its_picture() -> None:
    rows = f"hat,Hat,Colour,Red,,,R,5,{AT}/hat.jpg,1,{AT}/red.jpg\nhat,,,Blue,,,B,5,,,{AT}/blue.jpg\n"
    product = build_product(SHOPIFY + rows).product
    whole = Product(
        **{name: getattr(product, name) for name in product.__struct_fields__},
        version=1,
        category_path="x",
        created_at="2026-11-03T10:11:12.123Z",
        changed_at="2026-11-03T10:11:12.123Z",
    )
    first = {variant.sku: pictures_of(whole, variant)[0].src.rpartition("/")[2] for variant in whole.variants}
    assert first == {"R": "red.jpg", "B": "blue.jpg"}
