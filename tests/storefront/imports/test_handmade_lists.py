"""Lists that merchants keep in a spreadsheet: what columns and cells mean there, and what is no article."""

from datetime import UTC, datetime

import pytest

from storefront.imports import prices, sales, table
from storefront.imports.entry import Good, NotReadable
from tests.storefront.imports.reading import bad, good, notes, read, words


def reason(content: str) -> str:
    with pytest.raises(NotReadable) as wrong:
        read(content)
    return str(wrong.value)


@pytest.mark.parametrize(
    "header",
    [
        "Rechnungsnummer;Kunde;Artikelnummer;Artikelname;Menge;Preis",
        "Customer ID;Name;SKU;Price",
        "Invoice;Name;Qty;Price",
    ],
)
def test_orders_and_customers_are_no_products(header: str) -> None:
    assert "orders or customers" in reason(f"{header}\n" + ";".join("1" for _ in header.split(";")) + "\n")


def test_for_whom_a_price_list_is_does_not_make_it_orders() -> None:
    (cup,) = good("Preisliste;;;\nKunde;Müller GmbH;;\nArtikelnummer;Artikelname;Preis;Bestand\nA-1;Tasse;12,50;4\n")
    assert cup.product.title == "Tasse"


def test_a_total_below_is_no_product_and_spoils_none() -> None:
    header = "Pos;Artikelnummer;Bezeichnung;Preis;Bestand\n"
    content = f"{header}1;A;Tasse;12,50;4\n;;Summe:;12,50;4\nGesamt;;;;4\n;B;Total;1,50;1\n"
    cup, *sums, total = read(content)
    titles = [each.product.title for each in (cup, total) if isinstance(each, Good)]
    assert titles == ["Tasse", "Total"]
    assert [getattr(each, "reason", "") for each in sums] == ["it sums up the rows above"] * 2


@pytest.mark.parametrize("cell", ["FALSCH", "Entwurf", "FAUX", "inactivo", "onwaar", "Discontinued"])
def test_no_in_any_language_takes_an_article_off(cell: str) -> None:
    (mug,) = read(f"SKU;Name;Preis;Aktiv\nA;Mug;1,50;{cell}\n")
    assert "not for sale" in getattr(mug, "reason", "")


def test_an_article_that_one_of_several_columns_takes_off_is_not_for_sale() -> None:
    (mug,) = read("SKU;Name;Price;Visibility;Active (0/1)\nA;Mug;1,50;both;0\n")
    assert getattr(mug, "reason", "") == "it is not for sale: active (0/1) is 0"


def test_an_answer_that_is_neither_yes_nor_no_is_reported() -> None:
    assert "neither yes nor no" in notes("SKU;Name;Preis;Aktiv\nA;Mug;1,50;vielleicht\n")[0][1]
    assert notes("SKU;Name;Preis;Aktiv\nA;Mug;1,50;WAHR\n") == []


@pytest.mark.parametrize(
    ("header", "cell"), [("Auf Lager", "nein"), ("Stock", "rupture"), ("In stock", "no"), ("Lager", "0")]
)
def test_articles_marked_as_not_in_stock_have_no_pieces(header: str, cell: str) -> None:
    assert good(f"SKU;Name;Preis;{header}\nA;Mug;1,50;{cell}\n")[0].stock == {"A": 0}


def test_articles_in_stock_in_unknown_number_are_reported() -> None:
    assert "'ja' are not clearly" in notes("SKU;Name;Preis;Lager\nA;Mug;1,50;ja\n")[0][1]


def test_what_an_article_holds_is_not_taken_for_its_pieces() -> None:
    (tea,) = good("SKU;Name;Preis;Menge;Einheit\nA;Tee;1,50;250;g\n")
    assert (tea.stock, tea.notes[0][1]) == ({}, "the pieces '250' are in g: left out")
    assert good("SKU;Name;Preis;Menge;Einheit\nA;Tee;1,50;250;Stück\n")[0].stock == {"A": 250}
    assert good("SKU;Name;Preis;Menge;Einheit;Bestand\nA;Tee;1,50;250;g;7\n")[0].stock == {"A": 7}


