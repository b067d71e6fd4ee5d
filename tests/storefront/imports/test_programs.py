"""Exports of programs whose rows are of several kinds: products, variants, pictures, rules, options."""

import contextlib
import csv
import io

import pytest

from storefront.imports import table
from storefront.imports.entry import Good, NotReadable, Skipped
from storefront.imports.run import Import
from storefront.imports.upsert import Outcome
from tests.storefront.imports.reading import bad, good, notes, read, words
from tests.storefront.imports.shop import Shop

WIX = (
    "handleId,fieldType,name,description,productImageUrl,collection,sku,ribbon,price,surcharge,visible,discountMode,"
    "discountValue,inventory,weight,productOptionName1,productOptionType1,productOptionDescription1,productOptionName2,"
    "productOptionType2,productOptionDescription2\n"
    "product_aa6471bb-72d8-874e-f885-8f50d6f92812,Product,Shirt,<p>Nice</p>,a1.jpg;https://i.example/2.jpg,Clothes,SH-1,"
    'New,20.0,,true,PERCENT,0.0,InStock,0.2,Size,DROP_DOWN,Small;Large,Colour,COLOR,"#ff0000:Red;#00f:Blue, navy"\n'
    "product_aa6471bb-72d8-874e-f885-8f50d6f92812,Variant,,,,,SH-S,,,0.0,true,,,4,,Size,,Small,Colour,,#ff0000:Red\n"
    "product_aa6471bb-72d8-874e-f885-8f50d6f92812,Variant,,,,,SH-L,,,2.5,true,,,OutOfStock,,Size,,Large,Colour,,"
    '"#00f:Blue, navy"\n'
    "product_aa6471bb-72d8-874e-f885-8f50d6f92812,Variant,,,,,SH-X,,,2.5,false,,,1,,Size,,Large,Colour,,#ff0000:Red\n"
    "mug,Product,Mug,,,Kitchen,MUG,,8.0,,true,PERCENT,10.0,7,,,,,,,\n"
)
WIX_PRESENT = (
    "handle,fieldType,name,visible,plainDescription,mediaUrl,price,strikethroughPrice,inventory,sku,brand,"
    "productOptionName[1],productOptionType[1],productOptionChoices[1]\n"
    "shirt,PRODUCT,Shirt,TRUE,Nice,https://i.example/1.jpg,29.99,,,,Acme,Size,TEXT_CHOICES,S;M\n"
    "shirt,VARIANT,,TRUE,,,31.00,,10,GG-S,,Size,TEXT_CHOICES,S\n"
    "shirt,VARIANT,,TRUE,,https://i.example/m.jpg,,,8,GG-M,,Size,TEXT_CHOICES,M\n"
    "shirt,MEDIA,,,,https://i.example/2.jpg,,,,,,,,\n"
)
BIGCOMMERCE = (
    "Product ID,Item Type,Product Name,Product Code/SKU,Brand Name,Price,Sale Price,Track Inventory,Current Stock Level,"
    "Category,Product Visible?,Allow Purchases?,Product Image URL - 1,Product Image URL - 2\n"
    "5,Product,Shirt,SH,Acme,20.00,,by option,9,Clothes/Shirts,Y,Y,https://i.example/1.jpg,https://i.example/2.jpg\n"
    '11,  SKU,"[RB]Size=Large,[S]Colour=Red",SH-L,,,,,4,,,,,\n'
    '12,  SKU,"[RB]Size=Small,[CS]Colour=Red, dark:#800000",SH-S,,,,,5,,,,,\n'
    "3,  Rule,[RB]Size=Large,,,[ADD]2.50,,,,,,Y,,\n"
    "4,  Rule,,SH-S,,[FIXED]18.00,,,,,,Y,,\n"
    "5,  Rule,[C]Gift wrap=Yes,,,[ADD]3,,,,,,Y,,\n"
    "6,Product,Mug,MUG,Acme,8.00,6.00,none,0,Kitchen,Y,Y,,\n"
    "7,Product,Jug,JUG,Acme,8.00,,none,0,Kitchen,N,Y,,\n"
)
BIGCOMMERCE_PRESENT = (
    "Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Sale Price,Categories,Variant Image URL,"
    "Image URL (Import)\n"
    "Product,,Shirt,physical,SH,,variant,0,29.99,,Clothes/Shirts,,\n"
    "Variant,,,,SH-S,Type=Rectangle|Name=Size|Value=SmallType=Swatch|Name=Color|Value=Blue[#0000FF],,4,,,,"
    "https://i.example/s.jpg,\n"
    "Variant,,,,SH-M,Type=Rectangle|Name=Size|Value=MediumType=Swatch|Name=Color|Value=Blue[#0000FF],,5,31.00,,,,\n"
    "Image,,,,,,,,,,,,https://i.example/1.jpg\n"
    "Product,,Balm,physical,LB,,none,0,9.99,,Care,,\n"
)
EBAY = (
    "#INFO;Version=0.0.2;Template= eBay-draft\n"
    "#INFO Action und Category ID;;\n"
    "*Action(SiteID=Germany|Country=DE|Currency=EUR|Version=1193);CustomLabel;*Category;*Title;C:Marke;Relationship;"
    "RelationshipDetails;PicURL;*Format;*StartPrice;*Quantity\n"
    'Add;SH;11450;Hemd;Acme;;"Size=S;M|Colour=Red";https://i.example/1.jpg|https://i.example/2.jpg;FixedPrice;;\n'
    'Add;SH-S;;;;Variation;"Size=S;Colour=Red";;;12,50;3\n'
    "Add;SH-M;;;;Variation;Size=M|Colour=Red;;;13,50;4\n"
    "Add;MUG;20625;Tasse;;;;;FixedPrice;8,00;5\n"
    "Add;BILD;20625;Bild;;;;;Auction;1,00;1\n"
    "End;OLD;20625;Alt;;;;;FixedPrice;1,00;1\n"
)
AMAZON = (
    "TemplateType=fptcustom\tVersion=2021.1014\tTemplateSignature=x" + "\t" * 8 + "\n"
    "Seller SKU\tBrand\tProduct Name\tStandard Price\tQuantity\tMain Image URL\tOther Image Url1\tParentage\tParent SKU\t"
    "Color\tSize\n"
    "item_sku\tbrand_name\titem_name\tstandard_price\tquantity\tmain_image_url\tother_image_url1\tparent_child\t"
    "parent_sku\tcolor_name\tsize_name\n"
    "SH-S\tAcme\tShirt S\t20.00\t4\thttps://i.example/s.jpg\t\tchild\tSH\tred, white\tS\n"
    "SH\tAcme\tShirt\t\t\thttps://i.example/1.jpg\thttps://i.example/2.jpg\tparent\t\t\t\n"
    "SH-M\tAcme\tShirt M\t21.00\t5\t\t\tchild\tSH\tred, white\tM\n"
    "MUG\tAcme\tMug\t8.00\t7\t\t\t\t\t\t\n"
)
AMAZON_PRESENT = (
    "settings=attributeRow=3\t\t\t\t\t\t\t\n"
    "SKU\tListing Action\tItem Name\tParentage Level\tParent SKU\tColor\tYour Price EUR\tQuantity\n"
    "contribution_sku#1.value\t::record_action\titem_name[marketplace_id=A1PA][language_tag=de_DE]#1.value\t"
    "parentage_level[marketplace_id=A1PA]#1.value\tchild_parent_sku_relationship[marketplace_id=A1PA]#1.parent_sku\t"
    "color[marketplace_id=A1PA][language_tag=de_DE]#1.value\t"
    "purchasable_offer[marketplace_id=A1PA][audience=ALL]#1.our_price#1.schedule#1.value_with_tax\t"
    "fulfillment_availability#1.quantity\n"
    "SH\tCreate or Replace\tHemd\tParent\t\t\t\t\n"
    "SH-R\tCreate or Replace\tHemd rot\tChild\tSH\trot\t20.00\t4\n"
    "SH-B\tDelete\tHemd blau\tChild\tSH\tblau\t20.00\t4\n"
)
ECWID = (
    "type,product_internal_id,product_sku,product_name,product_price,product_compare_to_price,"
    "product_is_inventory_tracked,product_quantity,product_is_available,product_category_1,"
    "product_media_main_image_url,product_media_gallery_image_url_1,product_option_name,product_option_value,"
    "product_option_markup,product_variation_sku,product_variation_option_Size,product_variation_option_Color\n"
    "product,5,E-1,Shirt,12,15,true,5,true,Clothes,https://i.example/1.jpg,https://i.example/2.jpg,,,,,,\n"
    "product_option,5,,,,,,,,,,,Size,S,,,,\n"
    "product_option,5,,,,,,,,,,,Size,M,2,,,\n"
    "product_variation,5,,,14,,,3,,,,,,,,E-1-M,M,Red\n"
    "product_variation,5,,,,,,2,,,,,,,,E-1-S,S,Red\n"
    "product,6,E-2,Mug,8,,false,,true,Kitchen,,,,,,,,\n"
    "product_option,6,,,,,,,,,,,Print,Cat,,,,\n"
    "product_option,6,,,,,,,,,,,Print,Dog,10%,,,\n"
    "category,,,,,,,,,,,,,,,,,\n"
)
OPENCART = (
    "product_id,name(en-gb),categories,sku,quantity,manufacturer,image_name,price,status,description(en-gb)\n"
    '40,Phone,"20,24",P-11,970,Acme,catalog/phone.jpg,101.0000,true,nice\n'
)
EBAY_REPORT = (
    "Item number,Title,Variation details,Custom label (SKU),Available quantity,Format,Currency,Start price,"
    "Current price,eBay category 1 name\n"
    '318000000001,"Paint, 15ml",Color=Red;Blue|Size=S,PAINT,4,FIXED_PRICE,USD,19.99,19.99,Paint\n'
    '318000000001,"Paint, 15ml",Color=Red|Size=S,P-RED,2,FIXED_PRICE,USD,19.99,19.99,Paint\n'
    '318000000001,"Paint, 15ml",Color=Blue|Size=S,P-BLUE,3,FIXED_PRICE,USD,21.99,21.99,Paint\n'
    "318000000002,Brush,,BRUSH,1,FIXED_PRICE,USD,9.99,9.99,Tools\n"
    "318000000003,Easel,,EASEL,1,AUCTION,USD,1.00,5.00,Tools\n"
)
FILES = {
    "Wix": (WIX, 2),
    "Wix at present": (WIX_PRESENT, 1),
    "BigCommerce": (BIGCOMMERCE, 2),
    "BigCommerce at present": (BIGCOMMERCE_PRESENT, 2),
    "eBay": (EBAY, 2),
    "eBay's report": (EBAY_REPORT, 2),
    "Amazon": (AMAZON, 2),
    "Amazon at present": (AMAZON_PRESENT, 1),
    "Ecwid": (ECWID, 2),
    "OpenCart": (OPENCART, 1),
}
"""A small file of each program, and how many products it sells."""

