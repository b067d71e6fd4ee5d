"""Tables of programs that have no reader of their own: read by their columns' names, and told how."""

import pytest

from storefront.imports import table
from storefront.imports.entry import NotReadable
from tests.storefront.imports.reading import bad, good, notes, read, words

PLAIN = "SKU,Product name,Price,Quantity,Category,Image\nA-1,Mug,12.50,5,Kitchen > Mugs,https://i.example/a.jpg\n"
PRESTASHOP = (
    '"Product ID";"Image";"Name";"Reference";"Category";"Price (tax excl.)";"Price (tax incl.)";"Quantity";"Status"\n'
    '"1";"http://i.example/1.jpg";"T-shirt";"T-1";"Men";"23.900000";"28.92";"7";"1"\n'
    '"2";"";"Vest";"V-1";"Men";"9.000000";"10.71";"0";"0"\n'
)
JTL = (
    "Artikelnummer;Artikelname;Brutto-VK;Lagerbestand;Kategorie Ebene 1;Kategorie Ebene 2;Bild 1;Bild 2;Vaterartikel;"
    "Variationsname 1;Variationswert 1\n"
    "J-1-R;Becher rot;12,50;3;;;;;J-1;Farbe;rot\n"
    "J-1;Becher;12,50;0;Küche;Becher;https://i.example/1.jpg;https://i.example/2.jpg;;;\n"
    "J-1-B;Becher blau;13,50;4;;;;;J-1;Farbe;blau\n"
    "J-2;Teller;8,00;9;Küche;Teller;;;;;\n"
)
SQUARESPACE = (
    "Product ID [Non Editable],Variant ID [Non Editable],Product URL,Title,Description,SKU,Option Name 1,Option Value 1,"
    "Price,Sale Price,On Sale,Stock,Categories,Visible,Hosted Image URLs\n"
    "5f,a1,mug,Mug,<p>m</p>,SQ-1,Color,Red,12.00,10.00,No,5,/kitchen/mugs,Yes,"
    "https://i.example/a.jpg https://i.example/b.jpg\n"
    ",a2,,,,SQ-2,,Blue,12.00,10.00,Yes,6,,,\n"
)
SQUARE = (
    "Token,Item Name,Variation Name,SKU,Description,Categories,Price,Archived,Current Quantity North,Current Quantity South\n"
    "T1,Mug,Red,Q-1,text,Kitchen,12.50,N,5,3\nT2,Mug,Blue,Q-2,text,Kitchen,13.50,N,,1\nT3,Bowl,Regular,Q-3,,Kitchen,4.00,N,1,\n"
    "T4,Jug,Regular,Q-4,,Kitchen,4.00,Y,1,\n"
)


def test_the_report_says_which_column_was_read_as_what() -> None:
    told = words(PLAIN)
    assert "by its columns' names: SKU from “SKU”, title from “Product name”, price from “Price”" in told
    assert "category from “Category”, pictures from “Image”" in told


def test_a_plain_table_becomes_products() -> None:
    (found,) = good(PLAIN)
    product = found.product
    assert (product.id, product.title, product.category) == ("a-1", "Mug", ("Kitchen", "Mugs"))
    assert [(each.sku, each.price) for each in product.variants] == [("A-1", 1250)]
    assert found.stock == {"A-1": 5}
    assert [each.src for each in product.pictures] == ["https://i.example/a.jpg"]


def test_prices_are_those_that_the_shop_has_with_tax_or_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "prices_include_tax", lambda: True)
    assert good(PRESTASHOP.rsplit('"2"', 1)[0])[0].product.variants[0].price == 2892
    monkeypatch.setattr(table, "prices_include_tax", lambda: False)
    assert good(PRESTASHOP.rsplit('"2"', 1)[0].replace("23.900000", "23.90"))[0].product.variants[0].price == 2390


@pytest.mark.parametrize(("with_tax", "header"), [(True, "Prix (HT)"), (False, "Prix (TTC)")])
def test_prices_of_the_other_kind_are_never_taken(with_tax: bool, header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "prices_include_tax", lambda: with_tax)
    with pytest.raises(NotReadable, match=r"line 2: the file has no price with.*add a column “Price”"):
        read(f"Nom,Référence,{header}\nTasse,T-1,12.50\n")


def test_what_is_not_active_is_left_out() -> None:
    _, vest = read(PRESTASHOP)
    assert "not for sale" in getattr(vest, "reason", "")