def test_a_german_size_is_an_option_called_as_it_is_written() -> None:
    (shirt,) = good("Artikelnummer;Name;Preis;Größe\nA-S;Hemd;20,00;S\nA-M;Hemd;20,00;M\n")
    assert [(each.name, each.values) for each in shirt.product.options] == [("Größe", ("S", "M"))]


def test_a_material_is_never_a_list_of_variants() -> None:
    (shirt,) = good('SKU,Name,Price,Material\nA,Shirt,20,"cotton, elastane"\n')
    assert [each.sku for each in shirt.product.variants] == ["A"]


def test_lengths_with_their_unit_are_a_list() -> None:
    (chain,) = good('SKU,Name,Price,Option1 Name,Option1 Value\n"A,B",Chain,20,Length,"40cm,45cm"\n')
    assert [(each.sku, each.values) for each in chain.product.variants] == [("A", ("40cm",)), ("B", ("45cm",))]


def test_a_list_with_an_id_is_no_feed_if_it_tells_more_than_one() -> None:
    (mug,) = good("ID,SKU,Title,Price,Stock,Category,Image\n1,M-1,Mug,12.50,5,Kitchen,https://i.example/1.jpg\n")
    assert (mug.stock, mug.product.category, len(mug.product.pictures)) == ({"M-1": 5}, ("Kitchen",), 1)


def test_a_list_whose_only_number_is_an_id_has_the_address_and_sku_that_a_feed_gives_it() -> None:
    plain, feed = (good(f"ID,Title,Price{more}\nM_7,Mug,12.50\n")[0].product for more in (",Stock", ",Link"))
    assert (plain.id, plain.variants[0].sku) == (feed.id, feed.variants[0].sku) == ("m-7", "M_7")


def test_a_feed_with_pieces_stays_a_feed() -> None:
    content = "id,title,price,availability,inventory,image_link\n1,Mug,12.50 EUR,in stock,5,https://i.example/1.jpg\n"
    assert "by its columns' names" not in words(content)
    assert good(content)[0].stock == {"1": 5}


def test_a_price_per_unit_is_not_taken_where_there_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    content = "Reference #,Name *,Price tax excluded,Unit price,Quantity\nA,Tea,49.00,4.90,3\n"
    monkeypatch.setattr(table, "prices_include_tax", lambda: True)
    assert "only a price without tax" in reason(content)
    monkeypatch.setattr(table, "prices_include_tax", lambda: False)
    assert good(content)[0].product.variants[0].price == 4900


def test_of_prices_in_several_currencies_the_shops_is_taken() -> None:
    (mug,) = good("SKU,Name,Price CHF,Price EUR\nA,Mug,14,12.50\n")
    assert (mug.product.currency, mug.product.variants[0].price) == ("EUR", 1250)


@pytest.mark.parametrize(("last", "price"), [("2026-11-29", 1400), ("2026-12-01", 1250), ("", 1250)])
def test_a_sale_counts_within_its_days(last: str, price: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sales, "now", lambda: datetime(2026, 11, 30, 12, tzinfo=UTC))
    (mug,) = good(f"SKU,Name,Price,Sale price,Sale start,Sale end\nA,Mug,14.00,12.50,2026-01-01,{last}\n")
    assert mug.product.variants[0].price == price


def test_a_category_that_is_a_number_is_left_out_and_reported() -> None:
    (mug,) = good("SKU;Name;Preis;Kategorien\nA;Mug;1,50;3|5\n")
    assert "is a number" in mug.notes[0][1]


def test_a_price_that_a_spreadsheet_turned_into_a_date_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "now", lambda: datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert bad("SKU;Name;Preis\nA;Mug;46029\nB;Cup;2,50\n") == [
        (2, "the price 46029 may be 2026-01-07, which a spreadsheet has made of 7,1: write 46029,00 if it is not")
    ]
    assert [each.product.variants[0].price for each in good("SKU;Name;Preis\nA;Car;40000\nB;Cup;46029,00\n")] == [
        4_000_000,
        4_602_900,
    ]


