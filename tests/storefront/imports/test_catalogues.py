"""Real catalogues, in the formats that merchants have: each goes in, or says exactly why not, and a second time changes
nothing."""

import csv
import gzip
import io
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from storefront.imports import decode as unpacked
from storefront.imports import documents
from storefront.imports.catalogue import open_catalogue
from storefront.imports.entry import Bad, Found, Good, NotReadable, Skipped
from storefront.imports.export import write
from storefront.imports.run import Import
from storefront.imports.upsert import Outcome
from tests.storefront.imports.shop import Shop

SAMPLES = Path(__file__).parent / "samples"
"""A small file of our own in each format, with the columns that real exports have."""

EXPECTED = {
    "eshop.json": ("eshop", 3, 0, 0),
    "medusa.csv": ("medusa", 1, 1, 0),
    "medusa-semicolon.csv": ("medusa", 1, 1, 0),
    "oscar.csv": ("oscar", 2, 0, 0),
    "retail-demo-store.yaml": ("retail-demo-store", 1, 1, 0),
    "saleor.json": ("saleor", 1, 0, 0),
    "shopify.csv": ("shopify", 2, 0, 0),
    "woocommerce.csv": ("woocommerce", 2, 2, 0),
}
"""Format, and how many products are good, left out and bad."""
CATEGORIES = b'[{"id":"a1","name":"Gifts","path":[{"id":"a1","name":"Gifts"}],"subCategories":[]}]'
"""As Best Buy publishes its categories."""


@pytest.mark.parametrize("name", EXPECTED)
def test_every_file_goes_in_and_a_second_time_changes_nothing(name: str, shop: Shop) -> None:
    format, good, left_out, bad = EXPECTED[name]
    with (SAMPLES / name).open("rb") as raw, open_catalogue(raw, currency="USD") as catalogue:
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
    ("content", "reason"),
    [
        (gzip.compress(CATEGORIES, mtime=0), r"1 categor.*no products"),
        ((SAMPLES / "categories.yaml").read_bytes(), "categories and no products"),
    ],
)
def test_a_file_of_categories_says_that_it_holds_no_products(content: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason), open_catalogue(io.BytesIO(content), currency="USD"):
        pass


def test_a_currency_that_the_file_lacks_is_reported_with_those_it_has() -> None:
    with (SAMPLES / "saleor.json").open("rb") as raw, open_catalogue(raw, currency="EUR") as catalogue:
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
    with open_catalogue(raw, currency=currency) as catalogue:
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


@pytest.mark.parametrize(
    ("inside", "name", "value"),
    [
        ("<title>Plain</title><g:title>Mug</g:title>", "title", "Mug"),
        ("<g:title>Mug</g:title><title>Plain</title>", "title", "Mug"),
        ("<media:title>Clip</media:title><title>Mug</title>", "title", "Mug"),
        ("<g:title> </g:title><title>Mug</title>", "title", "Mug"),
        ("<title>M</title><id>urn:1</id><g:id>A1</g:id>", "id", "a1"),
        (
            "<title>M</title><g:product_type>A &gt; B</g:product_type><g:product_type>C</g:product_type>",
            "category",
            ("A", "B"),
        ),
    ],
)
def test_of_elements_with_one_name_googles_own_counts_and_of_equals_the_first(
    inside: str, name: str, value: object
) -> None:
    own = "" if "<g:id>" in inside else "<g:id>A1</g:id>"
    (mug,) = read(
        f'<rss xmlns:g="http://base.google.com/ns/1.0"><item>{own}{inside}<g:price>3 EUR</g:price></item></rss>'
    )
    assert isinstance(mug, Good), mug
    assert getattr(mug.product, name) == value


