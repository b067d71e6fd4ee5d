"""What shoppers expect: every point has one row, which says how far it holds and names tests that exist."""

import ast
import re
from functools import cache

import pytest

from tests.docs.documents import ROOT

PAGE = ROOT / "docs/shopper-expectations.md"
POINTS = range(1, 54)
TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
][1:]  # without the head
NAMED = sorted({each for row in ROWS for each in TEST.findall(row[-1])})


@cache
def list_tests(path: str) -> frozenset[str]:
    """The tests that pytest finds in a file, those of a class with its name before them: `Class::test`."""
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    groups = {"": body} | {f"{each.name}::": each.body for each in body if isinstance(each, ast.ClassDef)}
    return frozenset(
        f"{group}{each.name}"
        for group, statements in groups.items()
        for each in statements
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    )


def test_every_point_has_one_row_in_order() -> None:
    assert [int(row[0]) for row in ROWS] == list(POINTS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_says_how_far_it_holds_and_what_shows_it(row: list[str]) -> None:
    _, expected, state, shown = row
    assert expected
    assert state == "holds" or re.fullmatch(r"(in part|not yet): .+", state)
    assert TEST.sub("", shown).replace("<br>", "") == ""
    assert TEST.search(shown) or state.startswith("not yet")


@pytest.mark.parametrize(("path", "test"), NAMED, ids=str)
def test_each_test_that_is_named_exists(path: str, test: str) -> None:
    assert (ROOT / path).is_file()
    assert test in list_tests(path)
