"""Text as the index holds it and as queries are read: words without case and accents, sizes as one word, inflections taken off. No I/O.

Only inflections (mugs, wrapped, wrapping) are one word with their stem: a decoration is no decor. The rules are those of step 1 of
M. F. Porter's algorithm, https://tartarus.org/martin/PorterStemmer/def.txt, with plurals that it leaves apart.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"})
_APOSTROPHE = re.compile(r"[’'ʼ‘`´](?:s\b)?")
_TIMES = re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)")
_WORD = re.compile(r"\d+x\d+|[^\W_]+")
_IRREGULAR = {
    "scarves": "scarf", "knives": "knife", "leaves": "leaf", "shelves": "shelf", "loaves": "loaf", "halves": "half", "wolves": "wolf",
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose",
    "earring": "earring", "earrings": "earring",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")
_NO_E = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]$")  # hik: what was taken off may have begun with an e


def words(text: str) -> list[str]:
    """The text's words, folded: `Moiré` is `moire`, `50 × 70 cm` is `50x70` and `cm`, `chef’s` is `chef`."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(each for each in apart if not unicodedata.combining(each)).translate(_LETTERS)
    return _WORD.findall(_TIMES.sub("x", _APOSTROPHE.sub("", plain)))


def stems(text: str) -> list[str]:
    """The text's words as the index holds them."""
    return [stem(word) for word in words(text)]


@lru_cache(100_000)
def stem(word: str) -> str:
    """The folded word without its inflection."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return _IRREGULAR.get(word, word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return _unmarked(_singular(word))


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word[:-2] + "y" if word.endswith("ie") and len(word) > 4 else word
    if word.endswith(("xes", "ches", "shes", "sses", "zzes")):
        return word[:-2]
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]


def _unmarked(word: str) -> str:
    """Without -ed and -ing."""
    rest = word[:-3] if word.endswith("ing") else word[:-2] if word.endswith("ed") and not word.endswith("eed") else ""
    if len(rest) < 3 or not _VOWEL.search(rest):
        return word
    if rest[-1] == rest[-2] and rest[-1] not in "lsz":
        return rest[:-1]
    if rest.endswith(("at", "bl", "iz", "v", "c", "u")) or (rest[-1] == "s" != rest[-2]):
        return rest + "e"
    return rest + "e" if _NO_E.search(rest) and len(_VOWEL.findall(rest)) == 1 else rest
