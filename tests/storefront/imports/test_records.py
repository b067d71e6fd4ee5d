"""One quotation mark never costs the whole file."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.imports.records import OPEN, Records
from tests.storefront.imports.reading import bad, good, read

HEAD = "Handle,Title,Body (HTML),Variant SKU,Variant Price\n"


def cells(text: str, delimiter: str = ",", columns: int = 0) -> list[list[str]]:
    records = Records(io.StringIO(text, newline=""), delimiter)
    records.columns = columns
    return [record.cells for record in records]


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
@given(rows=st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1), min_size=1))
def test_what_a_program_has_written_is_read_as_it_was(delimiter: str, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert cells(out.getvalue(), delimiter) == rows


def test_a_quotation_mark_that_stays_open_costs_its_row_and_names_it() -> None:
    content = f'{HEAD}a,A,"opened,A-1,3\nb,B,text,B-1,3\nc,C,"closed ""here""",C-1,3\n'
    assert bad(content) == [(2, OPEN)]
    assert [type(each).__name__ for each in read(content)] == ["Bad", "Good", "Good"]


def test_rows_are_not_swallowed_by_a_mark_that_closes_in_another_row() -> None:
    content = f'{HEAD}a,A,"opened,A-1,3\nb,B,text,B-1,3\nc,12",text,C-1,3\nd,D,,D-1,3\n'
    assert [type(each).__name__ for each in read(content)] == ["Bad", "Good", "Good", "Good"]


def test_lines_are_counted_right_behind_a_broken_row() -> None:
    content = f'{HEAD}a,A,"opened,A-1,3\nb,B,text,B-1,free\n'
    assert [line for line, _ in bad(content)] == [2, 3]


def test_a_word_in_quotation_marks_at_the_beginning_of_a_text_keeps_them() -> None:
    (found,) = good(f'{HEAD}a,"North" compass,"Ruler, 12" steel,A-1,3\n')
    assert (found.product.title, found.product.description) == ('"North" compass', '"Ruler, 12" steel')


def test_cells_that_a_tool_has_padded_are_read_without_the_padding() -> None:
    content = (
        "Handle      ,Title      ,Body (HTML)                 ,Variant SKU,Variant Price\n"
        'pc-vase     ,Blue vase  ,"<p>Says ""hello""</p>"     ,PC-1       ,15.00\npc-dish , Dish ,  "<p>Round, flat</p>" ,PC-2 , 6.00\n'
    )
    vase, dish = good(content)
    assert (vase.product.title, vase.product.description) == ("Blue vase", '<p>Says "hello"</p>')
    assert (dish.product.description, dish.product.variants[0].price) == ("<p>Round, flat</p>", 600)


FEED = "id\ttitle\tdescription\tprice\n"


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ('"North" compass', '"North" compass'),
        ('Ruler 12" steel', 'Ruler 12" steel'),
        ('"Plain"', "Plain"),
        ('"stays open', '"stays open'),
        ('"say ""hi"" now"', 'say "hi" now'),
        ('12" or 15"', '12" or 15"'),
    ],
)
def test_between_tabs_a_quotation_mark_is_a_sign_like_any_other(title: str, read_as: str) -> None:
    found = good(f'{FEED}A\t{title}\t"open\t18.00 EUR\nB\tChalk\t3" long\t2.00 EUR\n')
    assert [each.product.title for each in found] == [read_as, "Chalk"]


def test_a_spreadsheets_cell_of_several_lines_between_tabs_is_one() -> None:
    assert cells('a\t"one\ntwo"\t3\nb\t"x\t4\n', "\t", columns=3) == [["a", "one\ntwo", "3"], ["b", '"x', "4"]]


def test_the_largest_open_cell_costs_its_row_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.imports.records.MAX_LINE_LENGTH", 1000)
    content = f'{HEAD}a,A,"opened,A-1,3\n' + "".join(f"p{n},P,text,P-{n},3\n" for n in range(500))
    found = read(content)
    assert [type(each).__name__ for each in found].count("Good") == 500
