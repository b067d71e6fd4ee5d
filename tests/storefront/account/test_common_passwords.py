"""What is guessed first is no password, however it is varied; what people make up themselves is one."""

from itertools import product

import pytest

from backend.contracts.account import SHORTEST_PASSWORD
from storefront.account.common_passwords import is_common

WORDS = ("password", "welcome", "halftone", "summer", "winter", "monday", "football", "dragon", "letmein", "qwerty", "iloveyou", "sunshine",
         "passwort", "willkommen", "sommer", "motdepasse", "admin", "shadow", "princess", "berlin")  # fmt: skip
YEARS = ("1987", "1999", "2012", "2024", "2025", "2026", "123", "1234", "12345", "007")
MARKS = ("", "!", "!!", "-", "#1", "?", "$", ".", "*", "_", "@", "!1", "+", "&", "%")
"""Together 3,000: what a guesser tries first."""


def test_three_thousand_common_passwords_are_known_in_any_case() -> None:
    guessed = {
        f"{word}{mark}{year}{end}" for word, year, (mark, end) in product(WORDS, YEARS, [(m, "") for m in MARKS])
    }
    guessed |= {f"{word}{year}{mark}" for word, year, mark in product(WORDS, YEARS, MARKS)}
    long = {each for each in guessed if len(each) >= SHORTEST_PASSWORD}
    assert len(long) >= 3000
    assert [
        each for each in long if not (is_common(each) and is_common(each.upper()) and is_common(each.title()))
    ] == []


@pytest.mark.parametrize(
    "password",
    ["Password123!", "P@ssw0rd1234", "Welcome-2026", "Halftone-123", "pa55w0rd!!!!", "$un$h1ne2024", "1l0vey0u!!!", "2026-summer",
     "passwordpassword", "p-a-s-s-w-o-r-d", "1234567890", "0987654321", "12.12.1990", "aaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop",
     "ＰＡＳＳＷＯＲＤ１２３", "ſommer20242024"],
)  # fmt: skip
def test_a_variation_of_a_common_password_is_known(password: str) -> None:
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    ["Fresh-paper-and-ink-3", "correct horse battery staple", "vier kleine rote Enten", "кошка и собака", "7fK!w2qz0Lmn",
     "0049301234567890", "my password is a secret of mine", "ab" * 3 + "cdefgh"],
)  # fmt: skip
def test_what_people_make_up_is_taken(password: str) -> None:
    assert not is_common(password)


def test_ones_own_words_are_known() -> None:
    assert is_common("Lovelace-1815", "ada", "lovelace")
    assert not is_common("Lovelace-1815", "ada", "hopper")
