"""The names of a product and its categories in each language.

A list by name is sorted only by letters, so that é sorts as e, ä as a and œ as oe, as in dictionaries of the shop's
languages (DIN 5007-1; ISO 12199). Case, punctuation and spaces do not matter.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

from backend.contracts.product.translations import title_in
from backend.contracts.types import Language
from backend.search.document import Document
from backend.search.query.analysis import words

LANGUAGES: tuple[Language, ...] = get_args(Language)


def sort_titles(document: Document) -> Mapping[Language, str]:
    """Return the title that the product is sorted by in each language: its own there, or the shop's language's."""
    card = document.card
    return {each: " ".join(words(title_in(each, card.title, card.titles))) for each in LANGUAGES}


def local_categories(document: Document) -> Iterator[tuple[Language, str, str]]:
    """Yield each name that the product's category, or one above it, has in a further language: the language, the
    category's path and the name.
    """
    slugs = document.category.split("/")
    languages = (language for language in document.local_languages for _ in slugs)
    for number, (language, title) in enumerate(zip(languages, document.local_titles, strict=False)):
        yield language, "/".join(slugs[: number % len(slugs) + 1]), title
