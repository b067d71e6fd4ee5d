"""Magento's product CSV: simple products become the variants of the configurable one that names them."""

from storefront.imports.entry import Skipped
from tests.storefront.imports.reading import bad, good, notes, read, words

HEAD = (
    "sku,store_view_code,attribute_set_code,product_type,categories,name,description,product_online,visibility,price,"
    "special_price,special_price_to_date,url_key,base_image,base_image_label,additional_images,additional_image_labels,"
    "additional_attributes,qty,is_in_stock,configurable_variations,configurable_variation_labels\n"
)
HIDDEN = "Not Visible Individually"
SMALL = f'WS-S,,Top,simple,Default Category/Women/Tops,Shirt-S,,1,{HIDDEN},29.000000,,,shirt-s,/w/s.jpg,,,,"color=Red,size=S",10.0000,1,,\n'
LARGE = f'WS-L,,Top,simple,Default Category/Women/Tops,Shirt-L,,1,{HIDDEN},31.500000,,,shirt-l,/w/l.jpg,,,,"color=Red,size=L",4.0000,0,,\n'
SHIRT = (
    'WS,,Top,configurable,"Default Category/Women/Tops,Default Category/Sale",Shirt,<p>Airy</p>,1,"Catalog, Search",,,,'
    'shirt,/w/a.jpg,Front,"/w/b.jpg,/w/c.jpg","Back,Side",material=Cotton,0,1,'
    '"sku=WS-S,size=S,color=Red|sku=WS-L,size=L,color=Red","size=Size,color=Colour"\n'
)
GERMAN = "WS,de,,,,Hemd,<p>Luftig</p>,,,,,,,,,,,,,,,\n"
BAG = 'BAG,,Bag,simple,Default Category/Gear,Bag,,1,"Catalog, Search",34.000000,20.00,2001-01-01,bag,/b.jpg,,,,,100.0000,1,,\n'


def test_a_configurable_product_has_the_variants_that_it_names() -> None:
    (shirt,) = good(HEAD + SMALL + LARGE + SHIRT)
    product = shirt.product
    assert (product.id, product.title, product.description) == ("shirt", "Shirt", "<p>Airy</p>")
    assert product.category == ("Women", "Tops")
    assert [each.name for each in product.options] == ["Size", "Colour"]
    assert [(each.sku, each.values, each.price) for each in product.variants] == [
        ("WS-S", ("S", "Red"), 2900),
        ("WS-L", ("L", "Red"), 3150),
    ]
    assert shirt.stock == {"WS-S": 10, "WS-L": 0}


def test_its_row_may_stand_before_those_of_its_variants() -> None:
    (shirt,) = good(HEAD + SHIRT + LARGE + SMALL)
    assert (shirt.product.id, [each.sku for each in shirt.product.variants]) == ("shirt", ["WS-L", "WS-S"])


def test_pictures_are_paths_below_the_folder_that_is_named_with_their_labels() -> None:
    (shirt,) = good(HEAD + SHIRT + SMALL + LARGE, pictures_at="https://old.example/media")
    assert [(each.src.removeprefix("https://old.example/media/w/"), each.alt) for each in shirt.product.pictures] == [
        ("a.jpg", "Front"), ("b.jpg", "Back"), ("c.jpg", "Side"), ("s.jpg", ""), ("l.jpg", "")
    ]  # fmt: skip


def test_a_variant_that_the_file_lacks_is_reported() -> None:
    assert (3, "its variant WS-L is not in the file") in notes(HEAD + SMALL + SHIRT)


def test_a_hidden_product_that_is_no_variant_is_left_out() -> None:
    (left_out,) = read(HEAD + SMALL)
    assert isinstance(left_out, Skipped)
    assert "not visible in the shop by itself" in left_out.reason


def test_a_variant_that_is_not_enabled_is_not_sold() -> None:
    (shirt,) = good(HEAD + SMALL + LARGE.replace(f",1,{HIDDEN}", f",2,{HIDDEN}") + SHIRT)
    assert [each.sku for each in shirt.product.variants] == ["WS-S"]
    assert [(sku, why) for _, sku, why in shirt.unsold] == [("WS-L", "it is not enabled")]


def test_a_store_view_called_as_a_language_is_the_texts_in_it() -> None:
    (shirt,) = good(HEAD + SMALL + SMALL.replace("WS-S,,", "WS-S,de,") + LARGE + SHIRT + GERMAN)
    assert [(each.language, each.title, each.description) for each in shirt.product.translations] == [
        ("de", "Hemd", "<p>Luftig</p>")
    ]


def test_a_store_view_that_names_no_language_is_reported() -> None:
    assert (3, "its version in “b2b” is left out: texts are taken in de and fr") in notes(
        HEAD + BAG + BAG.replace("BAG,,", "BAG,b2b,")
    )


def test_a_special_price_counts_within_its_days() -> None:
    (over,) = good(HEAD + BAG)
    (running,) = good(HEAD + BAG.replace("2001-01-01", ""))
    assert [(each.price, each.compare_at) for each in over.product.variants] == [(3400, None)]
    assert [(each.price, each.compare_at) for each in running.product.variants] == [(2000, 3400)]


def test_what_is_no_product_of_its_own_is_left_out() -> None:
    (left_out,) = read(HEAD + BAG.replace(",simple,", ",bundle,"))
    assert isinstance(left_out, Skipped)


def test_a_wrong_price_of_a_variant_costs_its_product_alone() -> None:
    assert bad(HEAD + SMALL.replace("29.000000", "x") + LARGE + SHIRT + BAG) == [(2, "'x' is no price")]


def test_columns_that_are_not_read_are_reported() -> None:
    assert "not read: “attribute_set_code”, “additional_attributes”" in words(HEAD + SMALL + LARGE + SHIRT)


def test_the_manufacturer_is_read_from_additional_attributes_and_others_are_reported_as_unread() -> None:
    content = HEAD + SMALL + LARGE + SHIRT.replace(",material=Cotton,", ',"material=Cotton,manufacturer=Halle & Co",')
    (shirt,) = good(content)
    assert shirt.product.brand == "Halle & Co"
    assert "not read: “attribute_set_code”, “additional_attributes”" in words(content)