def test_pictures_in_several_elements_are_all_taken_and_an_address_may_hold_a_comma() -> None:
    links = "".join(f"<additional_image_link>https://a.example/w_4,h_{n}.jpg</additional_image_link>" for n in (1, 2))
    (mug,) = read(
        "<rss><item><id>A</id><title>M</title><price>3 EUR</price><image_link>https://a.example/w_4,h_0.jpg</image_link>"
        f"<image_link>https://a.example/other.jpg</image_link>{links}</item></rss>"
    )
    assert isinstance(mug, Good)
    assert [each.src for each in mug.product.pictures] == [f"https://a.example/w_4,h_{n}.jpg" for n in (0, 1, 2)]


def test_further_pictures_of_a_table_are_parted_by_commas() -> None:
    head = "id\ttitle\tprice\timage_link\tadditional_image_link\n"
    (mug,) = read(
        f"{head}A\tMug\t3 EUR\thttps://a.example/0.jpg\thttps://a.example/w_4,h_1.jpg, https://a.example/2.jpg\n"
    )
    (bowl,) = read(f"{head}B\tBowl\t3 EUR\t\tone,two\n")
    assert isinstance(mug, Good)
    assert isinstance(bowl, Good)
    assert [each.src for each in mug.product.pictures[1:]] == [
        "https://a.example/w_4,h_1.jpg",
        "https://a.example/2.jpg",
    ]
    assert [each.src for each in bowl.product.pictures] == ["one", "two"]


WOO = 'Type,SKU,Name,Published,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\nvariable,HAT,Hat,1,,,Colour,"Red, Blue"\n'


@pytest.mark.parametrize("published", ["0", "-1"])
def test_a_disabled_variation_is_not_sold_and_that_is_reported(published: str, shop: Shop) -> None:
    told: list[object] = []
    (hat,) = read(f"{WOO}variation,HAT-R,,1,5,HAT,Colour,Red\nvariation,HAT-B,,{published},6,HAT,Colour,Blue\n")
    assert isinstance(hat, Good)
    assert [(each.sku, each.values) for each in hat.product.variants] == [("HAT-R", ("Red",))]
    assert hat.product.options[0].values == ("Red",)
    summary = Import(told.append).run([hat])
    assert [str(each) for each in told] == ["line 4: hat goes in without a variant: HAT-B: it is not published"]
    assert "1 variant is not for sale and left out." in summary.figures(dry=False)


def test_a_product_whose_variations_are_all_disabled_is_left_out() -> None:
    (hat,) = read(f"{WOO}variation,HAT-R,,0,5,HAT,Colour,Red\nvariation,HAT-B,,0,6,HAT,Colour,Blue\n")
    assert isinstance(hat, Skipped)
    assert "not published" in hat.reason


