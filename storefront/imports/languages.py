"""Columns of texts in a further language, however a program calls them: `title_de`, `Title (de)`, `name:de`,
`description@fr-FR`, `Title [German]`.

A column is known as `title@de` once its header is read. One in the shop's own language is the plain column where the
file has none.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, partial

from babel import Locale
from msgspec import structs

from backend.contracts.product.local_options import fit_alts, fit_options
from backend.contracts.product.models import Option, Picture
from backend.contracts.product.translations import LocalAlt, Translation
from backend.contracts.shop import LANGUAGES
from storefront.imports import limits, local_options
from storefront.imports.entry import Entry, LocalTexts, parts
from storefront.imports.formula_injection import split
from storefront.imports.image_urls import find_address
from storefront.imports.local_options import OptionCells

FIELDS = {
    "title": ("title", "name", "product title"),
    "description": ("body (html)", "body html", "body", "description", "product description", "short description"),
    "category": ("product category", "categories", "product type", "category", "type"),
    "tags": ("tags",),
}
"""What the columns of a product's texts are called in the formats that are read, the first that is filled counting."""
ALTS = "alts"
ALT = "image alt text"
EVERY_COLUMN = tuple(
    (language, field)
    for language in LANGUAGES[1:]
    for field in (*FIELDS, local_options.TITLES, local_options.VALUE_TITLES, ALTS)
)
"""Language and field of all that a file may have columns for."""
_FIELD_OF = {column: field for field, columns in FIELDS.items() for column in columns}
_FIELD_OF |= local_options.FIELD_OF | {ALT: ALTS}
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


def split_tags(cell: str) -> tuple[str, ...]:
    """Return tags that commas part."""
    return parts(cell, ",")


def read(
    cell: Callable[[str], str],
    title: Callable[[str], str] = str,
    description: Callable[[str], str] = str,
    category: Callable[[str], tuple[str, ...]] = parts,
    options: Sequence[OptionCells] = (),
    tags: Callable[[str], tuple[str, ...]] = split_tags,
) -> tuple[LocalTexts, ...]:
    """Return the texts of a row in further languages. `cell` gives that of a column, empty where there is none.

    The other functions make of a cell what it says, and `options` are those of the row.
    """
    texts = (
        LocalTexts(
            language=language,
            title=title(_first(cell, "title", language)),
            description=description(_first(cell, "description", language)),
            category=category(_first(cell, "category", language)),
            tags=tags(_first(cell, "tags", language)),
            options=local_options.read(cell, language, options),
            alt=cell(f"{ALT}@{language}"),
        )
        for language in LANGUAGES[1:]
    )
    return tuple(each for each in texts if each != LocalTexts(language=each.language))


def read_export(cell: Callable[[str], str]) -> tuple[LocalTexts, ...]:
    """Return the texts of a row of our export, whose cells are exact and whose lists are escaped."""
    options, tags = local_options.export_cells(cell), partial(split, mark=", ")
    return read(cell, str, str, partial(split, mark=" > "), options, tags)


def _first(cell: Callable[[str], str], field: str, language: str) -> str:
    return next(filter(None, (cell(f"{base}@{language}") for base in FIELDS[field])), "")


def fit(
    entries: Sequence[Entry], texts: Iterable[LocalTexts], levels: int, options: Sequence[Option],
    pictures: Sequence[Picture], note: limits.Note,
) -> tuple[Translation, ...]:  # fmt: skip
    """Return the texts as long as the shop takes them, of a product whose category has so many levels, which has these
    options and pictures by these rows.
    """
    of_product = {each.language: each for each in texts}
    translations = (
        Translation(
            language=language,
            title=limits.line(each.title, f"title in “{language}”", note),
            description=limits.description(each.description, note, f"description in “{language}”"),
            category=_fit_category(each, levels, note),
            tags=limits.tags(each.tags, note),
            options=local_options.fit(entries, language, options, note),
            alts=_alts(entries, language, pictures, note),
        )
        for language in LANGUAGES[1:]
        for each in [of_product.get(language, LocalTexts(language=language))]
    )
    return tuple(each for each in translations if not each.is_empty)


def _alts(
    entries: Iterable[Entry], language: str, pictures: Iterable[Picture], note: limits.Note
) -> tuple[LocalAlt, ...]:
    """Return what the pictures show, in a language; of several texts for one the first counts."""
    alts: dict[str, str] = {}
    for entry in entries:
        for texts in entry.translations:
            if texts.language == language and texts.alt and entry.pictures:
                alt = limits.line(texts.alt, f"picture's description in “{language}”", note)
                alts.setdefault(find_address(entry.pictures[0][0]), alt)
    return tuple(LocalAlt(src=each.src, alt=alts[each.src]) for each in pictures if each.src in alts)


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
    pictures: Sequence[Picture] = (),
) -> tuple[Translation, ...]:
    """Return the texts of the file, and the shop's own in what the file has no column for (`columns`: language, field).

    As they are where they say the same in another order. Unless it is in the `same_category`, that one's titles do not
    stay; nor do names of what is not among the `options` any more, and words of what is not among the `pictures`.
    """
    after = {each.language: each for each in read}
    fields = [field for field in (*FIELDS, ALTS) if same_category or field != "category"]
    for each in present:
        fitting = structs.replace(each, options=fit_options(each.options, options), alts=fit_alts(each.alts, pictures))
        remaining = {field: getattr(fitting, field) for field in fields if (each.language, field) not in columns}
        texts = after.get(each.language, Translation(language=each.language))
        of_options = {field for language, field in columns if language == each.language}
        names = local_options.merge(texts.options, fitting.options, of_options)
        merged = structs.replace(texts, **remaining, options=names)
        after[each.language] = fitting if _meaning(merged) == _meaning(fitting) else merged
    filled = tuple(each for each in after.values() if not each.is_empty)
    return present if set(filled) == set(present) else filled


def _meaning(texts: Translation) -> dict[str, object]:
    """Return what texts say: names of options and words of pictures in whatever order."""
    return structs.asdict(texts) | {
        "options": local_options.meaning(texts.options),
        "alts": frozenset(texts.alts),
    }
