"""Text as people mean it: spellings that differ by case, width, accents or space alone are one.

Pages and services fold alike.

Letters are compared by Unicode (https://www.unicode.org/reports/tr15/, full case folding of
https://www.unicode.org/versions/latest/core-spec/chapter-5/#G21180). Marks that make another letter of it (the voicing
of kana, the vowels and tones of Thai, the virama of Indic scripts) stay; marks above and below letters, and the points
of Hebrew and Arabic, go.
"""

import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"})
_OVERLAY, _POINTS, _ABOVE_OR_BELOW = 1, range(10, 37), 200  # canonical combining classes


def fold_text(text: str) -> str:
    """Return the text without case, width and accents: "Ｍoiré" becomes "moire", "Straße" "strasse", "ｶﾞｲﾄﾞ" "ガイド"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(each for each in apart if not _accent(each)).translate(_LETTERS)
    return unicodedata.normalize("NFC", plain.casefold())


@lru_cache(10_000)
def comparable(text: str, longest: int = 200) -> str:
    """Return what all spellings of a name or value have in common; the text itself where nothing is left of it.

    Some letters fold to many: no more of it is compared than a line may have.
    """
    return " ".join(fold_text(text).split())[:longest].strip() or text


def _accent(mark: str) -> bool:
    kind = unicodedata.combining(mark)
    return kind == _OVERLAY or kind in _POINTS or kind >= _ABOVE_OR_BELOW
