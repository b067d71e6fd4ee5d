"""Real catalogues, in the formats that merchants have: each goes in, or says exactly why not, and a second time changes nothing."""

import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import psutil
import pytest

from storefront.imports.catalogue import opened
from storefront.imports.entry import Bad, Found, Good, NotReadable, Skipped
from storefront.imports.put import Outcome
from storefront.imports.run import Import
from tests.storefront.imports.shop import Shop

HERE = Path(__file__).resolve()
FILES = next(
    (found for up in HERE.parents for found in (up / "shared/data/catalogues", up.parent / "shared/data/catalogues") if found.is_dir()),
    None,
)

EXPECTED = {
    "eshop-outdoor/catalog.json": ("eshop", 101, 0, 0),
    "medusa/exported-products-comma.csv": ("medusa", 0, 2, 0),
    "medusa/exported-products-semicolon.csv": ("medusa-semicolon", 0, 2, 0),
    "oscar-books/books.computers-in-fiction.csv": ("oscar", 86, 0, 0),
    "oscar-books/books.essential.csv": ("oscar", 82, 0, 0),
    "oscar-books/books.hacking.csv": ("oscar", 33, 0, 0),
    "retail-demo-store/products.yaml": ("retail-demo-store", 2449, 16, 0),
    "saleor/populatedb_data.json": ("saleor", 32, 0, 0),
    "shopify/packt-furniture.csv": ("shopify", 20, 0, 0),
    "woocommerce/importer_test_sample.csv": ("woocommerce", 3, 2, 0),
    "woocommerce/sample_products.csv": ("woocommerce", 12, 3, 0),
}
"""Format, and how many products are good, left out and bad."""


def path(name: str) -> Path:
    if FILES is None:
        pytest.skip("the catalogues are not beside this checkout (../shared/data/catalogues)")
    return FILES / name


@pytest.mark.parametrize("name", EXPECTED)
def test_every_file_goes_in_and_a_second_time_changes_nothing(name: str, shop: Shop) -> None:
    format, good, left_out, bad = EXPECTED[name]
    with path(name).open("rb") as raw, opened(raw, currency="USD") as catalogue:
        assert catalogue.format == format
        found = list(catalogue)
    assert Counter(type(each) for each in found) == Counter({Good: good, Skipped: left_out, Bad: bad}), [
        e for e in found if isinstance(e, Bad)
    ]
    first = Import([].append).run(found)
    assert first.done[Outcome.CREATED] == good == len(shop.products)
    shop.writes.clear()
    assert Import([].append).run(found).done[Outcome.UNCHANGED] == good
    assert shop.writes == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("bestbuy/categories.json.gz", r"4,584 categories.*no products"), ("retail-demo-store/categories.yaml", "categories and no products")],
)
def test_a_file_of_categories_says_that_it_holds_no_products(name: str, reason: str) -> None:
    with path(name).open("rb") as raw, pytest.raises(NotReadable, match=reason), opened(raw, currency="USD"):
        pass


def test_a_currency_the_file_does_not_have_is_told_with_those_it_has() -> None:
    with path("saleor/populatedb_data.json").open("rb") as raw, opened(raw, currency="EUR") as catalogue:
        found = list(catalogue)
    assert all(isinstance(each, Bad) and "PLN, USD" in each.reason for each in found)


