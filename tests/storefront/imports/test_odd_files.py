"""Files as people send them: what they mean is imported, and what may mean two things is refused or told, never sold."""

import bz2
import gzip
import io
import lzma
import zipfile
from datetime import UTC, datetime

import pytest

from storefront.imports import sales
from storefront.imports.entry import NotReadable, whole
from tests.storefront.imports.reading import bad, good, notes, read

HEAD = "Handle,Title,Body (HTML),Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price\n"
FEED = "id\ttitle\tprice\tsale_price\tsale_price_effective_date\n"


def test_a_comma_in_a_text_without_quotation_marks_never_sells_at_the_number_of_pieces() -> None:
    (line, reason), *others = bad(f"{HEAD}a,Ruler, long,text,A-1,5,12.50,\nb,Bowl,text,B-1,5,12.50,\n")
    assert (line, others) == (2, [])
    assert "1 more cells than the header has columns" in reason


def test_a_text_of_which_only_the_beginning_is_quoted_is_refused_where_it_moves_the_cells() -> None:
    assert [
        line for line, _ in bad(f'{HEAD}a,"North" compass, brass,text,A-1,5,12.50,\nb,Bowl,text,B-1,5,12.50,\n')
    ] == [2]


def test_rows_that_all_end_with_delimiters_are_read() -> None:
    content = f"{HEAD}a,Ruler,text,A-1,5,12.50,,,\na,,,,,,,,\nb,Bowl,text,B-1,5,12.50,,,\n\n"
    assert [each.product.variants[0].price for each in good(content)] == [1250, 1250]


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ('"Ruler 12\\" steel, long"', 'Ruler 12" steel, long'),
        ('"Say \\"hi\\""', 'Say "hi"'),
        ('"\\"North\\", brass"', '"North", brass'),
        ('"Kept in C:\\"', "Kept in C:\\"),
    ],
)
def test_quotation_marks_are_read_where_a_backslash_escapes_them(cell: str, title: str) -> None:
    (found,) = good(f"{HEAD}a,{cell},text,A-1,5,12.50,\n")
    assert (found.product.title, found.product.variants[0].price) == (title, 1250)


def test_two_columns_of_one_name_with_different_prices_are_refused_with_both() -> None:
    head = HEAD.replace("\n", ",Variant Price\n")
    assert bad(f"{head}a,Ruler,text,A-1,5,12.50,,99.00\nb,Bowl,text,B-1,5,12.50,,12.50\n") == [
        (2, "two columns are called “Variant price”, with “12.50” and “99.00”: leave one of them out")
    ]


def test_an_empty_column_of_the_same_name_takes_nothing_away() -> None:
    (found,) = good(f"{HEAD.replace(chr(10), ',Title,Title')}\na,Ruler,text,A-1,5,12.50,,,\n")
    assert found.product.title == "Ruler"


def test_several_columns_for_further_pictures_of_a_feed_are_all_read() -> None:
    head = "id\ttitle\tprice\timage_link\tadditional_image_link\tadditional_image_link\n"
    pictures = [f"https://i.example/{name}.jpg?v=1,2" for name in "abc"]
    (found,) = good(head + "A\tChalk\t2.00 EUR\t" + "\t".join(pictures) + "\n")
    assert [each.src for each in found.product.pictures] == pictures


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("12", 12), (" 12 ", 12), ("+12", 12), ("12.0", 12), ("12,00", 12), ("100.0000", 100), ("1.7", 1),
        ("1 000", 1000), ("1\u00a0000", 1000), ("1\u202f000", 1000), ("1’000", 1000), ("1.000.000", 1000000),
        ("1.000,00", 1000), ("1,000.00", 1000), ("-3", 0), ("−3", 0), ("-1.5", 0), ("0.500", 0),
        ("1.000", None), ("1,000", None), ("12.500", None),
        ("", None), ("many", None), ("5 pcs", None), ("1e3", None), ("１２", 12),
        ("\u0661\u0662", 12), ("'7", 7), ('="8"', 8), ("5-6", None), ("--", None),
    ],
)  # fmt: skip
def test_pieces_are_read_as_people_write_them_and_never_guessed(cell: str, pieces: int | None) -> None:
    assert whole(cell) == pieces


def test_unreadable_quantities_are_reported_with_their_line() -> None:
    (line, note), *others = notes(
        f"{HEAD}a,Ruler,text,A-1,1.000,12.50,\nb,Bowl,text,B-1,5,12.50,\nc,Cup,text,C-1,,1.50,\n"
    )
    assert (line, others) == (2, [])
    assert "'1.000'" in note


