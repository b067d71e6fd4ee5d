"""Text as the index holds it and as queries are read: words folded, sizes as one word, inflections taken off. No I/O.

Only inflections (mugs, wrapped, wrapping) are one word with their stem: a decoration is no decor. The rules are those
of step 1 of M. F. Porter's algorithm, https://tartarus.org/martin/PorterStemmer/def.txt, with plurals that it leaves
apart.

Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words, and Korean joins particles to them: a run
of such letters is indexed as overlapping pairs of neighbours, so that any part of it is found as a phrase of pairs, as
in Lucene's CJKBigramFilter
(https://lucene.apache.org/core/9_12_0/analysis/common/org/apache/lucene/analysis/cjk/CJKBigramFilter.html).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from backend.contracts.text_folding import comparable, fold_text

_APOSTROPHE = re.compile(r"[’'ʼ‘`´](?:s\b)?")
_TIMES = re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)")
_WORD = re.compile(r"\d+x\d+|[^\W_]+")
_IRREGULAR = {
    "scarves": "scarf", "knives": "knife", "leaves": "leaf", "shelves": "shelf", "loaves": "loaf", "halves": "half",
    "wolves": "wolf", "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "earring": "earring", "earrings": "earring",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")
_NO_E = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]$")  # hik: what was taken off may have begun with an e
_SPACELESS = (  # Thai, Lao, Burmese, Khmer; kana and ideographs; Hangul
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff\uac00-\ud7ff\u1100-\u11ff"
)
_RUN = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
_BEGINS_RUN = re.compile(f"[{_SPACELESS}]")
_MARKS = re.compile(f"[\u0900-\u1cff{_SPACELESS}]")
"""Letters of scripts whose words hold marks, which are no letters to `\\w`, or stand without spaces."""

_VIRAMA = 9  # canonical combining class of what joins a consonant to the next one


def words(text: str) -> list[str]:
    """Return the text's words, folded: `Moiré` is `moire`, `50 × 70 cm` is `50x70` and `cm`, `chef’s` is `chef`,
    `2024年` is `2024` and `年`.
    """
    plain = _TIMES.sub("x", _APOSTROPHE.sub("", fold_text(text)))
    if not _MARKS.search(plain):
        return _WORD.findall(plain)
    spaced = "".join(each if each.isalnum() or _is_mark(each) else " " for each in plain)
    return [part for word in spaced.split() for run in _RUN.findall(word) for part in _parts(run)]


def _parts(run: str) -> list[str]:
    """Return the words of a run of one kind of letters, without marks that no letter carries."""
    while run and _is_mark(run[0]):
        run = run[1:]
    return _WORD.findall(run) if run.isalnum() else [run] if run else []


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def spaceless(word: str) -> bool:
    """Return whether the word is a run of letters of a script that puts no spaces between words."""
    return _BEGINS_RUN.match(word) is not None


def clusters(run: str) -> list[str]:
    """Return the letters of a run, each with the marks that it carries, so that none is broken apart."""
    parts: list[str] = []
    for each in run:
        if parts and (_is_mark(each) or unicodedata.combining(parts[-1][-1]) == _VIRAMA):
            parts[-1] += each
        else:
            parts.append(each)
    return parts


def terms(text: str) -> list[str]:
    """Return the terms that the index holds for a text: stems of its words, and for a run without spaces each pair of
    neighbours and its last letter.
    """
    return [term for word in words(text) for term in (_pairs(word) if spaceless(word) else (stem(word),))]


def _pairs(run: str) -> list[str]:
    letters = clusters(run)
    return [*map("".join, pairwise(letters)), letters[-1]]


def phrase(word: str) -> str:
    """Return the FTS5 phrase that finds the word: quoted, so that it is no operator.

    A run without spaces is found wherever it is a part, and its last letter with whatever marks it carries there.
    """
    if not spaceless(word):
        return f'"{stem(word)}"'
    pairs = _pairs(word)
    return f'"{" ".join(pairs[:-1] or pairs)}" *'


def begins(title: str, q: str) -> bool:
    """Return whether the title, or a word in it, begins as the query does.

    Letters of a script without spaces may be anywhere in it, but none is split: only the last may still get its marks.
    """
    whole, start = comparable(title), comparable(q)
    if not spaceless(start):
        return f" {whole}".find(f" {start}") >= 0
    letters, sought = clusters(whole), clusters(start)
    size = len(sought)
    return any(
        letters[index : index + size - 1] == sought[:-1] and letters[index + size - 1].startswith(sought[-1])
        for index in range(len(letters) - size + 1)
    )


@lru_cache(100_000)
def stem(word: str) -> str:
    """Return the folded word without its inflection."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return _IRREGULAR.get(word, word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return _strip_suffix(_singular(word))


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word[:-2] + "y" if word.endswith("ie") and len(word) > 4 else word
    if word.endswith(("xes", "ches", "shes", "sses", "zzes")):
        return word[:-2]
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]


def _strip_suffix(word: str) -> str:
    """Return the word without -ed and -ing."""
    rest = word[:-3] if word.endswith("ing") else word[:-2] if word.endswith("ed") and not word.endswith("eed") else ""
    if len(rest) < 3 or not _VOWEL.search(rest):
        return word
    if rest[-1] == rest[-2] and rest[-1] not in "lsz":
        return rest[:-1]
    if rest.endswith(("at", "bl", "iz", "v", "c", "u")) or (rest[-1] == "s" != rest[-2]):
        return rest + "e"
    return rest + "e" if _NO_E.search(rest) and len(_VOWEL.findall(rest)) == 1 else rest


def terms_of_languages(texts: Iterable[str]) -> list[str]:
    """Return the terms of one text in several languages. What another language says in the same words, such as numbers
    and names, counts once: it is not said twice as often.
    """
    all_terms: list[str] = []
    for text in texts:
        known = set(all_terms)
        all_terms += [term for term in terms(text) if term not in known]
    return all_terms
