"""Postal codes by country: how they are written, and how what people type becomes that.

A shape is written with 9 for a digit, A for a letter and * for either; every other sign stands for itself. From the
Universal Postal Union's addressing guide
(https://www.upu.int/en/Postal-Solutions/Programmes-Services/Addressing-Solutions) and national posts.
"""

import functools
import re
import unicodedata

from backend.contracts.types import Model

_SIGNS = {"9": "[0-9]", "A": "[A-Z]", "*": "[A-Z0-9]"}


class Rule(Model, frozen=True, kw_only=True):
    """How a country writes its codes: `prefix` and one of `shapes`, as `example`.

    `signs` may be typed before it, as in D-10115.
    """

    shapes: tuple[str, ...]
    example: str
    characters: tuple[str, ...] = ()
    prefix: str = ""
    required: bool = True


def _rule(
    example: str, *characters: str, prefix: str = "", required: bool = True, shapes: tuple[str, ...] = ()
) -> Rule:
    """Return a rule of the one shape that its example has, unless others are given."""
    shape = re.sub("[A-Z]", "A", re.sub("[0-9]", "9", example.removeprefix(prefix)))
    return Rule(shapes=shapes or (shape,), example=example, characters=characters, prefix=prefix, required=required)


RULES = {
    "AT": _rule("1010", "AT", "A"), "BE": _rule("1000", "BE", "B"), "BG": _rule("1000", "BG"),
    "CH": _rule("8001", "CH"), "CY": _rule("1010", "CY"), "CZ": _rule("110 00", "CZ"), "DE": _rule("10115", "DE", "D"),
    "DK": _rule("1050", "DK"), "EE": _rule("10111", "EE", "EST"), "ES": _rule("28001", "ES", "E"),
    "FI": _rule("00100", "FIN", "FI"), "FR": _rule("75001", "FR", "F"),
    "GB": _rule("SW1A 1AA", "GB", shapes=("A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA")),
    "GR": _rule("104 31", "GR"), "HR": _rule("10000", "HR"), "HU": _rule("1011", "HU", "H"),
    "IE": _rule("D02 X285", "IE", required=False, shapes=("A9* ****",)),
    "IS": _rule("101", "IS"), "IT": _rule("00118", "IT", "I"), "LI": _rule("9490", "LI", "FL"),
    "LT": _rule("LT-01100", "LT", prefix="LT-"), "LU": _rule("1111", "LU", "L"),
    "LV": _rule("LV-1010", "LV", prefix="LV-"), "MT": _rule("VLT 1117", "MT"), "NL": _rule("1012 JS", "NL"),
    "NO": _rule("0150", "NO", "N"), "PL": _rule("00-001", "PL"), "PT": _rule("1000-001", "PT", "P"),
    "RO": _rule("010011", "RO"), "SE": _rule("111 22", "SE", "S"), "SI": _rule("1000", "SI", "SLO"),
    "SK": _rule("811 01", "SK"),
    "AU": _rule("2000", "AU"), "BR": _rule("01310-100", "BR", "CEP"), "CA": _rule("K1A 0B1", "CA"),
    "IN": _rule("110001", "IN", "PIN"), "JP": _rule("100-0001", "JP", "\u3012"), "MX": _rule("06000", "MX", "CP"),
    "NZ": _rule("6011", "NZ"), "US": _rule("20500", "USA", "US", shapes=("99999", "99999-9999")),
}  # fmt: skip

WITHOUT_CODES = frozenset({"AE", "HK"})
"""Countries whose addresses have none."""

_BETWEEN = re.compile(r"[\s.:\-\u00ad\u200b-\u2015\u202a-\u202e\u2060-\u206f\u2212\u2500\u2501\u30fc\ufeff]")
"""Spaces, points, hyphens, and signs that nobody sees. A Japanese keyboard types the long-vowel sign for a hyphen."""


def tidy(country: str, text: str) -> str | None:
    """Return the code as the country writes it; None if it is none of its codes.

    Case, width of letters, spaces, hyphens and the country's sign do not matter: `d-10115` is 10115, `SW1A1AA` is SW1A
    1AA. Where no code is asked for, empty is right; where there are none, nothing is left of what is typed; where the
    country is unknown, all of it.
    """
    rule = RULES.get(country)
    if rule is None:
        return "" if country in WITHOUT_CODES else text
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).upper())
    if not bare:
        return None if rule.required else ""
    unsigned = (bare.removeprefix(sign) for sign in rule.characters if bare.startswith(sign))
    fits = (_fill(shape, each) for each in (bare, *unsigned) for shape in rule.shapes)
    return next((rule.prefix + code for code in fits if code is not None), None)


def _fill(shape: str, bare: str) -> str | None:
    """Return the bare signs as the shape writes them; None where they do not fit."""
    if not _pattern(shape).fullmatch(bare):
        return None
    characters = iter(bare)
    return "".join(next(characters) if each in _SIGNS else each for each in shape)


@functools.cache
def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile("".join(_SIGNS.get(each, "") for each in shape))