Offer = tuple[str, tuple[str, ...], int, int | None]


def offers_of(found: object) -> list[Offer]:
    """SKU, choice, price and the price before of each variant."""
    assert isinstance(found, Good), found
    return [(each.sku, each.values, each.price, each.compare_at) for each in found.product.variants]


def reason(found: object) -> str:
    """Why a product is left out."""
    assert isinstance(found, Skipped), found
    return found.reason


@pytest.mark.parametrize("program", FILES)
def test_each_file_does_what_its_dry_run_says_and_a_second_time_nothing(program: str, shop: Shop) -> None:
    content, count = FILES[program]
    found = read(content)
    assert Import([].append, dry=True).run(found).done[Outcome.CREATED] == count
    assert shop.writes == []
    assert Import([].append).run(found).done[Outcome.CREATED] == count == len(shop.products)
    assert Import([].append).run(read(content)).done[Outcome.UNCHANGED] == count


def test_a_surcharge_of_wix_is_added_to_the_price_of_its_product() -> None:
    shirt, _ = good(WIX)
    assert offers_of(shirt) == [("SH-S", ("Small", "Red"), 2000, None), ("SH-L", ("Large", "Blue, navy"), 2250, None)]
    assert (4, "SH-L costs 22.50: 20.0 and 2.5 more") in shirt.notes
    assert (shirt.product.id, shirt.product.category, shirt.stock) == ("sh-1", ("Clothes",), {"SH-S": 4, "SH-L": 0})


