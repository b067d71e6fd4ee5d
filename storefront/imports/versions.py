"""Rows that are their product in another language, as WPML and Polylang write them: texts of the one that is sold."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from backend.contracts.shop import LANGUAGES
from storefront.imports import languages, local_options
from storefront.imports.entry import Entry, LocalChoice, LocalTexts

_FIELDS = (*languages.FIELDS, local_options.TITLES, local_options.VALUE_TITLES)
"""What such a row tells of its product."""


class Versions(NamedTuple):
    """The entries in the language that is sold, with the texts of the others; language and field of these; and what is
    to be known of them, with its line.
    """

    entries: list[Entry]
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


def fold(entries: list[Entry]) -> Versions:
    """Return one product's entries with those in further languages as texts of the first one."""
    present = list(dict.fromkeys(each.language for each in entries if each.language))
    language = _language_of_sale(entries, present)
    same = [each for each in entries if each.language in ("", language)]
    head = next((number for number, each in enumerate(same) if each.title), None)
    if len(present) <= 1 or head is None:
        return Versions(entries)
    others = _by_language(each for each in entries if each.language not in ("", language))
    read = [each for each in others if each.language in LANGUAGES[1:] and not each.skip]
    texts = tuple(_texts(each, same[head]) for each in read)
    same[head] = replace(same[head], translations=(*same[head].translations, *texts))
    columns = tuple((each.language, field) for each in read for field in _FIELDS)
    return Versions(same, columns, tuple((each.line, _explain(each)) for each in others if each not in read))


def explain_missing(entries: list[Entry]) -> str:
    """Return why versions in other languages are no product: the file does not have the one that they belong to."""
    present = [each.language[:20] for each in entries if each.is_version]
    if not present or any(each.title and not each.is_version for each in entries):
        return ""
    return f"it is the version in “{present[0]}” of a product that the file does not have"


def _language_of_sale(entries: Sequence[Entry], present: Sequence[str]) -> str:
    """Return the shop's own language if the product has a price in it, or else the first that has."""
    priced = {each.language for each in entries if each.price}
    best = [each for each in (LANGUAGES[0], *present) if each in priced and each in present]
    return next(iter((*best, *present)), "")


def _by_language(entries: Iterable[Entry]) -> list[Entry]:
    """Return the first entry of each language that has texts; variants repeat what their product says."""
    by_language: dict[str, Entry] = {}
    for each in entries:
        if each.title or each.description:
            by_language.setdefault(each.language, each)
    return list(by_language.values())


def _explain(entry: Entry) -> str:
    reason = entry.skip or f"texts are taken in {' and '.join(LANGUAGES[1:])}"
    return f"its version in “{entry.language[:20]}” is left out: {reason}"


def _texts(version: Entry, head: Entry) -> LocalTexts:
    return LocalTexts(
        language=version.language,  # type: ignore[arg-type]
        title=version.title,
        description=version.description,
        category=version.category,
        tags=version.tags,
        options=tuple(_choices(version, head)),
    )


def _choices(version: Entry, head: Entry) -> Iterable[LocalChoice]:
    """Yield what the version calls the options and their values: both list them in the same order."""
    if len(version.offers) != len(head.offers):
        return
    for position, ((option, values), (title, titles)) in enumerate(zip(head.offers, version.offers, strict=True)):
        yield LocalChoice(option=option, position=position, title=title, values=values, titles=titles)
