"""What a product says in further languages than the shop's own."""

from collections.abc import Iterable
from typing import Annotated, get_args

from msgspec import Meta

from backend.contracts.types import Language, LongText, Model, OptionalShortText, ShortText

MAX_VALUES, MAX_SOURCE, MAX_TAGS = 100, 500, 30
"""The most values that an option may have, characters of a picture's address, and tags of a product."""
MAX_LEVELS = 8
"""Levels of categories: of Google's taxonomy there are seven at most
(https://www.google.com/basepages/producttype/taxonomy.en-US.txt)."""


class LocalValue(Model, frozen=True, kw_only=True):
    """What a value of an option, named as in the shop's own language, is called in a further one."""

    value: ShortText
    title: ShortText


class LocalOption(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What an option, named as in the shop's own language, is called in a further one, and those of its values that
    have a name there."""

    option: ShortText
    title: OptionalShortText = ""
    values: Annotated[tuple[LocalValue, ...], Meta(max_length=MAX_VALUES)] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.title or self.values)

    @property
    def titles(self) -> dict[str, str]:
        """The values' names by the values."""
        return {each.value: each.title for each in self.values}


class LocalAlt(Model, frozen=True, kw_only=True):
    """What a picture of the product, named by its `src`, shows, told in a further language."""

    src: Annotated[str, Meta(min_length=1, max_length=MAX_SOURCE)]
    alt: ShortText


class Translation(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A product's texts in a further language. In place of what is empty, the text in the shop's own is shown.

    `category` has a title for each level of the product's category, or none; `options` are those of the
    product's that have names, `alts` tell what its pictures show. `tags`
    stand in place of all of its own.
    """

    language: Language
    title: OptionalShortText = ""
    description: LongText = ""
    category: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_LEVELS)] = ()
    options: tuple[LocalOption, ...] = ()
    alts: tuple[LocalAlt, ...] = ()
    tags: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_TAGS)] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        texts = (self.title, self.description, self.category, self.options, self.alts, self.tags)
        return not any(texts)


Translations = Annotated[tuple[Translation, ...], Meta(max_length=len(get_args(Language)) - 1)]


LocalTags = tuple[tuple[Language, tuple[str, ...]], ...]
"""Tags of a product by language."""


def tags_by_language(tags: tuple[str, ...], translations: Iterable[Translation]) -> LocalTags:
    """Return a product's tags by language, the shop's own first; nothing where there are no others."""
    local = tuple((each.language, each.tags) for each in translations if each.tags)
    return ((get_args(Language)[0], tags), *local) if local else ()


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


class LocalValues(Model, frozen=True, kw_only=True):
    """What a variant's values are called in a further language: all of them, the shop's own where one has no name."""

    language: Language
    values: tuple[ShortText, ...]


def values_in(language: str, values: tuple[str, ...], local: Iterable[LocalValues]) -> tuple[str, ...]:
    """Return what a variant's values are called in a language: `values` where none has a name there."""
    return next((each.values for each in local if each.language == language), values)
