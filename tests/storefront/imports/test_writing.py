"""However a file is written, it is read as it was meant, or asked about; how it was read is told."""

import gzip
import io
import zipfile

import pytest

from storefront.imports.encoding import ENCODINGS
from storefront.imports.entry import NotReadable
from tests.storefront.imports.reading import bad, good, notes, read, words

HEAD = "Handle;Title;Variant SKU;Variant Price\n"
ROW = f"{HEAD}spoon;Löffel;SP-1;14,50\ncard;Karte;SP-2;2,50\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_parts_the_cells_is_found_out(delimiter: str) -> None:
    content = "Handle;Title;Variant SKU;Variant Price\na;A;A-1;14.50\n".replace(";", delimiter)
    assert good(content)[0].product.variants[0].price == 1450
    named = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}[delimiter]
    assert words(content) == f"read as {named}-separated, UTF-8, decimal point; no currency named: read as EUR"


@pytest.mark.parametrize(
    "above", ["sep=;\n", '"sep=;"\n', "\n\n", "Our catalogue, autumn\n\n", "\ufeffsep=;\n", ";;;\n"]
)
def test_lines_above_the_header_are_passed_over_and_lines_are_counted_with_them(above: str) -> None:
    content = f"{above}{ROW}x;X;X-1;free\n".encode()
    found = read(content)
    assert [each.line for each in found] == [2 + above.count("\n"), 3 + above.count("\n"), 4 + above.count("\n")]
    assert f"header on line {above.count(chr(10)) + 1}" in words(content)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"), ("cp1252", "windows-1252"),
    ],
)  # fmt: skip
def test_the_encoding_is_detected_and_reported(encoding: str, name: str) -> None:
    content = ROW.encode(encoding)
    assert good(content)[0].product.title == "Löffel"
    assert f"semicolon-separated, {name}, decimal comma" in words(content)


TEXTS = {
    "Théière à l’œil nu, garçon – 12 €": ("cp1252", "mac_roman"),
    "Schöne Grüße aus Köln für die Straße": ("cp1252", "iso-8859-1", "cp850", "mac_roman"),
    "Łódź żółty gęś ślązak": ("cp1250", "iso8859_2"),
    "Příliš žluťoučký kůň": ("cp1250",),
    "Şişe çiçek ığdır öğün": ("cp1254",),
    "Синий кувшин и чашка": ("cp1251", "koi8_r", "iso8859_5", "cp866"),
    "Κανάτα μπλε κεραμική": ("cp1253",),
    "כד כחול": ("cp1255",),
    "إبريق أزرق كبير": ("cp1256",),
}


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, encoding) for text, several in TEXTS.items() for encoding in several]
)
def test_an_encoding_is_right_or_asked_about_and_never_wrong(text: str, encoding: str) -> None:
    content = f"{HEAD}a;{text};A-1;3,50\n".encode(encoding)
    title, question = answer(content)
    assert title == " ".join(text.split()) or (not title and text.split()[0] in question and "--encoding" in question)


def answer(content: bytes) -> tuple[str, str]:
    """The first title that is read, or the question that is asked."""
    try:
        return good(content)[0].product.title, ""
    except NotReadable as error:
        return "", str(error)


def test_few_files_of_some_length_need_a_question() -> None:
    answers = [
        answer(f"{HEAD}a;{text};A-1;3,50\n".encode(encoding)) for text, several in TEXTS.items() for encoding in several
    ]
    assert len([question for _, question in answers if question]) <= len(answers) // 3


def test_ambiguous_values_are_asked_about_with_both_readings_and_read_accordingly() -> None:
    content = ROW.encode("mac_roman")
    with pytest.raises(NotReadable, match=r"mac-roman \(“Löffel”\).*--encoding, or the field Encoding"):
        read(content)
    assert good(content, encoding="mac-roman")[0].product.title == "Löffel"


@pytest.mark.parametrize("encoding", ["shift_jis", "gb18030", "euc_kr"])
def test_east_asian_encodings_are_read_when_they_are_named(encoding: str) -> None:
    text = {"shift_jis": "青い水差し", "gb18030": "蓝色水罐", "euc_kr": "파란 주전자"}[encoding]
    assert good(f"{HEAD}a;{text};A-1;3,50\n".encode(encoding), encoding=encoding)[0].product.title == text


def test_a_file_whose_odd_letter_comes_last_is_read_from_all_of_it() -> None:
    rows = "".join(f"p-{n};Plain words;P-{n};3,50\n" for n in range(20_000))
    assert good(f"{HEAD}{rows}z;Löffel;Z;3,50\n".encode("cp1252"))[-1].product.title == "Löffel"


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_that_can_be_named_is_one(name: str) -> None:
    read(f"{HEAD}a;A;A-1;3,50\n".encode(name if name != "utf-16" else "utf-16"), encoding=name)


