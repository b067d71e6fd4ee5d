"""Columns of texts in a further language, however a program calls them: `title_de`, `Title (de)`, `name:de`,
`description@fr-FR`, `Title [German]`.

A column is known as `title@de` once its header is read. One in the shop's own language is the plain column where the
file has none.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache

from babel import Locale
from msgspec import structs

from backend.contracts.product.local_options import fit_options
from backend.contracts.product.models import Option
from backend.contracts.product.translations import Translation
from backend.contracts.shop import LANGUAGES
from storefront.imports import limits
from storefront.imports.entry import LocalTexts, parts

FIELDS = {
    "title": ("title", "name", "product title"),
    "description": ("body (html)", "body html", "body", "description", "product description", "short description"),
    "category": ("product category", "categories", "product type", "category", "type"),
}
"""What the columns of a product's texts are called in the formats that are read, the first that is filled counting."""
EVERY_COLUMN = tuple((language, field) for language in LANGUAGES[1:] for field in FIELDS)
"""Language and field of all that a file may have columns for."""
_FIELD_OF = {column: field for field, columns in FIELDS.items() for column in columns}
_OWN = LANGUAGES[0]
_SUFFIXED = re.compile(
    r"(?P<base>.*[^\s:@./|(\[–—-])(?P<apart>[\s:@./|(\[–—-]+)(?P<language>[^\W\d_]{2,})(?P<end>[-)\] ]*)"
)
_REGION = re.compile(r"(?<=[^a-z][a-z]{2})[- ][a-z]{2}(?=[)\]]?$)")
_NO_LANGUAGES = frozenset(("id", "no"))
"""Codes that are words as well: after a mere blank, as in `Title ID`, they name no language."""


@cache
def _codes() -> Mapping[str, str]:
    """Return languages' codes by their codes, and by their names in English and in themselves, in lower case."""
    codes = {code: str(name).casefold() for code, name in Locale("en").languages.items() if len(code) == len(_OWN)}
    own = {code: str(Locale(code).languages.get(code, "")).casefold() for code in LANGUAGES}
    return {**{name: code for code, name in (*codes.items(), *own.items())}, **{code: code for code in codes}}


def column(name: str, others: Mapping[str, str]) -> str:
    """Return what a column is known as whose name is in lower case: `title@de`, or the name itself if it is not of a
    language. `others` are further names of columns.
    """
    match = _SUFFIXED.fullmatch(_REGION.sub("", name))
    if match is None:
        return name
    base = others.get(match["base"], match["base"])
    code = _codes().get(match["language"], "")
    mere_word = match["apart"].isspace() and match["language"] in _NO_LANGUAGES
    return f"{base}@{code}" if base in _FIELD_OF and code and not mere_word else name


def resolve_own(names: Iterable[str]) -> list[str]:
    """Return the columns, those in the shop's own language as the plain ones where there are none."""
    columns = list(names)
    plain = set(columns)
    return [
        base if language == _OWN and base not in plain else name
        for name in columns
        for base, language in [_split(name)]
    ]


def fields(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return language and field of each column that the shop has a use for, each once."""
    pairs = [(language, _FIELD_OF[base]) for base, language in map(_split, names) if base in _FIELD_OF]
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] in LANGUAGES[1:]))


def is_unused(name: str) -> bool:
    """Return whether the column is of a language that is not offered, or of the shop's own, twice."""
    base, language = _split(name)
    return base in _FIELD_OF and language not in ("", *LANGUAGES[1:])


def _split(name: str) -> tuple[str, str]:
    base, _, language = name.partition("@")
    return base, language


def read(
    cell: Callable[[str], str],
    title: Callable[[str], str] = str,
    description: Callable[[str], str] = str,
    category: Callable[[str], tuple[str, ...]] = parts,
) -> tuple[LocalTexts, ...]:
    """Return the texts of a row in further languages. `cell` gives that of a column, empty where there is none.

    The other functions make of a cell what it says.
    """
    texts = (
        LocalTexts(
            language=language,
            title=title(_first(cell, "title", language)),
            description=description(_first(cell, "description", language)),
            category=category(_first(cell, "category", language)),
        )
        for language in LANGUAGES[1:]
    )
    return tuple(each for each in texts if each.title or each.description or each.category)


def _first(cell: Callable[[str], str], field: str, language: str) -> str:
    return next(filter(None, (cell(f"{base}@{language}") for base in FIELDS[field])), "")


def fit(texts: Iterable[LocalTexts], levels: int, note: limits.Note) -> tuple[Translation, ...]:
    """Return the texts as long as the shop takes them, of a product whose category has so many levels."""
    translations = (
        Translation(
            language=each.language,
            title=limits.line(each.title, f"title in “{each.language}”", note),
            description=limits.description(each.description, note, f"description in “{each.language}”"),
            category=_fit_category(each, levels, note),
        )
        for each in texts
    )
    return tuple(each for each in translations if not each.is_empty)


def _fit_category(texts: LocalTexts, levels: int, note: limits.Note) -> tuple[str, ...]:
    path = limits.category(texts.category, note)
    if not path or len(path) == levels:
        return path
    note(f"the category in “{texts.language}” has {len(path)} levels, and the category has {levels}: left out")
    return ()


def merge(
    read: tuple[Translation, ...],
    present: tuple[Translation, ...],
    columns: Collection[tuple[str, str]],
    same_category: bool = True,
    options: Sequence[Option] = (),
) -> tuple[Translation, ...]:
    """Return the texts of the file, and the shop's own in what the file has no column for (`columns`: language, field).

    In their present order where nothing differs. Unless it is in the `same_category`, that one's titles do not stay;
    nor do names of what is not among the `options` any more.
    """
    after = {each.language: each for each in read}
    fields = [field for field in FIELDS if same_category or field != "category"]
    for each in present:
        remaining = {field: getattr(each, field) for field in fields if (each.language, field) not in columns}
        after[each.language] = structs.replace(
            after.get(each.language, Translation(language=each.language)),
            **remaining,
            options=fit_options(each.options, options),
        )
    filled = tuple(each for each in after.values() if not each.is_empty)
    return present if set(filled) == set(present) else filled