FEED = "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\tsale_price\titem_group_id\tcolor\tproduct_type\n"
TSV = FEED + (
    "A1\tMug\tStone\thttps://a.example\thttps://a.example/1.jpg\tin_stock\t15.00 USD\t\tMUG\tSage\tHome > Mugs\n"
    "B1\tBowl\tWood\thttps://a.example\tbowl.jpg\tin_stock\t9.00 USD\t\t\t\tHome\n"
    "A2\tMug\tStone\thttps://a.example\thttps://a.example/2.jpg\tout_of_stock\t16.00 USD\t12.00 USD\tMUG\tClay\tHome > Mugs\n"
)
XML = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>A1</g:id><title>Mug &amp; cup</title><g:price>15.00 USD</g:price><g:image_link>https://a.example/1.jpg</g:image_link></item>
</channel></rss>
"""


def read(content: str | bytes, currency: str = "EUR") -> list[Found]:
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    with opened(raw, currency=currency) as catalogue:
        return list(catalogue)


def test_a_google_feed_joins_its_variants_by_their_group() -> None:
    mug, bowl = read(TSV)
    assert isinstance(mug, Good)
    assert isinstance(bowl, Good)
    assert mug.product.currency == "USD"
    assert [(v.sku, v.values, v.price, v.compare_at) for v in mug.product.variants] == [
        ("A1", ("Sage",), 1500, None),
        ("A2", ("Clay",), 1200, 1600),
    ]
    assert mug.stock == {"A2": 0}
    assert bowl.lost == ("bowl.jpg",)


def test_a_google_feed_in_xml_is_read_as_well() -> None:
    (mug,) = read(XML)
    assert isinstance(mug, Good)
    assert (mug.line, mug.product.title, mug.product.variants[0].price) == (3, "Mug & cup", 1500)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_merchants_save_in_are_recognized(encoding: str) -> None:
    (_, bowl) = read(TSV.replace("Bowl", "Schüssel").encode(encoding))
    assert isinstance(bowl, Good)
    assert bowl.product.title == "Schüssel"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><id>&b;</id></item></rss>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, "document type"),
        ('<!DOCTYPE x SYSTEM "http://169.254.169.254/latest"><rss/>', "document type"),
        ("<rss>" + "<a>" * 100, "deeper"),
        ("<rss><item>", "line 1"),
        ('<rss a="' + ("x" * 900_000 + "\n") * 3 + '"/>', "a tag of more"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x1f\x8bno gzip", "unpacked"),
        (b"Handle,Title,Variant Price\na,b\x00,3\n", "line 2: holds a NUL"),
        ("Handle,Title,Variant Price\n" + "x" * 1_000_001, "line 2: longer"),
        ("Handle,Title,Variant Price\n" + ('"' + "x\n" * 400_000 + '",') * 5, "line 2: a record of more"),
        ('[{"Id":' + "[" * 100_000 + ', "Name":', "JSON"),
        ('[{"Id":1,"Name":"x"},' + '{"a":' * 100_000, "nested too deeply"),
        ('[{"Id":1,"Name":"x"}, 3]', "no object"),
        ("- id: &a x\n  name: *a\n", "line 2: holds an alias"),
        ("- id: !!python/object/apply:os.system [ls]\n  name: x\n", "line 1: holds the tag"),
        ("- id: " + "[" * 1000, "nested too deeply"),
        ("- id: 'x\n", "line"),
        ("a,b,c\n1,2,3\n", "no format that is known"),
        ("", "empty"),
        ("{}", "no format"),
        ("[1, 2]", "not known"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_the_reason(content: str | bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        read(content)


@pytest.mark.parametrize(
    "src",
    [
        "../../etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//x/y",
        "data:image/png;base64,AA",
        "https://u:p@a.example/x",
        "http://",
    ],
)
def test_a_picture_name_that_is_no_web_address_leaves_a_placeholder_and_is_named(src: str) -> None:
    (found,) = read(f"id\ttitle\tprice\timage_link\nA\tMug\t3 EUR\t{src}\n")
    assert isinstance(found, Good)
    assert found.product.pictures == ()
    assert found.lost == (src,)


def test_an_import_calls_no_address_that_the_feed_names() -> None:
    with patch("socket.socket.connect", side_effect=AssertionError("called out")), patch("socket.getaddrinfo", side_effect=AssertionError):
        (found,) = read("id\ttitle\tprice\timage_link\nA\tMug\t3 EUR\thttp://169.254.169.254/latest/meta-data\n")
    assert isinstance(found, Good)


class Endless(io.RawIOBase):
    """A file of so many products, made as it is read."""

    def __init__(self, count: int) -> None:
        self._count, self.resident = count, 0
        self.seek(0)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._left, self._rows = b"", self._lines()
        return 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        self._left = self._left or next(self._rows, b"")
        part, self._left = self._left[: len(into)], self._left[len(into) :]
        into[: len(part)] = part
        return len(part)

    def _lines(self) -> Iterator[bytes]:
        yield b"Handle,Title,Body (HTML),Variant SKU,Variant Price\n"
        for number in range(self._count):
            if number % 5000 == 0:
                self.resident = max(self.resident, resident())
            yield b"p-%d,Product,%s,S%d,3.50\n" % (number, b"long words " * 20, number)


def resident() -> int:
    """Bytes of memory that this process has."""
    return int(psutil.Process().memory_info().rss)


def test_a_hundred_thousand_rows_are_read_in_bounded_memory() -> None:
    file, before = Endless(100_000), resident()
    with opened(file, currency="EUR") as catalogue:  # type: ignore[arg-type]
        assert catalogue.count == 100_000
        first = list(islice(catalogue, 2000))
    assert len(first) == 2000
    assert max(file.resident, resident()) - before < 48 * 1024**2
