"""WooCommerce's files: what its exporter escapes is undone, and nothing it says is lost without a word."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.tax import TaxClass
from storefront.imports import sales
from storefront.imports.entry import Bad
from storefront.imports.tax_classes import ANY
from storefront.imports.woocommerce_text import paths, split_list, text
from tests.storefront.imports.reading import bad, good, notes, read, words

HEAD = "ID,Type,SKU,Name,Published,Description,Regular price,Sale price,Categories,Tags,Images,Parent"
NAMED = f"{HEAD},Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)\n"


def description_of(cell: str) -> str:
    return good(f'{HEAD}\n1,simple,A,Lamp,1,"{cell}",12,,Things,,,\n')[0].product.description


def test_line_breaks_that_are_written_as_two_signs_are_line_breaks() -> None:
    assert (
        description_of(r"Height 40 cm\nCable 2 m\n\nBulb not included")
        == "Height 40 cm\nCable 2 m\n\nBulb not included"
    )
    assert description_of(r"Saved in D:\\notes\nReady to print") == "Saved in D:\\notes\nReady to print"
    assert description_of(r"<p>Oak</p>\n<p>Two boards</p>") == "<p>Oak</p>\n<p>Two boards</p>"


@given(st.text(st.sampled_from("ab\n\\n"), max_size=20))
def test_whatever_the_exporter_escapes_comes_back(original: str) -> None:
    exported = original.replace("\\n", "\\\\n").replace("\n", "\\n")  # as its filter_description_field does
    if "\\\n" not in original and "\\\\n" not in original:  # which it writes in a way that is not unique
        assert text(exported) == original


@pytest.mark.parametrize(
    ("cell", "category"),
    [
        (r"Drinks > Tea\, Coffee & Cocoa", ("Drinks", "Tea, Coffee & Cocoa")),
        (r"Salt\, Pepper & Spice, Kitchen > Mills", ("Kitchen", "Mills")),
        ('""Maps, Globes"" > ""Old, Rare""', ("Maps, Globes", "Old, Rare")),
        ('12"" plates, 10"" plates', ('12" plates',)),
        ("Tea &amp; Coffee", ("Tea & Coffee",)),
        ("Men&#8217;s", ("Men’s",)),
        ("AT&T;, B", ("AT&T;",)),
        ("'-50 °C", ("-50 °C",)),
    ],
)
def test_a_category_is_named_as_in_the_shop_that_it_comes_from(cell: str, category: tuple[str, ...]) -> None:
    assert good(f'{HEAD}\n1,simple,A,Lamp,1,,12,,"{cell}",,,\n')[0].product.category == category


def test_categories_that_a_product_loses_are_reported_and_those_above_its_own_are_not() -> None:
    content = f'{HEAD}\n1,simple,A,Mill,1,,12,,"Kitchen, Kitchen > Mills, Gifts",,,\n'
    assert notes(content) == [(2, "it stands in one category, Kitchen > Mills; left out: Gifts")]


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Co"), exclude_characters='"\\'),
            min_size=1,
        )
    )
)
def test_a_list_that_the_exporter_writes_comes_back(items: list[str]) -> None:
    items = [item.strip() for item in items if item.strip() and not item.strip().startswith("'")]
    assert split_list(", ".join(item.replace(",", "\\,") for item in items)) == tuple(items)


def test_a_quoted_name_keeps_its_angle_and_its_quotation_marks() -> None:
    assert paths('"a > b" > "say ""hi"", you"') == (("a > b", 'say "hi", you'),)


def test_a_variation_of_any_value_is_sold_in_each_that_the_product_has() -> None:
    content = (
        f'{NAMED}1,variable,HAT,Hat,1,,,,Things,,,,Colour,"Red, Blue",Size,"S, L"\n'
        "2,variation,HAT-R,,1,,5,,,,,HAT,Colour,Red,Size,\n3,variation,HAT-B,,1,,6,,,,,HAT,Colour,Blue,Size,S\n"
    )
    (hat,) = good(content)
    assert [(each.sku, each.values, each.price) for each in hat.product.variants] == [
        ("HAT-R-S", ("Red", "S"), 500),
        ("HAT-R-L", ("Red", "L"), 500),
        ("HAT-B", ("Blue", "S"), 600),
    ]
    assert hat.notes == ((3, "HAT-R is for any Size: it goes in as 2 variants"),)


def test_a_variation_that_is_told_apart_goes_before_one_of_any_value() -> None:
    content = (
        f'{NAMED}1,variable,HAT,Hat,1,,,,Things,,,,Size,"S, L",,\n'
        "2,variation,HAT-ANY,,1,,5,,,,,HAT,Size,,,\n3,variation,HAT-L,,1,,9,,,,,HAT,Size,L,,\n"
    )
    (hat,) = good(content)
    assert {each.values: each.price for each in hat.product.variants} == {("S",): 500, ("L",): 900}


def test_products_of_one_name_without_a_sku_stay_two() -> None:
    found = good(f"{HEAD}\n801,simple,,Cup,1,,5,,Things,,,\n802,simple,,Cup,1,,6,,Things,,,\n")
    assert [(each.product.id, each.product.variants[0].price) for each in found] == [("cup-801", 500), ("cup-802", 600)]


def test_a_title_without_a_letter_has_its_address_from_its_id() -> None:
    assert [each.product.id for each in good(f"{HEAD}\n803,simple,,☕,1,,5,,Things,,,\n")] == ["803"]


def test_a_variation_finds_its_parent_by_sku_and_by_id_where_the_file_has_ids() -> None:
    head = f'{NAMED}44,variable,HAT,Hat,1,,,,Things,,,,Size,"S, L",,\n'
    (hat,) = good(f"{head}45,variation,H-S,,1,,5,,,,,HAT,Size,S,,\n46,variation,H-L,,1,,6,,,,,id:44,Size,L,,\n")
    assert [each.sku for each in hat.product.variants] == ["H-S", "H-L"]


SALE = "Type,SKU,Name,Regular price,Sale price,Date sale price starts,Date sale price ends\nsimple,A,Lamp,30,21,{},{}\n"


@pytest.mark.parametrize(
    ("starts", "ends", "price", "before"),
    [
        ("", "", 2100, 3000),
        ("", "2026-11-29", 2100, 3000),
        ("", "2026-11-28 00:00:00", 3000, None),
        ("2026-11-29", "", 2100, 3000),
        ("29.11.2026", "30.11.2026", 2100, 3000),
        ("2026-11-30", "", 3000, None),
        ("soon", "", 3000, None),
        ("", "11/30/26", 3000, None),
    ],
)
def test_a_sales_days_are_the_shops(
    monkeypatch: pytest.MonkeyPatch, starts: str, ends: str, price: int, before: int | None
) -> None:
    monkeypatch.setattr(sales, "now", lambda: datetime(2026, 11, 28, 23, 30, tzinfo=UTC))  # in Berlin it is the 29th
    (lamp,) = good(SALE.format(starts, ends))
    assert (lamp.product.variants[0].price, lamp.product.variants[0].compare_at) == (price, before)


@pytest.mark.parametrize(
    ("starts", "said"), [("2099-05-01", "begins on 2099-05-01"), ("soon", "'soon' cannot be read")]
)
def test_a_sale_price_that_does_not_count_is_reported(starts: str, said: str) -> None:
    ((line, note),) = notes(SALE.format(starts, ""))
    assert (line, said in note, "regular price" in note) == (2, True, True)


GERMAN = (
    "ID;Typ;Artikelnummer;Name;Veröffentlicht;Sichtbarkeit im Katalog;Beschreibung;Vorrätig?;Lager;Angebotspreis;Regulärer Preis;"
    "Kategorien;Schlagwörter;Bilder;Übergeordnetes Produkt;Attribut 1 Name;Attribut 1 Wert(e)\n"
    "1;variable;HUT;Hut;1;visible;Aus Filz;1;;;;Hüte > Filz;warm, rot;;;Größe;S, L\n"
    "2;variation;HUT-S;;1;visible;;1;3;19,50;24,50;;;;HUT;Größe;S\n3;variation;HUT-L;;0;visible;;1;3;;24,50;;;;HUT;Größe;L\n"
)


def test_a_german_shops_file_is_read_as_an_english_ones() -> None:
    (hat,) = good(GERMAN)
    assert (hat.product.title, hat.product.category, hat.product.tags) == ("Hut", ("Hüte", "Filz"), ("warm", "rot"))
    assert [(each.values, each.price, each.compare_at) for each in hat.product.variants] == [(("S",), 1950, 2450)]
    assert hat.stock == {"HUT-S": 3}
    assert "semicolon-separated, UTF-8, column names translated, decimal comma" in words(GERMAN)


@pytest.mark.parametrize(
    "header",
    [
        "Type,UGS,Nom,Publié,Tarif promo,Tarif régulier,Catégories,Étiquettes",
        "Tipo,SKU,Nombre,Publicado,Precio rebajado,Precio normal,Categorías,Etiquetas",
        "Type,Artikelnummer,Naam,Gepubliceerd,Actieprijs,Reguliere prijs,Categorieën,Tags",
        "Tipo,COD,Nome,Pubblicato,Prezzo in offerta,Prezzo di listino,Categorie,Tag",
        "Typ,SKU,Nazwa,Opublikowano,Cena promocyjna,Cena regularna,Kategorie,Tagi",
        "  type ,sku,NAME,Published, Sale   Price,Regular_price,Categories,Tags",
    ],
)
def test_other_languages_headers_are_known(header: str) -> None:
    (lamp,) = good(f"{header}\nsimple,A,Lamp,1,9.50,12.50,Home > Lamps,one\n")
    assert (lamp.product.title, lamp.product.category, lamp.product.tags) == ("Lamp", ("Home", "Lamps"), ("one",))
    assert (lamp.product.variants[0].sku, lamp.product.variants[0].price) == ("A", 950)


def test_a_product_type_of_a_plugin_is_reported() -> None:
    head = "ID,Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n"
    rows = "1,variable-subscription,T,Tea,,,Month,1\n2,subscription_variation,T-1,Tea 1,9,id:1,Month,1\n"
    assert [note for _, note in notes(head + rows)] == [
        "its type 'variable-subscription' is not known here: it is sold once, for its price, without what belongs to "
        "that type"
    ]


def test_a_variation_without_its_parent_is_refused_with_its_line() -> None:
    assert [line for line, _ in bad(f"{HEAD}\n2,variation,X,,1,,5,,,,,NONE\n")] == [2]
    assert isinstance(read(f"{HEAD}\n2,variation,X,,1,,5,,,,,\n")[0], Bad)


TAXED = "ID,Type,SKU,Name,Published,Regular price,Categories,Tax status,Tax class\n1,simple,A,Lamp,1,12,Things,"


@pytest.mark.parametrize(
    ("cells", "tax_class"),
    [
        ("taxable,", TaxClass.STANDARD),
        ("taxable,standard", TaxClass.STANDARD),
        ("taxable,reduced-rate", TaxClass.REDUCED),
        ("taxable,Zero-Rate", TaxClass.ZERO),
        ("taxable, Reduced  rate ", TaxClass.REDUCED),
        ("taxable,zero_rate", TaxClass.ZERO),
        ("taxable,Standard Rate", TaxClass.STANDARD),
        ("shipping,", TaxClass.ZERO),
        ("none,reduced-rate", TaxClass.ZERO),
        (",books", TaxClass.BOOKS),
    ],
)
def test_classes_of_tax_are_those_of_the_file(cells: str, tax_class: TaxClass) -> None:
    imported = good(TAXED + cells + "\n")[0]
    assert (imported.product.tax_class, imported.tax_classes) == (tax_class, (tax_class,))


def test_an_unknown_tax_class_is_reported_and_leaves_the_shops() -> None:
    imported = good(TAXED + "taxable,super-reduced\n")[0]
    assert (imported.product.tax_class, imported.tax_classes) == (TaxClass.STANDARD, ANY)
    assert any("super-reduced" in text for _, text in imported.notes)
    assert good(f"{HEAD}\n1,simple,A,Lamp,1,,12,,Things,,,\n")[0].tax_classes == ANY
    assert not any("class of tax" in text for _, text in good(TAXED + "none,super-reduced\n")[0].notes)


@pytest.mark.parametrize(("tax_class", "said"), [("parent", False), ("", False), ("zero-rate", True)])
def test_a_variation_taxed_unlike_its_product_is_reported(tax_class: str, said: bool) -> None:
    text = (
        "ID,Type,SKU,Name,Published,Regular price,Tax status,Tax class,Parent,Attribute 1 name,Attribute 1 value(s)\n"
        f"1,variable,HAT,Hat,1,,taxable,,,Size,S\n2,variation,HAT-S,,1,5,taxable,{tax_class},HAT,Size,S\n"
    )
    (imported,) = good(text)
    assert imported.product.tax_class is TaxClass.STANDARD
    assert any("taxed differently" in note for _, note in imported.notes) is said


@pytest.mark.parametrize(
    "names", ["Steuerstatus,Steuerklasse", "État de la TVA,Classe de TVA", "Estado del impuesto,Clase de impuesto"]
)
def test_classes_of_tax_are_read_from_a_file_in_the_merchants_language(names: str) -> None:
    text = TAXED.replace("Tax status,Tax class", names) + "taxable,reduced-rate\n"
    assert good(text)[0].product.tax_class is TaxClass.REDUCED
