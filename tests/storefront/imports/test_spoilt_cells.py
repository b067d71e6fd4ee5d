"""Cells as spreadsheets, joined files and other scripts leave them: what is wrong costs its own field or product."""

import pytest

from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.image_urls import addresses
from tests.storefront.imports.reading import bad, good, notes, read, words

HEAD = "Handle,Title,Body (HTML),Variant SKU,Variant Inventory Qty,Variant Price,Image Src\n"
A, B = "https://i.example/a.jpg", "https://i.example/b.jpg"


def test_a_line_of_more_than_a_million_characters_costs_its_product_alone() -> None:
    content = f'{HEAD}a,Ruler,"{"x" * 1_000_001}",A-1,5,12.50,\nb,Bowl,text,B-1,5,12.50,\n'
    assert bad(content) == [(2, "the line is longer than 1,000,000 characters")]
    assert len(read(content)) == 2


def test_a_long_line_within_a_text_costs_its_product_alone() -> None:
    content = f'{HEAD}a,Ruler,"begins\n{"x" * 1_000_001}",A-1,5,12.50,\nb,Bowl,text,B-1,5,12.50,\n'
    assert [line for line, _ in bad(content)] == [2, 3]
    assert len(read(content)) == 3


def test_a_nul_in_a_text_is_left_out_and_reported() -> None:
    content = f"{HEAD}a,Ruler,a whole text\0,A-1,5,12.50,\nb,Bowl,text,B-1,5,12.50,\n"
    assert notes(content) == [(2, "the description holds control characters, which are left out")]


def test_files_that_were_joined_are_read_with_their_marks_and_headers_left_out() -> None:
    one, other = f"{HEAD}a,Ruler,text,A-1,5,12.50,\n", f'{HEAD}"b",Bowl,text,B-1,5,12.50,\n'
    found = good(f"\ufeff\ufeff{one}\ufeff{other}\ufeff\n")
    assert [each.product.id for each in found] == ["a", "b"]


def test_a_product_that_is_called_as_the_first_column_is_no_header() -> None:
    (found,) = good(f"{HEAD}handle,Handle,text,A-1,5,12.50,\n")
    assert found.product.title == "Handle"


@pytest.mark.parametrize(
    "price",
    [
        "'12.50",
        '=""12.50""',
        "12.50\u200e",
        "\ufeff12.50",
        "\u200f12.50\u200b",
        "١٢.٥٠",
        "١٢٫٥٠",
        "１２.５０",
        "€\u200e12.50",
    ],
    ids=ascii,
)
def test_prices_are_read_with_what_spreadsheets_and_other_scripts_write(price: str) -> None:
    (found,) = good(f'{HEAD}a,Ruler,text,A-1,5,"{price}",\n')
    assert [each.price for each in found.product.variants] == [1250]


def test_signs_that_cannot_be_seen_part_no_product_and_stand_around_no_name() -> None:
    head = "Handle,Title,Option1 Name,Option1 Value,Variant Price\n"
    (found,) = good(f"{head}a,\u200bRuler\u200e,Size,S,3\n\u200ba,,,\u200fM,3\n")
    assert found.product.title == "Ruler"
    assert [each.values for each in found.product.variants] == [("S",), ("M",)]


def test_columns_that_hold_something_and_are_not_read_are_named_as_the_file_writes_them() -> None:
    content = f"{HEAD.strip()},Cost per Item,Harmonised_Code,Empty\na,Ruler,text,A-1,5,12.50,,7,,\nb,Bowl,text,B-1,5,1.50,,,99,\n"
    assert "; not read: “Cost per Item”, “Harmonised_Code”;" in words(content)
    assert "not read" not in words(f"{HEAD}a,Ruler,text,A-1,5,12.50,\n")


def test_elements_of_a_feed_that_are_not_read_are_named() -> None:
    item = "<item><id>A</id><title>T</title><price>3 EUR</price><condition>new</condition></item>"
    assert words(f"<rss>{item}</rss>").endswith("; not read: “condition”")


