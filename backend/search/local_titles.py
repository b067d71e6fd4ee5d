"""What a product and its categories are called in each language.

A list by name is ordered by letters alone, so that é stands beside e, ä beside a and œ beside oe, as dictionaries of
the shop's languages have it (DIN 5007-1; ISO 12199). Case, signs and space decide nothing.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

from backend.contracts.product.translations import title_in
from backend.contracts.types import Language
from backend.search.document import Document
from backend.search.query.analysis import words

LANGUAGES: tuple[Language, ...] = get_args(Language)


def sort_titles(document: Document) -> Mapping[Language, str]:
    """Return what the product is ordered by in each language: its title there, else in the shop's own."""
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