def test_a_google_feed_may_stand_on_one_line_of_any_length() -> None:
    item = "<item><id>A%d</id><title>Mug</title><price>3 EUR</price><description>" + "x" * 900 + "</description></item>"
    found = read("<rss><channel>" + "".join(item % number for number in range(3000)) + "</channel></rss>")
    assert [type(each) for each in found] == [Good] * 3000


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
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no product feed"),
        ("<html><iframe src='http://127.0.0.1:1/'></iframe></html>", "a web page"),
        ("<rss>" + "<a>" * 100, "deeper"),
        ("<rss><item>", "line 1"),
        ('<rss a="' + ("x" * 900_000 + "\n") * 3 + '"/>', "a tag of more"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x1f\x8bno gzip", "unpacked"),
        (gzip.compress(bytes(64 << 20), 1, mtime=0), "NUL|longer"),
        (gzip.compress(gzip.compress(b"Handle,Title,Variant Price\n", mtime=0), mtime=0), "an archive"),
        (b"GIF89a,Title\n\xff\xff", "picture"),
        (b"Handle,Title,Variant Price\na,\xed\xa0\x80,3\n", "not UTF-8.*--encoding"),
        ("Handle,Title,Variant Price\n".encode("utf-16")[:-1], "not utf-16"),
        ('<?xml version="1.0" encoding="klingon"?><rss><item><id>1</id></item></rss>', "klingon, which is not known"),
        (b"Handle,Title,Variant Price\na,b\x00\x00,3\n", "line 2: holds NUL"),
        ('[{"Id":' + "[" * 100_000 + ', "Name":', "JSON"),
        ('[{"Id":1,"Name":"x"},' + '{"a":' * 100_000, "nested too deeply"),
        ('[{"Id":1,"Name":"x"}, 3]', "no object"),
        ("- id: &a x\n  name: *a\n", "line 2: holds an alias"),
        ("- id: !!python/object/apply:os.system [ls]\n  name: x\n", "line 1: holds the tag"),
        ("- id: " + "[" * 1000, "nested too deeply"),
        ("- id: 'x\n", "line"),
        ("a,b,c\n1,2,3\n", "no format that is known"),
        ("", "empty"),
        ("{}", "a JSON object"),
        ("[1, 2]", "not known"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_the_reason(content: str | bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        read(content)


LARGE: dict[str, Callable[[], bytes]] = {
    "packed": lambda: gzip.compress(
        b"Handle,Title,Variant Price\n" + (b"a," + b"b" * 5000 + b",3\n") * 20_000, mtime=0
    ),
    "a feed on one line": lambda: b"<rss>" + b"<item><id>1</id></item>" * 500_000,
    "yaml": lambda: b"- id: a\n  name: b\n" + b"  more: c\n" * 1_000_000,
}
"""Made for their test alone: each test process would make them at its start."""


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_a_file_that_unfolds_to_more_than_is_allowed_is_refused_where_it_does(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make()
    for module in (unpacked, documents):
        monkeypatch.setattr(module, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr(unpacked, "MAX_LINE_LENGTH", 100_000)
    tracemalloc.start()
    with pytest.raises(NotReadable, match=r"line \d+: .*(import it in parts|use CSV)"):
        read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(content) + (8 << 20)


OUTSIDE = (
    '<rss xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/><item><id>1</id><title>T</title>'
    "<xi:include href='http://127.0.0.1:1/'/><price>3 EUR</price></item></rss>",
    '<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:1/x.xsl"?>'
    "<rss><item><id>1</id><title>T</title><price>3 EUR</price></item></rss>",
    'Handle,Title,Variant Price,Image Src\n../../etc/passwd,=WEBSERVICE("http://127.0.0.1:1/"),3,http://127.0.0.1:1/\n',
    "id\ttitle\tprice\timage_link\nA\tMug\t3 EUR\thttp://169.254.169.254/latest/meta-data\n",
)


@pytest.mark.parametrize("content", OUTSIDE, ids=["included", "styled", "formula", "feed"])
def test_an_import_opens_no_file_and_calls_no_address_that_the_file_names(content: str) -> None:
    out = AssertionError("went out")
    with (
        patch("socket.socket.connect", side_effect=out),
        patch("socket.getaddrinfo", side_effect=out),
        patch("builtins.open", side_effect=out),
    ):
        (found,) = read(content)
    assert isinstance(found, Good)
    assert "root:" not in repr(found)


@pytest.mark.parametrize("formula", ["=cmd|'/C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\uff1d1"])
def test_a_merchants_formula_is_text_in_the_shop_and_runs_in_no_file_that_leaves_it(formula: str) -> None:
    (found,) = read(f"Handle,Title,Vendor,Variant SKU,Variant Price\nmug,{formula},{formula},{formula},3\n")
    assert isinstance(found, Good)
    assert (found.product.title, found.product.brand) == (formula, formula)
    out = io.StringIO(newline="")
    write([found.product], out)  # type: ignore[list-item]  # a new product has all that is written
    cells = [cell for cells in csv.reader(io.StringIO(out.getvalue(), newline="")) for cell in cells]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))]


@pytest.mark.parametrize(
    "src",
    [
        "../../etc/passwd",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//u:p@x/y",
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


def test_an_address_without_a_scheme_is_one_of_https() -> None:
    (found,) = read("id\ttitle\tprice\timage_link\nA\tMug\t3 EUR\t//cdn.example/mug.jpg\n")
    assert isinstance(found, Good)
    assert [each.src for each in found.product.pictures] == ["https://cdn.example/mug.jpg"]
    assert found.lost == ()