def test_a_variant_of_wix_that_is_not_visible_is_left_out_alone() -> None:
    assert good(WIX)[0].unsold == ((5, "SH-X", "it is not for sale: visible is false"),)


def test_a_reduction_of_wix_shows_the_former_price_and_is_reported() -> None:
    mug = good(WIX)[1]
    assert offers_of(mug) == [("MUG", (), 720, 800)]
    assert (6, "MUG costs 7.20: 8.0 less 10.0 percent") in mug.notes


def test_what_wix_has_and_the_shop_has_not_is_named() -> None:
    assert "not read: “ribbon”, “weight”, “productOptionType1”" in words(WIX)
    assert good(WIX)[0].lost == ("a1.jpg",)


def test_in_stock_without_a_number_is_reported_as_to_be_set() -> None:
    assert any("is said to be there (InStock)" in note for _, note in notes(WIX))


def test_a_product_of_wix_without_variant_rows_has_one_for_each_of_its_choices() -> None:
    head = "handleId,fieldType,name,sku,price,discountMode,discountValue,productOptionName1,productOptionDescription1\n"
    (pen,) = good(f"{head}pen,Product,Pen,PEN,3.0,AMOUNT,1,Ink,Blue;Black\n")
    assert [each[1:] for each in offers_of(pen)] == [(("Blue",), 200, 300), (("Black",), 200, 300)]


