"""What makes a typed card right, and which cards the sandbox knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sandbox import cards
from backend.sandbox.cards import BY_NAME, BY_NUMBER, TEST_CARDS, Card

YEAR, MONTH = 2026, 11


def wrong(number: str = "4242 4242 4242 4242", expires: str = "12/29", code: str = "123") -> dict[str, str]:
    return cards.mistakes(Card(number, expires, code), YEAR, MONTH)


@pytest.mark.parametrize("gap", [" ", "", "-", "\u00a0", "\u202f"])
def test_a_number_may_be_grouped_as_people_do(gap: str) -> None:
    assert wrong(gap + gap.join(["4242"] * 4) + gap) == {}


@pytest.mark.parametrize(("number", "words"), [
    ("", "Enter"), ("   ", "Enter"), ("4242", "12 to 19"), ("4" * 20, "12 to 19"), ("4242 4242 4242 424x", "12 to 19"),
    ("４２４２４２４２４２４２４２４２", "12 to 19"), ("4242 4242 4242 4241", "check its digits"),
    ("4242 4242 4242 2442 ", "check its digits"),
])  # fmt: skip
def test_a_wrong_number_is_reported_at_its_field(number: str, words: str) -> None:
    mistakes = wrong(number)
    assert list(mistakes) == ["number"]
    assert words in mistakes["number"]


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "378282246310005", "5105105105105100"])
def test_a_card_that_is_no_test_card_is_refused_even_if_its_digits_fit(number: str) -> None:
    assert cards.luhn(cards.digits(number))
    assert "Never enter a real card" in wrong(number, code="1234" if number.startswith("3") else "123")["number"]


@pytest.mark.parametrize("expires", ["11/26", "12/29", "1/27", "01 / 27", "12/2029", "1229", " 12/29 "])
def test_a_date_to_come_is_right(expires: str) -> None:
    assert wrong(expires=expires) == {}


@pytest.mark.parametrize(("expires", "words"), [
    ("10/26", "expired"), ("12/25", "expired"), ("01/00", "expired"), ("13/29", "MM/YY"), ("00/29", "MM/YY"), ("", "MM/YY"),
    ("12", "MM/YY"), ("12/1929", "MM/YY"), ("ab/cd", "MM/YY"), ("12/29/30", "MM/YY"), ("１２/２９", "MM/YY"), ("12/29\n\n12/29", "MM/YY"),
])  # fmt: skip
def test_a_wrong_date_is_reported_at_its_field(expires: str, words: str) -> None:
    mistakes = wrong(expires=expires)
    assert list(mistakes) == ["expires"]
    assert words in mistakes["expires"]


@pytest.mark.parametrize("code", ["", "12", "1234", "12a", "१२३"])
def test_a_wrong_security_code_is_reported_at_its_field(code: str) -> None:
    assert wrong(code=code) == {"code": "Enter the 3 digits on the card."}


def test_all_mistakes_are_reported_together() -> None:
    assert list(wrong("1", "1", "1")) == ["number", "expires", "code"]


def test_every_test_card_has_a_number_that_checks_and_a_name_that_leads_back() -> None:
    assert all(cards.luhn(card.number) and len(card.number) == 16 for card in TEST_CARDS)
    assert len(BY_NUMBER) == len(TEST_CARDS)
    assert {card.name for card in TEST_CARDS} == set(BY_NAME)


@given(st.integers(0, 10**15 - 1), st.integers(0, 15), st.integers(1, 9))
def test_a_single_wrong_digit_is_noticed(body: int, place: int, by: int) -> None:
    digits = next(f"{body:015}{check}" for check in range(10) if cards.luhn(f"{body:015}{check}"))
    mistyped = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert not cards.luhn(mistyped)


def test_a_card_does_not_show_itself_in_a_log() -> None:
    assert "4242" not in repr(Card("4242424242424242", "12/29", "123"))
    assert "4242" not in f"{[Card('4242424242424242', '12/29', '123')]!s}"
