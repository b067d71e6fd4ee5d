"""What the demo says in further languages: `storefront/demo/texts/de.toml` and `fr.toml`, by the ids and the English
words of the tables.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from backend.contracts.shop import LANGUAGES
from backend.contracts.types import Language

FOLDER = Path(__file__).parents[1] / "texts"


class ProductTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product's title, and its description without the facts."""

    title: str
    text: str


class LocalTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All texts in a language. `drawn` says who has drawn what: it names `{brand}` and `{seed}`. `values` are those of
    options; one that is called the same in all languages is left out.
    """

    drawn: str
    categories: Mapping[str, str]
    options: Mapping[str, str]
    values: Mapping[str, str]
    tags: Mapping[str, str]
    facts: Mapping[str, str]
    products: Mapping[str, ProductTexts]


@cache
def read_texts(language: Language) -> LocalTexts:
    """Return the demo's texts in a language."""
    return msgspec.convert(tomllib.loads((FOLDER / f"{language}.toml").read_text()), LocalTexts)


def languages_of(product_id: str) -> tuple[Language, ...]:
    """Return the languages that the shop offers beside its own and a product of the demo has texts in."""
    return tuple(each for each in LANGUAGES[1:] if product_id in read_texts(each).products)
