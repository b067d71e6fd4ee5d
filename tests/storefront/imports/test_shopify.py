"""Reading Shopify's product CSV, traps first."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import MAX_VARIANTS, NewProduct
from backend.contracts.tax import TaxClass
from storefront.imports.catalogue import open_catalogue
from storefront.imports.columns import RANK
from storefront.imports.entry import Bad, Good, NotReadable, Skipped
from storefront.imports.money import minor
from storefront.imports.tax_classes import ANY, TAXED
from tests.storefront.imports.files import CLASSIC, PRESENT, file, row


def read(text: str) -> list[Good | Bad | Skipped]:
    with open_catalogue(io.BytesIO(text.encode(errors="replace")), currency="EUR", format="shopify") as catalogue:
        return list(catalogue)


def only(*rows: dict[str, Any]) -> NewProduct:
    (found,) = read(file(*rows))
    assert isinstance(found, Good), found
    return found.product


def refusal(*rows: dict[str, Any]) -> Bad:
    (found,) = read(file(*rows))
    assert isinstance(found, Bad), found
    return found


@pytest.mark.parametrize("text", ["Name,Cost\nTeapot,3\n", '"Handle","Title\nTeapot', "Handle,Title\nt,T\n"])
def test_a_file_that_is_no_product_csv_is_refused_with_the_line(text: str) -> None:
    with pytest.raises(NotReadable, match="line"):
        read(text)


def test_another_encoding_is_reported_in_plain_words_and_read_when_named() -> None:
    raw = io.BytesIO(file(row(Title="Théière")).encode("windows-1252"))
    with pytest.raises(NotReadable, match="UTF-8"), open_catalogue(raw, currency="EUR"):
        pass
    with open_catalogue(raw, currency="EUR", encoding="windows-1252") as catalogue:
        (found,) = catalogue
    assert isinstance(found, Good)
    assert found.product.title == "Théière"


def test_a_file_without_rows_holds_no_products() -> None:
    with pytest.raises(NotReadable, match="empty"):
        read("")
    assert read(file()) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Variant Price": "free"}, "no price"),
        ({"Variant Price": ""}, "no row has a price"),
        ({"Variant Price": "0.999"}, "finer than a hundredth"),
        ({"Variant Price": "-3"}, "no price"),
        ({"Variant Price": "1e3"}, "no price"),
        ({"Variant Price": "Ⅻ"}, "no price"),
        ({"Handle": ""}, "no handle"),
        ({"Handle": "!!!"}, "no letter"),
        ({"Title": ""}, "title"),
        ({"Variant Compare At Price": "?"}, "no price"),
        ({"Image Src": 'https://a.example/a"<b'}, ""),
    ],
)
def test_a_bad_row_is_reported_by_its_line_with_the_reason(cells: dict[str, str], reason: str) -> None:
    if not reason:
        assert "%22%3C" in only(row(**cells)).pictures[0].src
        return
    bad = refusal(row(**cells))
    assert bad.line == 2
    assert reason in bad.reason


def test_the_line_is_the_one_in_the_file_after_cells_of_several_lines() -> None:
    found = read(
        file(
            row(**{"Body (HTML)": "<p>\r\na\r\nb</p>"}),
            row(Handle="cup", **{"Variant Price": "x", "Variant SKU": "CUP"}),
        )
    )
    assert [(type(each), each.line) for each in found] == [(Good, 2), (Bad, 5)]


def test_a_wrong_variant_keeps_the_whole_product_out() -> None:
    bad = refusal(
        row(**{"Option1 Name": "Size", "Option1 Value": "S"}),
        row(**{"Option1 Value": "L", "Variant SKU": "TEA-2", "Variant Price": "x"}),
    )
    assert bad.line == 3


def test_more_cells_than_columns_spoil_their_product_alone() -> None:
    lines = file(row(), row(Handle="cup", **{"Variant SKU": "CUP"})).splitlines()
    lines[1] += ",,,and more"
    found = read("\r\n".join(lines))
    assert [type(each) for each in found] == [Bad, Good]


def test_rows_of_a_product_that_stand_apart_are_one_product() -> None:
    size = {"Option1 Name": "Size", "Option1 Value": "S"}
    found = read(
        file(
            row(**size),
            row(Handle="cup", **{"Variant SKU": "CUP"}),
            row(**{"Option1 Value": "L", "Variant SKU": "TEA-2"}),
        )
    )
    assert [(type(each), each.line) for each in found] == [(Good, 2), (Good, 3)]
    assert isinstance(found[0], Good)
    assert [variant.sku for variant in found[0].product.variants] == ["TEA-1", "TEA-2"]


def test_handles_that_make_the_same_id_are_both_refused() -> None:
    found = read(
        file(
            row(Handle="tea_pot"),
            row(Handle="cup", **{"Variant SKU": "CUP"}),
            row(Handle="Tea-Pot", **{"Variant SKU": "TEA-2"}),
        )
    )
    assert [type(each) for each in found] == [Bad, Good, Bad]


def test_a_file_that_breaks_off_costs_its_last_product_and_names_the_line() -> None:
    good, bad = read(file(row()) + '"cup,Cup')
    assert isinstance(good, Good)
    assert isinstance(bad, Bad)
    assert bad.line == 3
    assert "a quotation mark opens here and is not closed" in bad.reason


def test_doubled_skus_and_doubled_choices_are_refused() -> None:
    size = {"Option1 Name": "Size", "Option1 Value": "S"}
    assert "SKU" in refusal(row(**size), row(**{"Option1 Value": "L"})).reason
    assert "S was there" in refusal(row(**size), row(**{"Option1 Value": "S", "Variant SKU": "TEA-2"})).reason


def test_too_many_variants_are_refused_and_counted() -> None:
    rows = [
        row(**{"Option1 Name": "No.", "Option1 Value": str(n), "Variant SKU": f"T{n}"}) for n in range(MAX_VARIANTS + 1)
    ]
    assert "variants" in refusal(*rows).reason


@pytest.mark.parametrize("cells", [{"Status": "draft"}, {"Status": "archived"}, {"Published": "FALSE"}])
def test_what_is_not_for_sale_is_left_out_with_a_word(cells: dict[str, str]) -> None:
    (found,) = read(file(row(**cells)))
    assert isinstance(found, Skipped)
    assert found.reason


def test_rows_of_a_handle_are_its_variants_and_pictures() -> None:
    product = only(
        row(
            **{
                "Option1 Name": "Colour",
                "Option1 Value": "Sage",
                "Image Src": "https://a.example/2.jpg",
                "Image Position": "2",
            }
        ),
        row(Title="", Type="", **{"Option1 Value": "Clay", "Variant SKU": "TEA-2", "Variant Price": "1,299.00"}),
        {
            "Handle": "teapot",
            "Image Src": "https://a.example/1.jpg",
            "Image Position": "1",
            "Image Alt Text": "A teapot,\r\nfrom above",
        },
    )
    assert [(variant.sku, variant.price, variant.values) for variant in product.variants] == [
        ("TEA-1", 1990, ("Sage",)),
        ("TEA-2", 129900, ("Clay",)),
    ]
    assert [picture.src[-5:] for picture in product.pictures] == ["1.jpg", "2.jpg"]
    assert product.pictures[0].alt == "A teapot, from above"
    assert product.options[0].values == ("Sage", "Clay")


def test_default_title_is_no_option() -> None:
    assert only(row(**{"Option1 Name": "Title", "Option1 Value": "Default Title"})).options == ()


def test_a_sku_that_is_missing_is_made_the_same_each_time() -> None:
    cells = {"Option1 Name": "Size", "Option1 Value": "Extra large", "Variant SKU": ""}
    assert only(row(**cells)).variants[0].sku == only(row(**cells)).variants[0].sku == "TEAPOT-EXTRA-LARGE"


def test_a_gift_card_is_a_gift_voucher_which_is_never_reduced() -> None:
    content = "Handle,Title,Variant Price,Variant Compare At Price,Gift Card\ngift,Gift,25,30,TRUE\nmug,Mug,3,,FALSE\n"
    gift, mug = read(content)
    assert isinstance(gift, Good)
    assert isinstance(mug, Good)
    assert [each.product.kind for each in (gift, mug)] == [ProductKind.VOUCHER, ProductKind.GOODS]
    assert gift.product.variants[0].compare_at is None


def test_a_price_before_that_is_not_higher_is_no_reduction() -> None:
    assert only(row(**{"Variant Compare At Price": "19.90"})).variants[0].compare_at is None
    assert only(row(**{"Variant Compare At Price": "25"})).variants[0].compare_at == 2500


def test_the_present_header_is_read_as_well() -> None:
    cells = {
        "Title": "Teapot",
        "URL handle": "teapot",
        "Product category": "Home > Kitchen > Tea",
        "SKU": "T",
        "Price": "19.9",
    }
    (found,) = read("\ufeff".join(["", file(cells, header=PRESENT)]).removeprefix("\ufeff"))
    assert isinstance(found, Good)
    assert found.product.category == ("Home", "Kitchen", "Tea")
    assert found.product.variants[0].price == 1990


@given(st.integers(0, 10**9))
def test_money_goes_there_and_back_exactly(cents: int) -> None:
    assert minor(f"{cents // 100}.{cents % 100:02}") == cents
    if cents < 10**11:
        assert minor(f"{cents // 100:,}.{cents % 100:02}") == cents


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(("Handle", "Title", "Variant Price", "Tags", "Image Src", "Option1 Value")), st.text()
        ),
        max_size=6,
    )
)
def test_whatever_a_file_contains_each_product_is_right_or_reported(rows: list[dict[str, str]]) -> None:
    try:
        found = read(file(*(row(**cells) for cells in rows)))
    except NotReadable:
        return
    assert all(each.line >= 2 for each in found)


OWN_CLASS = "Tax class (product.metafields.halftone.tax-class)"


@pytest.mark.parametrize(
    ("column", "cell", "tax_class", "allowed"),
    [
        ("Variant Taxable", "FALSE", TaxClass.ZERO, (TaxClass.ZERO,)),
        ("Variant Taxable", "true", TaxClass.STANDARD, TAXED),
        ("Variant Taxable", "", TaxClass.STANDARD, ANY),
        (OWN_CLASS, "books", TaxClass.STANDARD, ANY),
    ],
)
def test_what_is_not_taxed_is_of_class_zero(
    column: str, cell: str, tax_class: TaxClass, allowed: tuple[TaxClass, ...]
) -> None:
    (imported,) = read(file({**row(), column: cell}, header=(*CLASSIC, column)))
    assert isinstance(imported, Good), imported
    assert (imported.product.tax_class, imported.tax_classes) == (tax_class, allowed)


@pytest.mark.parametrize("cell", ["books", " Books ", "BOOKS", "books rate"])
def test_a_class_that_was_typed_into_our_own_export_is_read_in_any_case_and_spacing(cell: str) -> None:
    (imported,) = read(file({**row(), RANK: "1", OWN_CLASS: cell}, header=(*CLASSIC, RANK, OWN_CLASS)))
    assert isinstance(imported, Good), imported
    assert (imported.product.tax_class, imported.notes) == (TaxClass.BOOKS, ())


def test_an_unknown_tax_class_in_our_own_export_is_reported_and_leaves_the_shops() -> None:
    (imported,) = read(file({**row(), RANK: "1", OWN_CLASS: "bokks"}, header=(*CLASSIC, RANK, OWN_CLASS)))
    assert isinstance(imported, Good), imported
    assert imported.tax_classes == ANY
    assert any("no class of tax called 'bokks'" in text for _, text in imported.notes)


@pytest.mark.parametrize(
    ("cells", "said"), [(("true", "false"), True), (("false", "true"), True), (("false", ""), False)]
)
def test_variants_that_are_taxed_differently_are_reported(cells: tuple[str, str], said: bool) -> None:
    sold = [
        row(**{"Option1 Name": "Size", "Option1 Value": size, "Variant SKU": f"T-{size}"}) | {"Variant Taxable": cell}
        for size, cell in zip("SM", cells, strict=True)
    ]
    (imported,) = read(file(*sold, header=(*CLASSIC, "Variant Taxable")))
    assert isinstance(imported, Good), imported
    assert any("taxed differently" in text for _, text in imported.notes) is said