def test_variants_find_their_parent_wherever_it_stands_and_it_is_none_itself() -> None:
    mug, plate = good(JTL)
    assert mug.product.category == ("Küche", "Becher")
    assert [(each.sku, each.values, each.price) for each in mug.product.variants] == [
        ("J-1-R", ("rot",), 1250),
        ("J-1-B", ("blau",), 1350),
    ]
    assert (mug.product.title, len(mug.product.pictures)) == ("Becher", 2)
    assert [each.sku for each in plate.product.variants] == ["J-2"]


def test_rows_that_leave_out_what_they_repeat_belong_to_the_product_above() -> None:
    (mug,) = good(SQUARESPACE)
    assert [(each.values, each.price, each.compare_at) for each in mug.product.variants] == [
        (("Red",), 1200, None),
        (("Blue",), 1000, 1200),
    ]
    assert mug.product.category == ("kitchen", "mugs")
    assert len(mug.product.pictures) == 2


def test_pieces_at_several_places_are_added_up() -> None:
    mug, bowl, jug = read(SQUARE)
    assert getattr(mug, "stock", None) == {"Q-1": 8, "Q-2": 1}
    assert getattr(bowl, "stock", None) == {"Q-3": 1}
    assert getattr(jug, "reason", "") == "it is archived"


def test_a_number_that_is_one_products_id_and_anothers_sku_joins_nothing() -> None:
    first, second = good("ID,SKU,Name,Price\n1,2,Mug,3.50\n2,3,Cup,4.50\n")
    assert [each.product.title for each in (first, second)] == ["Mug", "Cup"]


def test_colours_and_sizes_of_one_handle_are_its_options() -> None:
    content = "Handle,Name,SKU,Price,Color,Size\nshirt,Shirt,S-1,20,red,S\nshirt,Shirt,S-2,20,red,M\n"
    (shirt,) = good(content)
    assert [each.name for each in shirt.product.options] == ["Color", "Size"]
    assert [each.values for each in shirt.product.variants] == [("red", "S"), ("red", "M")]


def test_texts_of_further_languages_are_read_from_a_table_as_well() -> None:
    (mug,) = good("SKU,Name,Name.de,Price,Stock\nA-1,Mug,Becher,12.50,5\n")
    assert [(each.language, each.title) for each in mug.product.translations] == [("de", "Becher")]


def test_the_first_description_that_is_filled_counts() -> None:
    first, second = good("SKU;Name;Price;Description;Description_long\nA;Mug;1.50;short;long\nB;Cup;1.50;;long\n")
    assert (first.product.description, second.product.description) == ("short", "long")


def test_a_sale_price_of_0_is_ignored() -> None:
    (mug,) = good("SKU,Name,Price,Sale price,Compare at price\nA,Mug,12.50,0.00,0\n")
    assert [(each.price, each.compare_at) for each in mug.product.variants] == [(1250, None)]


def test_an_invalid_price_costs_only_its_product() -> None:
    assert bad("SKU,Name,Price,Stock\nA,Mug,variable,1\nB,Cup,2.50,1\n") == [(2, "'variable' is no price")]


