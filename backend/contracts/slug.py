"""A title as part of an address: the one rule for products and categories, in the storefront and in the services."""

import re
import unicodedata

LONGEST_SLUG = 100
_APART = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not decompose into a Latin one and a mark.
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"})


def slug(title: str, longest: int | None = None) -> str:
    """Write the title as lower-case words of a–z and 0–9 joined by hyphens; empty if it has no letter or digit.

    Accents are dropped, other scripts are transliterated: `Ørken` → `orken`, `Чашки` → `chashki`.
    """
    text = _APART.sub("-", title.lower() if title.isascii() else _fold_to_latin(title)).strip("-")
    return text if longest is None else text[:longest].strip("-")


def _fold_to_latin(title: str) -> str:
    letters, latin = [], True
    for sign in unicodedata.normalize("NFKC", title.replace("µ", "u").casefold()):
        if not unicodedata.category(sign).startswith("M"):
            base = _base(sign)
            latin = base.isascii() or unicodedata.category(sign)[0] not in "LN"
            letters.append(base if latin else _transliterate(sign))
        elif not latin:  # a mark of a letter of another script, such as a vowel sign; on a Latin letter it is an accent
            letters.append(_transliterate(sign))
    return "".join(letters)


def _base(sign: str) -> str:
    """Return the letter without its accents."""
    parts = unicodedata.normalize("NFKD", sign.translate(_LATIN))
    return "".join(each for each in parts if not unicodedata.combining(each)).lower()


def _transliterate(sign: str) -> str:
    # Imported here: its tables would make every cold start slower, and most titles need none of them.
    from anyascii import anyascii

    return _APART.sub("", anyascii(sign).lower())