def test_pictures_of_wix_in_rows_of_their_own_are_their_products() -> None:
    (shirt,) = good(WIX_PRESENT)
    assert offers_of(shirt) == [("GG-S", ("S",), 3100, None), ("GG-M", ("M",), 2999, None)]
    assert [each.src[-5:] for each in shirt.product.pictures] == ["1.jpg", "m.jpg", "2.jpg"]


def test_a_surcharge_that_is_no_number_costs_its_product_alone() -> None:
    assert bad(WIX.replace(",2.5,true", ",much,true")) == [(4, "what changes its price is none: 'much' is no price")]
    assert len(read(WIX.replace(",2.5,true", ",much,true"))) == 2


@pytest.mark.parametrize(
    ("price", "surcharge", "currency", "outcome"),
    [
        ("20", "1", "EUR", 2100), ("20,5 €", "1,25", "EUR", 2175), ("20", "1", "JPY", 21), ("1.000", "2", "KWD", 3000),
        ("20", "1 USD", "EUR", "what changes its price is in USD, and its price in EUR"),
        ("1.000", "2", "EUR", "'1.000' may be 1.000 or 1000: say which"),
        ("20", "=1+1", "EUR", "what changes its price is none: '=1+1' is no price"),
        ("20", "-30", "EUR", "its price 20 less 30 is less than nothing"),
    ],
)  # fmt: skip
def test_a_surcharge_is_added_exactly_or_its_product_is_refused(
    price: str, surcharge: str, currency: str, outcome: int | str
) -> None:
    head = "handle,fieldType,name,sku,price,surcharge,productOptionName1,productOptionDescription1\n"
    rows = f'a,Product,Pen,,"{price}",,Ink,Blue;Black\na,Variant,,P-1,,"{surcharge}",,Blue\n'
    (found,) = read(head + rows, currency=currency, into=currency)
    if isinstance(outcome, int):
        assert [each[2] for each in offers_of(found)] == [outcome]
    else:
        assert getattr(found, "reason", "").startswith(outcome)


def test_percents_of_options_are_of_the_products_price() -> None:
    more = ECWID.replace("Print,Cat,,,,", "Print,Cat,10%,,,").replace(
        "category,", "product_option,6,,,,,,,,,,,Size,XL,10%,,,\ncategory,"
    )
    assert [each[2] for each in offers_of(read(more)[1])] == [960, 960]


def test_a_price_may_not_become_less_than_nothing() -> None:
    assert bad(WIX.replace("PERCENT,10.0", "AMOUNT,10.0")) == [(6, "its price 8.0 less 10.0 is less than nothing")]


def test_a_row_of_a_kind_that_is_not_known_is_left_out_and_told() -> None:
    found = read(WIX.replace("mug,Product", "mug,Bundle"))
    assert reason(found[1]) == "its fieldtype is 'Bundle', which is not known here"


def test_rules_of_bigcommerce_change_the_prices_of_the_variants_that_they_are_for() -> None:
    shirt, mug, jug = read(BIGCOMMERCE)
    assert offers_of(shirt) == [("SH-L", ("Large", "Red"), 2250, None), ("SH-S", ("Small", "Red, dark"), 1800, None)]
    assert offers_of(mug) == [("MUG", (), 600, 800)]
    assert reason(jug) == "it is not for sale: product visible? is N"


def test_a_rule_that_matches_no_variant_is_reported() -> None:
    told = [note for note in read(BIGCOMMERCE)[0].notes if "rule" in note[1]]  # type: ignore[union-attr]
    assert (7, "a rule for the price of Gift wrap Yes is left out: no variant is that") in told


def test_pieces_that_nobody_counts_are_not_known() -> None:
    shirt, mug, _ = read(BIGCOMMERCE)
    assert (getattr(shirt, "stock", 0), getattr(mug, "stock", 0)) == ({"SH-L": 4, "SH-S": 5}, {})
    shirt, *_ = read(BIGCOMMERCE.replace("by option", "none"))
    assert getattr(shirt, "stock", 0) == {}