def test_soft_hyphens_in_a_title_are_left_out_and_reported() -> None:
    (pot,) = good("SKU;Name;Preis\nA;Tee\xadkanne;2,50\n")
    assert (pot.product.title, "soft hyphens" in pot.notes[0][1]) == ("Teekanne", True)


def test_a_list_without_a_column_of_prices_is_reported_as_such() -> None:
    assert reason("SKU,Name,Cost price,RRP,Stock\nA,Mug,5,15,4\n").startswith("line 1: no column is called as a price")


def test_what_has_a_number_and_a_description_alone_is_called_as_that() -> None:
    (cup,) = good("Codice;Descrizione;Prezzo;Giacenza\nA;Tazza;12,50;5\n")
    assert (cup.product.title, cup.product.description) == ("Tazza", "")


def test_shopwares_dotted_names_are_known() -> None:
    header = "id;productNumber;active;stock;translations.DEFAULT.name;price.DEFAULT.net;price.DEFAULT.gross;categories"
    (mug,) = good(f"{header}\na;SW1;1;5;Tasse;10,50;12,50;{'a' * 32}\n")
    assert (mug.product.title, mug.product.variants[0].price, mug.stock) == ("Tasse", 1250, {"SW1": 5})


def test_a_column_that_is_read_is_not_reported_as_unread() -> None:
    assert "not read" not in words("SKU,Name,Price,Short description,Long description\nA,Mug,2,short,long\n")


def test_a_variation_in_one_cell_is_split_into_its_options() -> None:
    header = "Internal_ID;Variant_ID;US_Title_Short;US_Variant;Price;Article_Code;US_Category_1;US_Category_2"
    (mug,) = good(f"{header}\n1;11;Mug;Color: Red;2;A-1;Kitchen;Mugs\n1;12;Mug;Color: Blue;2;A-2;;\n")
    assert [(each.name, each.values) for each in mug.product.options] == [("Color", ("Red", "Blue"))]
    assert mug.product.category == ("Kitchen", "Mugs")


def test_a_variant_without_the_name_of_an_option_is_a_variation() -> None:
    (cup,) = good("Artikelnummer;Name;Variante;Preis\nA-R;Tasse;rot;2,00\nA-B;Tasse;blau;3,00\n")
    assert [(each.sku, each.values) for each in cup.product.variants] == [("A-R", ("rot",)), ("A-B", ("blau",))]


def test_two_rows_of_a_title_without_an_option_say_what_would_tell_them_apart() -> None:
    ((line, why),) = bad("Artikelnummer;Name;Preis;Farbe\nA;T-Shirt;2,00;\nB;T-Shirt;2,00;rot\n")
    assert (line, "a column such as Size or Color" in why) == (3, True)


def test_a_fraction_of_a_piece_is_left_out_and_reported() -> None:
    (mug,) = good("SKU;Name;Preis;Bestand\nA;Mug;2,00;3,5\n")
    assert (mug.stock, "3 are taken" in mug.notes[0][1]) == ({"A": 3}, True)
    assert notes("SKU;Name;Preis;Bestand\nA;Mug;2,00;3,0\n") == []


def test_what_is_not_available_has_no_pieces() -> None:
    assert good("SKU,Name,Price,Availability\nA,Mug,2.00,out of stock\n")[0].stock == {"A": 0}


@pytest.mark.parametrize("kind", ["simple", "Physical good", "Product"])
def test_a_kind_of_article_is_no_category(kind: str) -> None:
    (mug,) = good(f"SKU,Name,Price,Type\nA,Mug,2.00,{kind}\n")
    assert mug.product.category == ("Everything else",)
    assert f"“{kind}” is a number or a kind of article" in mug.notes[0][1]