def test_columns_of_the_same_name_are_reported_where_they_differ_and_their_tags_are_joined() -> None:
    content = f"{HEAD.strip()},Tags,Tags,Body (HTML)\na,Ruler,text,A-1,5,12.50,,red,blue,other\n"
    assert [each.product.tags for each in good(content)] == [("red", "blue")]
    assert "several columns are called “Body (HTML)”: the first that is filled counts" in words(content)


@pytest.mark.parametrize(
    ("cell", "pictures"),
    [
        (f"{A},{B}", [A, B]),
        (f"{A}, {B},", [A, B]),
        (f"{A};{B}", [A, B]),
        (f"{A} | {B}", [A, B]),
        (f"{A}\r\n{B}", [A, B]),
        (f"{A} {B}", [A, B]),
        ("https://i.example/w_4,h_2;q|x/a b.jpg", ["https://i.example/w_4,h_2;q|x/a b.jpg"]),
        (f"https://proxy.example/300x300/{A}", [f"https://proxy.example/300x300/{A}"]),
        ("https://i.example/a?w=1&amp;amp;h=2&copy=3", ["https://i.example/a?w=1&h=2&copy=3"]),
        ("//i.example/a.jpg;//i.example/b.jpg", ["//i.example/a.jpg", "//i.example/b.jpg"]),
        ("a b.jpg; c.png", ["a b.jpg", "c.png"]),
        ("one,two", ["one", "two"]),
        ("Front, left", ["Front, left"]),
        ("data:image/png;base64,AAAA", ["data:image/png;base64,AAAA"]),
        (f'<p><img alt="x" src="{A}"><img src={B}></p>', [A, B]),
        ("", []),
    ],
)
def test_pictures_of_one_cell_are_told_apart(cell: str, pictures: list[str]) -> None:
    assert addresses(cell) == pictures


def test_many_beginnings_of_pictures_are_looked_at_in_no_time() -> None:
    assert len(addresses("<img " * 200_000)) == 1
    assert addresses(f"{'a.' * 200_000},{'b.' * 200_000}")


def test_the_words_for_a_picture_go_with_the_first_of_a_cell() -> None:
    (found,) = good(f'{HEAD.strip()},Image Alt Text\na,Ruler,text,A-1,5,12.50,"{A},{B}",Front\n')
    assert [(each.src, each.alt) for each in found.product.pictures] == [(A, "Front"), (B, "")]


def test_pictures_of_woocommerces_plugins_come_with_their_words() -> None:
    cell = f"{A} ! alt : Front ! title : T ! desc :  ! caption :  | {B} ! alt : Back"
    (found,) = good(f"ID,Type,Name,Regular price,Images\n1,simple,Lamp,12,{cell}\n")
    assert [(each.src, each.alt) for each in found.product.pictures] == [(A, "Front"), (B, "Back")]


def test_pieces_are_read_from_the_columns_that_feeds_have_for_them() -> None:
    head = "id\ttitle\tprice\tavailability\tquantity_to_sell_on_facebook\n"
    first, second = good(f"{head}A\tMug\t3 EUR\tin stock\t4\nB\tCup\t3 EUR\tout of stock\t4\n")
    assert (first.stock, second.stock) == ({"A": 4}, {"B": 0})


def test_entities_that_were_escaped_again_are_the_letters_that_they_stand_for() -> None:
    assert decode_entities("Tea &amp;amp; Co &amp;quot;x&amp;quot;") == 'Tea & Co "x"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("&lt;p&gt;Oak &amp;amp; ash&lt;/p&gt;", "<p>Oak &amp; ash</p>"),
        ("&amp;lt;b&amp;gt;Oak&amp;lt;/b&amp;gt;", "<b>Oak</b>"),
        ("<p>Write &lt;b&gt;so&lt;/b&gt;</p>", "<p>Write &lt;b&gt;so&lt;/b&gt;</p>"),
        ("a &lt; b", "a &lt; b"),
    ],
)
def test_a_description_whose_tags_are_all_escaped_is_html(text: str, html: str) -> None:
    assert decode_markup(text) == html