def test_variants_of_bigcommerce_at_present_have_the_options_of_their_cell() -> None:
    shirt, balm = good(BIGCOMMERCE_PRESENT)
    assert [each.name for each in shirt.product.options] == ["Size", "Color"]
    assert offers_of(shirt) == [("SH-S", ("Small", "Blue"), 2999, None), ("SH-M", ("Medium", "Blue"), 3100, None)]
    assert shirt.product.category == ("Clothes", "Shirts")
    assert [each.src[-5:] for each in shirt.product.pictures] == ["s.jpg", "1.jpg"]
    assert offers_of(balm) == [("LB", (), 999, None)]


def test_a_variant_above_all_products_costs_its_row_alone() -> None:
    head, *rows = BIGCOMMERCE_PRESENT.splitlines(keepends=True)
    assert bad(head + rows[1] + rows[4] + rows[0] + rows[2])[0] == (
        2,
        "the row belongs to a product that it does not name, and none stands above it",
    )
    assert len(read(head + rows[1] + rows[4])) == 2


def test_variations_of_ebay_belong_to_the_listing_above_whatever_parts_their_details() -> None:
    shirt, mug, *others = read(EBAY)
    assert offers_of(shirt) == [("SH-S", ("S", "Red"), 1250, None), ("SH-M", ("M", "Red"), 1350, None)]
    assert [each.name for each in shirt.product.options] == ["Size", "Colour"]  # type: ignore[union-attr]
    assert offers_of(mug) == [("MUG", (), 800, None)]
    assert [reason(each) for each in others] == ["it is sold by auction", "it is to be ended"]


def test_the_first_row_of_an_item_number_in_ebays_report_is_the_listing_itself() -> None:
    paint, brush, easel = read(EBAY_REPORT, currency="USD")
    assert offers_of(paint) == [("P-RED", ("Red", "S"), 1999, None), ("P-BLUE", ("Blue", "S"), 2199, None)]
    assert (paint.product.id, paint.product.title) == ("paint", "Paint, 15ml")  # type: ignore[union-attr]
    assert offers_of(brush) == [("BRUSH", (), 999, None)]
    assert reason(easel) == "it is sold by auction"


def test_a_listing_whose_own_row_stands_below_its_variations_is_refused() -> None:
    head, paint, red, *_ = EBAY_REPORT.splitlines(keepends=True)
    assert bad(head + red + paint) == [
        (3, "the listing's own row stands below one of its variations: leave the report's order")
    ]


def test_the_currency_in_ebays_first_column_is_that_of_the_prices() -> None:
    assert "no currency named" not in words(EBAY)
    assert {
        each.product.currency for each in good(EBAY.replace("Currency=EUR", "Currency=USD").split("Add;BILD")[0])
    } == {"USD"}


def test_ebays_template_for_prices_has_the_merchants_skus_and_not_its_own_numbers() -> None:
    shirt, mug = good(
        "Action,Item number,Title,Start price,Available quantity,Relationship,Relationship details,Custom label (SKU)\n"
        "Revise,318000000001,Shirt,,,,Size=S;M,SH\n,318000000001,,10.00,3,Variation,Size=S,SH-S\n"
        ",318000000001,,11.00,4,Variation,Size=M,SH-M\nRevise,318000000002,Mug,8.00,5,,,MUG\n"
    )
    assert [each[0] for each in (*offers_of(shirt), *offers_of(mug))] == ["SH-S", "SH-M", "MUG"]


def test_children_of_amazon_find_their_parent_wherever_it_stands() -> None:
    shirt, mug = good(AMAZON)
    assert (shirt.product.title, shirt.product.id, len(shirt.product.pictures)) == ("Shirt", "sh", 3)
    assert offers_of(shirt) == [("SH-S", ("red, white", "S"), 2000, None), ("SH-M", ("red, white", "M"), 2100, None)]
    assert offers_of(mug) == [("MUG", (), 800, None)]


def test_a_child_of_amazon_without_a_parent_is_no_variant_of_whatever_stands_above() -> None:
    assert bad(AMAZON.replace("child\tSH\tred, white\tM", "child\t\tred, white\tM")) == [
        (6, "the row belongs to a product that it does not name, and none stands above it")
    ]


