"""What a product says in further languages than the shop's own."""

from collections.abc import Iterable
from typing import Annotated, get_args

from msgspec import Meta

from backend.contracts.types import Language, LongText, Model, OptionalShortText, ShortText

MAX_LEVELS = 8
"""Levels of categories: of Google's taxonomy there are seven at most
(https://www.google.com/basepages/producttype/taxonomy.en-US.txt)."""


class Translation(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A product's texts in a further language. In place of what is empty, the text in the shop's own is shown.

    `category` has a title for each level of the product's category, or none.
    """

    language: Language
    title: OptionalShortText = ""
    description: LongText = ""
    category: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_LEVELS)] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.title or self.description or self.category)


Translations = Annotated[tuple[Translation, ...], Meta(max_length=len(get_args(Language)) - 1)]


class LocalTitle(Model, frozen=True, kw_only=True):
    """What a product or a category is called in a further language."""

    language: Language
    title: ShortText


def local_titles(translations: Iterable[Translation]) -> tuple[LocalTitle, ...]:
    """Return the titles in further languages, as lists and copies of a product keep them."""
    return tuple(LocalTitle(language=each.language, title=each.title) for each in translations if each.title)


def title_in(language: str, title: str, titles: Iterable[LocalTitle]) -> str:
    """Return what a product is called in a language: `title` where it has no name of its own there."""
    return next((each.title for each in titles if each.language == language), title)
