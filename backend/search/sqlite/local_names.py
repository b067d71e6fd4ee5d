"""What facets and their values are called in further languages.

These are rows of the table `facet`, too: their names begin with a space, as those of facets never do, and the value
above is the language. The row of the facet itself has no value.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec

from backend.contracts.product.translations import LocalTitle
from backend.contracts.search.models import CATEGORY
from backend.contracts.text_folding import comparable
from backend.search.document import Document
from backend.search.local_titles import local_categories
from backend.search.sqlite.counters import Facet

MARK = " "
"""What the name of such a row begins with."""

Titles = tuple[LocalTitle, ...]


def local_rows(document: Document) -> Iterator[Facet]:
    """Yield a row for each name in a further language that the product's options, their values and its
    categories have."""
    for choice in document.choices:
        for local in choice.local:
            name, language = f"{MARK}{choice.name}", local.language
            if local.title:
                yield name, language, "", "", local.title, ""
            yield from ((name, language, comparable(each.value), "", each.title, "") for each in local.values)
    for language, path, title in local_categories(document):
        yield f"{MARK}{CATEGORY}", language, path, "", title, comparable(title)


def local_titles(connection: sqlite3.Connection, name: str) -> dict[str, Titles]:
    """Return the titles in further languages by a facet's values, and by "" those of the facet itself: of several in
    one language the one that most products have.
    """
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for language, value, title, count in connection.execute(
        "SELECT parent, value, shown, count FROM facet WHERE name = ?", (f"{MARK}{name}",)
    ):
        counts[value][language][title] += count
    return {
        value: tuple(
            msgspec.convert({"language": language, "title": most_common(titles)}, LocalTitle)
            for language, titles in sorted(languages.items())
        )
        for value, languages in counts.items()
    }


def most_common(counts: Counter[str]) -> str:
    """Return the spelling that most have, the first of equals."""
    return min(counts, key=lambda each: (-counts[each], each))
