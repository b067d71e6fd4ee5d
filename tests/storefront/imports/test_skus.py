"""What stock and warehouse go by is never changed in silence, and two things never become one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.imports.skus import fit_sku
from tests.storefront.imports.reading import bad, good, notes, read

HEAD = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"


def one(sku: str) -> str:
    return f"{HEAD}a,A,,,{sku},3\n"


@pytest.mark.parametrize("sku", ["5.01E+12", "4.00638E+12", "1E+05", "'5.01E+12"])
def test_a_number_that_a_spreadsheet_has_shortened_is_refused(sku: str) -> None:
    ((line, reason),) = bad(one(sku))
    assert (line, "a spreadsheet has shortened, and its digits are lost" in reason) == (2, True)


@pytest.mark.parametrize("sku", ["7E12AB", "0004711", "5E12", "1.0", "A.B_c-9", "2"])
def test_a_sku_that_the_shop_takes_stays_to_the_letter(sku: str) -> None:
    (found,) = good(one(sku))
    assert found.product.variants[0].sku == sku
    assert found.notes == ()


@pytest.mark.parametrize(
    ("sku", "made", "why"),
    [
        ("'0815", "0815", "the spreadsheet's apostrophe is taken off"),
        ("A+1", "A-1", "letters, digits"),
        ("AB/12 x", "AB-12-x", "letters, digits"),
        ("1. Mrz", "1.-Mrz", "looks like a date"),
        ("😀-1", "1", "letters, digits"),
    ],
)
def test_a_changed_sku_is_reported_with_both_codes_and_its_line(sku: str, made: str, why: str) -> None:
    (found,) = good(one(sku))
    assert found.product.variants[0].sku == made
    ((line, note),) = found.notes
    assert (line, note.startswith(f"the SKU {sku} goes in as {made}:"), why in note) == (2, True, True)


def test_a_sku_without_a_letter_or_digit_gets_one_and_that_is_reported() -> None:
    assert notes(one("😀")) == [(2, "the SKU 😀 has no letter or digit: it goes in as A")]


@pytest.mark.parametrize("sku", ["2-Mar", "Mar-24", "01.03.2024"])
def test_a_sku_that_looks_like_a_date_is_warned_of(sku: str) -> None:
    assert any("looks like a date" in note for _, note in notes(one(sku)))


def test_two_that_would_become_one_are_refused_within_a_product_and_across() -> None:
    assert "was there before" in bad(f"{HEAD}a,A,Size,S,A+1,3\na,,,M,A-1,3\n")[0][1]
    across = bad(f"{HEAD}a,A,,,A+1,3\nb,B,,,A-1,3\n")
    assert across == [
        (2, "the SKU A-1 is also that of b (line 3): each product needs SKUs of its own"),
        (3, "the SKU A-1 is also that of a (line 2): each product needs SKUs of its own"),
    ]


def test_a_draft_with_the_same_sku_takes_it_from_nobody() -> None:
    content = "Handle,Title,Variant SKU,Variant Price,Status\na,A,X-1,3,draft\nb,B,X-1,3,active\n"
    assert [type(each).__name__ for each in read(content)] == ["Skipped", "Good"]


def test_values_in_another_script_make_skus_of_their_own() -> None:
    (found,) = good(f"{HEAD}kanata,K,Χρώμα,μπλε,,3\nkanata,,,κόκκινο,,3\n")
    assert [each.sku for each in found.product.variants] == ["KANATA-MPLE", "KANATA-KOKKINO"]


def test_a_sku_too_long_says_how_long_it_is() -> None:
    assert bad(one("x" * 65)) == [(2, "the SKU has 65 characters; 64 is the most")]


@given(st.text(max_size=70))
def test_a_sku_is_right_changed_with_a_word_or_refused(sku: str) -> None:
    found = fit_sku(sku)
    assert found.wrong or not found.sku or found.sku == sku or f"goes in as {found.sku}" in found.note