@pytest.mark.parametrize(
    ("price", "currency"),
    [
        ("12,50\u00a0€", "EUR"), ("12,50\u202f€", "EUR"), ("€\u00a012,50", "EUR"), ("12,50&nbsp;&euro;", "EUR"),
        ("kr. 12,50", "DKK"), ("kr.12,50", "DKK"), ("12,50 kr.", "DKK"), ("Fr. 12.50", "CHF"), ("SFr. 12.50", "CHF"),
        ("12.50 Fr.", "CHF"), ("12.50 Fr", "CHF"),
    ],
)  # fmt: skip
def test_prices_are_read_with_the_signs_and_spaces_that_programs_write(price: str, currency: str) -> None:
    (found,) = good(f"id\ttitle\tprice\nA\tChalk\t{price}\n", currency=currency)
    assert (found.product.variants[0].price, found.product.currency) == (1250, currency)


def test_a_sign_of_another_currency_is_still_refused() -> None:
    (reason,) = [reason for _, reason in bad("id\ttitle\tprice\nA\tChalk\tkr. 12,50\n", currency="EUR")]
    assert "has the sign kr." in reason


def test_a_sale_that_ends_on_a_day_lasts_until_that_day_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sales, "now", lambda: datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
    windows = ("2026-11-30/2026-11-30", "2026-11-01/2026-11-29", "2026-12-01/2026-12-31", "2026-11-01/9999-12-31")
    rows = "".join(f"A{n}\tT{n}\t10.00 EUR\t8.00 EUR\t{window}\n" for n, window in enumerate(windows))
    assert [each.product.variants[0].price for each in good(FEED + rows)] == [800, 1000, 1000, 800]


def test_entities_in_names_are_the_letters_that_they_stand_for() -> None:
    (shopify,) = good(
        "Handle,Title,Vendor,Type,Variant Price\na,Tea &amp; Coffee&nbsp;pot,N&#246;rd,Pots &gt; more,3\n"
    )
    (feed,) = good("id\ttitle\tbrand\tprice\nA\tTea &amp; Coffee\tB&amp;W\t2.00 EUR\n")
    assert (shopify.product.title, shopify.product.brand) == ("Tea & Coffee pot", "Nörd")
    assert (feed.product.title, feed.product.brand) == ("Tea & Coffee", "B&W")


def test_a_variation_whose_product_is_not_there_says_so() -> None:
    content = "ID,Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n3,variation,V,N,10.00,id:44,Size,L\n"
    assert bad(content) == [(2, "the product that it belongs to, id:44, is not in the file")]


def pack(kind: str) -> bytes:
    """A catalogue in an archive."""
    content = f"{HEAD}a,Ruler,text,A-1,5,12.50,\n".encode()
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    return {
        "bz2": bz2.compress(content),
        "xz": lzma.compress(content),
        "gzip in gzip": gzip.compress(gzip.compress(content, mtime=0), mtime=0),
        "an empty zip": out.getvalue(),
        "zstandard": b"\x28\xb5\x2f\xfd" + content,
    }[kind]


@pytest.mark.parametrize("kind", ["bz2", "xz", "gzip in gzip", "an empty zip", "zstandard"])
def test_an_archive_is_reported_as_such(kind: str) -> None:
    with pytest.raises(NotReadable, match="an archive: unpack it"):
        read(pack(kind))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page"),
        ("<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>Handle", "a web page"),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel table in XML"),
        ('{"products": [{"id": 1, "title": "Mug"}]}', "a JSON object"),
        ("{\\rtf1 Handle}", "with a layout"),
        ('"Product ID";"Active (0/1)";"Name *"\n1;1;Mug\n', "of PrestaShop"),
        ("item-name\tlisting-id\tseller-sku\tquantity\nMug\t1\tA-1\t12\n", "of Amazon"),
        ('"Handle,Title,""Body (HTML)"",Variant Price"\n"a,Mug,""x"",3"\n', "each line is one cell"),
    ],
)
def test_a_file_of_another_program_says_whose_it_is_and_what_to_do(content: str, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        read(content)


def test_utf_32_with_its_mark_is_read_in_either_order() -> None:
    content = f"{HEAD}a,Röhre,text,A-1,5,12.50,\n"
    for raw in (content.encode("utf-32"), b"\0\0\xfe\xff" + content.encode("utf-32-be")):
        assert [each.product.title for each in good(raw)] == ["Röhre"]


def test_a_header_of_a_hundred_thousand_columns_is_read_in_no_time() -> None:
    more = ",".join(f"c{n}" for n in range(100_000))
    (found,) = good(f"Handle,Title,Variant Price,{more}\na,Ruler,12.50{',' * 100_000}\n")
    assert found.product.title == "Ruler"


def test_half_a_character_that_json_escapes_is_no_fault() -> None:
    content = '[{"Id":1,"Name":"Mug \\ud800 blue","Description":"\\udfff","Brand":"Ada \\ud83d\\ude00","Type":"Mugs","Price":"3.00"}]'
    (found,) = good(content)
    assert (found.product.title, found.product.description, found.product.brand) == (
        "Mug \ufffd blue",
        "\ufffd",
        "Ada 😀",
    )