def test_an_xml_feed_is_read_in_the_encoding_that_it_declares() -> None:
    feed = '<?xml version="1.0" encoding="iso-8859-1"?><rss><item><id>1</id><title>Löffel</title><price>3 EUR</price></item></rss>'
    assert good(feed.encode("latin-1"))[0].product.title == "Löffel"


def test_text_that_was_garbled_before_is_warned_of_by_its_line() -> None:
    assert notes(f"{HEAD}a;LÃ¶ffel;A-1;3,50\n") == [
        (2, "“LÃ¶ffel” looks garbled, as text read in a wrong encoding does: it goes in as it is")
    ]
    assert notes(f"{HEAD}a;São Tomé – «Ñandú» 5 µm;A-1;3,50\n") == []


@pytest.mark.parametrize(
    ("said", "sold"), [("FALSCH", False), ("FAUX", False), ("0", False), ("WAHR", True), ("", True)]
)
def test_a_spreadsheets_true_and_false_are_known_in_its_language(said: str, sold: bool) -> None:
    (found,) = read(f"Handle;Title;Published;Variant Price\na;A;{said};3,50\n")
    assert type(found).__name__ == ("Good" if sold else "Skipped")


def test_what_is_neither_true_nor_false_is_refused_rather_than_sold() -> None:
    assert bad("Handle;Title;Published;Variant Price\na;A;soon;3,50\n") == [
        (2, "Published is 'soon', neither true nor false")
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Handle,Title,Vendor", "line 1: looks like the header of a Shopify file, and lacks “Variant price”"),
        ("Type,SKU,Name", "line 1: looks like the header of a WooCommerce file, and lacks “Regular price”"),
        ("\nid\ttitle\tbrand", "line 2: looks like the header of a Google Merchant file, and lacks “Price”"),
    ],
)
def test_columns_that_are_missing_are_named(header: str, said: str) -> None:
    with pytest.raises(NotReadable) as raised:
        read(f"{header}\na,b,c\n")
    assert str(raised.value).startswith(said)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name), "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive("[Content_Types].xml", "xl/workbook.xml"), r"Excel workbook \(.xlsx\).*Save As, “CSV UTF-8"),
        (archive("mimetype", "content.xml", "META-INF/manifest.xml"), r"OpenDocument spreadsheet \(.ods\).*Text CSV"),
        (archive("Index/Document.iwa", "preview.jpg"), "Numbers spreadsheet.*Export To"),
        (archive("shop/products.csv"), "zip archive: unpack it.*products.csv"),
        (b"PK\x03\x04 cut off", "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"old Excel workbook \(.xls\)"),
        (b"%PDF-1.7", "PDF"),
        (gzip.compress(archive("xl/workbook.xml"), mtime=0), "Excel workbook"),
    ],
)
def test_a_file_of_another_program_says_how_it_becomes_a_csv(content: bytes, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        read(content)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<title>إبريق & كوب</title>", "line 2: .*bare & or <"),
        ("<title>a &nbsp; b</title>", "line 2: .*&nbsp;"),
        ("<title>a</titel>", "line 2: .*closing tag"),
        ("<title>a</title>", "line 3: .*breaks off"),
    ],
)
def test_a_feed_that_is_not_xml_is_reported_in_plain_words_with_the_line(inside: str, said: str) -> None:
    end = "\n" if inside == "<title>a</title>" else "</item></rss>"
    with pytest.raises(NotReadable, match=said):
        read(f"<rss><item><id>1</id>\n{inside}{end}")


def test_an_invalid_byte_in_a_utf_8_file_is_reported_by_its_line_and_the_rest_is_not_garbled() -> None:
    rows = "".join(f"p-{n};Löffel;P-{n};3,50\n" for n in range(20_000)).encode()
    with pytest.raises(NotReadable, match="line 20002: not utf-8"):
        read(HEAD.encode() + rows + b"z;L\xf6ffel;Z;3,50\n")


def test_a_packed_archive_is_not_unfolded_to_be_looked_into() -> None:
    with pytest.raises(NotReadable, match="zip archive"):
        read(gzip.compress(b"PK\x03\x04" + bytes(64 << 20)))


def test_a_handle_that_cannot_be_an_address_is_reported_with_the_address_made_from_it() -> None:
    assert notes(f"{HEAD}Tea_Pot!;Tea pot;T-1;3,50\n") == [(2, "the handle Tea_Pot! makes the address tea-pot")]
