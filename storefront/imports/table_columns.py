"""What the columns of a plain table are for, by their names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backend.contracts.shop import CURRENCY
from storefront.imports.column_fields import currency_of, find_field, is_name
from storefront.imports.column_names import DESCRIPTION, GROSS, NET, PRICE, TITLE
from storefront.imports.table_layout import Layout
from storefront.imports.table_rows import currency_of_site, find_program

_OPTIONS = (
    ("option name {}", "option value {}"),
    ("option{} name", "option{} value"),
    ("variation name {}", "variation value {}"),
    ("variation {} name", "variation {} values"),
    ("variationsname {}", "variationswert {}"),
    ("variant option {} name", "variant option {} value"),
    ("attribute {} name", "attribute {} value(s)"),
    ("attribute {} name", "attribute {} value"),
    ("productoptionname{}", "productoptiondescription{}"),
    ("productoptionname[{}]", "productoptionchoices[{}]"),
)
"""Pairs of columns for an option and its value, numbered from 1 or by a word."""
_NUMBERS = ((1, 2, 3, 4, 5, 6), ("one", "two", "three"))
_CHOICES = (
    *("color", "colour", "farbe", "couleur", "size", "grösse", "groesse", "taille", "talla", "material"),
    *("color name", "colour name", "size name"),
)
"""As `headers.plain` has them: ß is ss."""
_CHOICE_OF_VARIATION = re.compile(r"product variation option \{?([^{}]+)\}?")
"""A column of Ecwid's, called as the option."""
_SPELT = {"grösse": "Größe", "groesse": "Größe"}
"""What those are called that are no words without their case and umlauts."""
_PICTURE = re.compile(
    r"(?:additional |product |other )?(?:image|picture|photo|bild|img)(?: (?:url|link|src|file))?[ -]*\d+(?: url)?"
    r"|product media gallery image url[ -]*\d+|other product image locator \d+\.media location"
)
_LEVEL = re.compile(
    r"(?:kategorie(?: ebene)?|category level|categorylevel|us category|p cat\.|product category)[ -]*\d+"
)
_AT_PLACES = re.compile(r"(?:current quantity|inventory) .+")
_SHORT_TEXTS = ("description", "item description", "beschreibung", "descrizione", "descripción", "descrição", "opis")
_PER_UNIT = ("unit price",)
_OF_PROGRAMS = frozenset(("surcharge", "discount kind", "discount"))
"""Fields that change a product's price: what they do in a list without rows of products and variants, nobody knows."""


def find_layout(names: Iterable[str]) -> Layout:
    """Return what the columns are for, by their names as `headers.canonical` gives them."""
    present = list(dict.fromkeys(names))
    ranked: dict[str, list[str]] = {}
    for name in present:
        if known := find_field(name):
            ranked.setdefault(known[0], []).append(name)
    for several in ranked.values():
        several.sort(key=_rank)
    program = find_program(present)
    if not (program and program.kind):
        ranked = {field: several for field, several in ranked.items() if field not in _OF_PROGRAMS}
    if program and program.repeats:
        ranked = _with_group(ranked, program.repeats)
    layout = Layout(
        columns={field: several[0] for field, several in ranked.items()},
        descriptions=tuple(ranked.get(DESCRIPTION, ())),
        options=_pairs(present),
        choices=tuple(name for name in present if name in _CHOICES or _CHOICE_OF_VARIATION.fullmatch(name)),
        pictures=_further_pictures(present, ranked.get("pictures", [])[1:] if program else []),
        levels=tuple(sorted(name for name in present if _LEVEL.fullmatch(name))),
        places=tuple(name for name in present if _AT_PLACES.fullmatch(name) and not is_name(name)),
        visibility=tuple(ranked.get("visibility", ())),
        program=program,
        currency=currency_of_site(present),
    )
    return _with_stand_ins(_in_its_language(layout, present))


def _with_group(ranked: dict[str, list[str]], column: str) -> dict[str, list[str]]:
    """Return the columns by field with the one that tells what is one product, and that for nothing else."""
    others = {field: [name for name in names if name != column] for field, names in ranked.items()}
    return {field: names for field, names in others.items() if names} | {"group": [column]}


def option_called(name: str) -> str:
    """Return what an option is called that has a column of its own: Size of `size_name`."""
    of_variation = _CHOICE_OF_VARIATION.fullmatch(name)
    word = of_variation[1].strip() if of_variation else name.removesuffix(" name")
    return _SPELT.get(word, word.capitalize())


def _rank(name: str) -> tuple[int, bool]:
    """Return the best name of a field first, of several currencies the shop's."""
    known = find_field(name)
    return known[1] if known else 0, currency_of(name) not in ("", CURRENCY)


def _in_its_language(layout: Layout, present: Sequence[str]) -> Layout:
    """Return the columns with the title and description of the one language that the file has a title in, where it has
    none that names no language.
    """
    titles = [name for name in present if name.startswith(("title@", "name@"))]
    languages = {name.partition("@")[2] for name in titles}
    if TITLE in layout.columns or len(languages) != 1:
        return layout
    (language,) = languages
    texts = tuple(f"{field}@{language}" for field in ("description", "short description"))
    descriptions = (*layout.descriptions, *(name for name in texts if name in present))
    return replace(layout, columns=layout.columns | {TITLE: titles[0]}, descriptions=descriptions)


def _with_stand_ins(layout: Layout) -> Layout:
    """Return the columns with those that serve where a better one is missing: a description as the title of what has a
    number, and an id as the SKU of what has no variants. A price per unit counts only where there is no other.
    """
    columns, descriptions = dict(layout.columns), layout.descriptions
    if (
        TITLE not in columns
        and "SKU" in columns
        and "group" not in columns
        and columns.get(DESCRIPTION) in _SHORT_TEXTS
    ):
        columns[TITLE], descriptions = columns.pop(DESCRIPTION), descriptions[1:]
    if "SKU" not in columns and "id" in columns and not layout.has_variants:
        columns["SKU"] = columns["id"]
    if layout.program and columns.get("category") == layout.program.kind:
        del columns["category"]
    if columns.get(PRICE) in _PER_UNIT and not {GROSS, NET}.isdisjoint(columns):
        del columns[PRICE]
    return replace(layout, columns=columns, descriptions=descriptions)


def _further_pictures(present: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of further pictures: numbered ones, and `more` that are called as one of pictures."""
    return tuple(name for name in present if _PICTURE.fullmatch(name) or name in more)


def _pairs(present: Sequence[str]) -> tuple[tuple[str, str], ...]:
    every = (
        (option.format(number), value.format(number))
        for option, value in _OPTIONS
        for numbers in _NUMBERS
        for number in numbers
    )
    return tuple(pair for pair in every if set(pair) <= set(present))