def test_the_longer_names_of_amazons_columns_are_known_and_what_is_deleted_is_left_out() -> None:
    (shirt,) = good(AMAZON_PRESENT)
    assert offers_of(shirt) == [("SH-R", ("rot",), 2000, None)]
    assert shirt.unsold == ((6, "SH-B", "it is to be deleted"),)
    assert "header on line 3" in words(AMAZON_PRESENT)


def test_variations_of_ecwid_have_their_own_price_or_that_of_their_product() -> None:
    shirt, _, category = read(ECWID)
    assert offers_of(shirt) == [("E-1-M", ("M", "Red"), 1400, None), ("E-1-S", ("S", "Red"), 1200, 1500)]
    assert reason(category) == "'category' is no product"


def test_options_of_ecwid_without_variations_are_variants_that_cost_what_they_say() -> None:
    mug = read(ECWID)[1]
    assert offers_of(mug) == [("E-2-Cat", ("Cat",), 800, None), ("E-2-Dog", ("Dog",), 880, None)]
    assert getattr(mug, "stock", None) == {}


def test_opencarts_names_in_a_language_are_read() -> None:
    (phone,) = good(OPENCART)
    assert (phone.product.title, phone.product.description, offers_of(phone)) == (
        "Phone",
        "nice",
        [("P-11", (), 10100, None)],
    )
    assert phone.lost == ("catalog/phone.jpg",)


def test_a_list_whose_columns_are_called_alike_is_not_taken_for_a_programs() -> None:
    for head in ("Item,Name,SKU,Options,Price", "Item type,Product name,SKU,Brand,Price"):
        (mug,) = good(f"{head}\n1,Mug,M-1,,12.50\n")
        assert offers_of(mug) == [("M-1", (), 1250, None)]


def test_titles_in_one_language_alone_are_the_titles() -> None:
    (phone,) = good(OPENCART.replace("en-gb", "de-de"))
    assert (phone.product.title, phone.product.description) == ("Phone", "nice")


GAMBIO = (
    "XTSOL|p_id|p_model|p_stock|p_priceNoTax|p_tax|p_status|p_image|p_name.en|p_desc.en|p_name.de|p_desc.de|p_cat.0\n"
    "XTSOL|1|G-1|5.0000|8.4000|1|1|mug.jpg|Mug|Nice|Tasse|Schön|Kitchen\n"
)


def test_gambios_prices_without_tax_are_for_a_shop_that_has_such(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotReadable, match="only a price without tax"):
        read(GAMBIO)
    monkeypatch.setattr(table, "prices_include_tax", lambda: False)
    (mug,) = good(GAMBIO)
    assert (mug.product.title, mug.product.description, mug.product.category) == ("Mug", "Nice", ("Kitchen",))
    assert [(each.language, each.title) for each in mug.product.translations] == [("de", "Tasse")]
    assert (offers_of(mug), mug.stock) == ([("G-1", (), 840, None)], {"G-1": 5})


def as_german_excel(content: str) -> str:
    """As Excel saves it in German: semicolons, decimal commas, and words for true and false."""
    return (
        content.replace(";", "|").replace(",", ";").replace(".0;", ",0;").replace(".5;", ",5;").replace("true", "WAHR")
    )


def test_a_file_of_wix_that_excel_saved_in_german_is_read_to_the_same_prices() -> None:
    content = as_german_excel(
        WIX.replace('"#ff0000:Red;#00f:Blue, navy"', "Red;Blue").replace('"#00f:Blue, navy"', "Blue")
    )
    shirt, mug = good(content.replace("\n", "\r\n"))
    assert [each[2] for each in (*offers_of(shirt), *offers_of(mug))] == [2000, 2250, 720]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("program", ["Wix", "BigCommerce", "eBay", "Amazon", "Ecwid"])
def test_each_is_read_in_any_encoding(program: str, encoding: str) -> None:
    content, count = FILES[program]
    assert sum(isinstance(each, Good) for each in read(content.encode(encoding))) == count


@pytest.mark.parametrize("program", FILES)
def test_whatever_column_is_missing_nothing_ends_in_a_fault(program: str) -> None:
    content, _ = FILES[program]
    delimiter = {"eBay": ";", "Amazon": "\t", "Amazon at present": "\t"}.get(program, ",")
    rows = [next(csv.reader([line], delimiter=delimiter)) for line in content.splitlines()]
    for column in range(max(map(len, rows))):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(cells[:column] + cells[column + 1 :] for cells in rows)
        with contextlib.suppress(NotReadable):
            read(out.getvalue())