def test_further_categories_are_reported() -> None:
    assert notes("SKU;Name;Price;Category\nA;Mug;2.50;Kitchen|Gifts\n") == [
        (2, "it stands in one category, Kitchen; left out: Gifts")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Order ID,Item name,SKU,Price,Quantity\n7,Mug,A-1,12.50,1\n", "these are orders"),
        ("Type,Identification,Field,Locale,Market,Status,Default content\nPRODUCT,'80,title,de,,,Mug\n", "Translate & Adapt"),
    ],
)  # fmt: skip
def test_a_table_whose_rows_are_no_articles_says_what_it_is(content: str, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        read(content)


@pytest.mark.parametrize(
    "name", ["Price (USD)", "Price USD", "Price [USD]", "price_usd", "Preis in USD", "PRODUCT_PRICE (USD)"]
)
def test_the_currency_in_the_name_of_a_column_is_that_of_its_prices(name: str) -> None:
    (mug,) = good(f"SKU,Name,{name}\nA,Mug,12.50\n")
    assert (mug.product.currency, mug.product.variants[0].price) == ("USD", 1250)


@pytest.mark.parametrize("name", ["Preis in €", "Price ($)", "Price", "product_price"])
def test_a_sign_of_several_currencies_names_none(name: str) -> None:
    (mug,) = good(f"SKU,Name,{name}\nA,Mug,12.50\n")
    assert mug.product.currency == "EUR"


def test_rows_of_one_title_with_sizes_of_their_own_are_one_product() -> None:
    shirt, vest = good("SKU,Name,Price,Size\nS-1,Shirt,20,S\nS-2,Shirt,21,M\nV,Vest,9,\n")
    assert [(each.sku, each.values) for each in shirt.product.variants] == [("S-1", ("S",)), ("S-2", ("M",))]
    assert [each.values for each in vest.product.variants] == [()]


@pytest.mark.parametrize("cell", ["S|M|L", "S;M;L", "S, M, L", "S,M,L"])
def test_a_cell_that_lists_values_is_a_variant_of_each(cell: str) -> None:
    content = f'SKU,Name,Price,Option1 Name,Option1 Value,Stock\nS,Shirt,20,Size,"{cell}",9\n'
    (shirt,) = good(content)
    assert [(each.sku, each.values) for each in shirt.product.variants] == [
        ("S-S", ("S",)),
        ("S-M", ("M",)),
        ("S-L", ("L",)),
    ]
    assert "its 9 pieces cannot be divided" in notes(content)[0][1]


ETSY = (
    "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,IMAGE1,IMAGE2,VARIATION 1 TYPE,VARIATION 1 NAME,"
    "VARIATION 1 VALUES,VARIATION 2 TYPE,VARIATION 2 NAME,VARIATION 2 VALUES,SKU\n"
)


def test_an_etsy_listing_has_a_variant_for_each_of_its_values_with_the_skus_in_their_order() -> None:
    row = 'Mug,Nice,12.50,EUR,5,"clay,blue_mug",https://i.example/1.jpg,https://i.example/2.jpg,Custom,Colour,'
    (mug,) = good(f'{ETSY}{row}"Red,Blue",,,,"M-R,M-B"\n')
    assert [(each.sku, each.values) for each in mug.product.variants] == [("M-R", ("Red",)), ("M-B", ("Blue",))]
    assert (len(mug.product.pictures), mug.product.tags) == (2, ("clay", "blue_mug"))


def test_an_etsy_listing_with_two_variations_has_each_of_both() -> None:
    row = 'Mug,Nice,12.50,EUR,5,,,,Custom,Colour,"Red,Blue",Custom,Size,"S,L",'
    (mug,) = good(f'{ETSY}{row}"1,2,3,4"\n')
    assert [(each.sku, each.values) for each in mug.product.variants] == [
        ("1", ("Red", "S")),
        ("2", ("Red", "L")),
        ("3", ("Blue", "S")),
        ("4", ("Blue", "L")),
    ]


def test_an_etsy_listing_without_variations_is_one_article() -> None:
    (mug,) = good(f"{ETSY}Mug,Nice,12.50,EUR,5,,,,,,,,,,M-1\n")
    assert ([each.sku for each in mug.product.variants], mug.stock) == (["M-1"], {"M-1": 5})


@pytest.mark.parametrize("header", ["Color", "Farbe", "Option1 Name,Option1 Value"])
def test_a_cell_of_several_colours_is_one_article_and_that_is_reported(header: str) -> None:
    cell = '"red, white"' if "," not in header else 'Color,"red, white"'
    content = f"SKU,Name,Price,{header}\nS,Scarf,20,{cell}\n"
    (scarf,) = good(content)
    assert [(each.sku, each.values) for each in scarf.product.variants] == [("S", ("red, white",))]
    assert "is one value: put | between colours" in notes(content)[0][1]


def test_colours_that_pipes_part_or_that_have_skus_of_their_own_are_variants() -> None:
    for row in ("S,20,red|white", '"S-R,S-W",20,"red,white"'):
        (scarf,) = good(f"SKU,Price,Color,Name\n{row},Scarf\n")
        assert [each.values for each in scarf.product.variants] == [("red",), ("white",)]


def test_a_decimal_comma_lists_nothing() -> None:
    (shoe,) = good('SKU,Name,Price,Size\nS,Shoe,20,"38,5"\n')
    assert [each.values for each in shoe.product.variants] == [("38,5",)]


def test_pictures_without_an_address_are_in_the_folder_that_is_named() -> None:
    content = 'SKU,Name,Price,Images,Image 2\nA,Mug,3,"/m/u/mug 1.jpg,b.jpg,C:\\c.jpg",https://i.example/d.jpg\n'
    (mug,) = good(content, pictures_at="https://old.example/media/")
    assert [each.src for each in mug.product.pictures] == [
        "https://old.example/media/m/u/mug%201.jpg",
        "https://old.example/media/b.jpg",
        "https://i.example/d.jpg",
    ]
    assert mug.lost == ("C:\\c.jpg",)
    assert "pictures at https://old.example/media/" in words(content, pictures_at="https://old.example/media/")
