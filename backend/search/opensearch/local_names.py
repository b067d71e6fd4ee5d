"""What a facet or a value is called, in the shop's own language and in further ones, within one part of a keyword."""

from collections.abc import Mapping

import msgspec

from backend.contracts.product.translations import LocalTitle
from backend.search.document import Choice

_NAME, _LANGUAGE = "\x1e", ":"
"""What a name in a further language begins with, and what its language ends with."""


def pack(title: str, titles: Mapping[str, str]) -> str:
    """Return the title with those in further languages, by language."""
    return _NAME.join((title, *(f"{language}{_LANGUAGE}{name}" for language, name in sorted(titles.items()) if name)))


def unpack(packed: str) -> tuple[str, tuple[LocalTitle, ...]]:
    """Return the title, and those in further languages."""
    title, titles = _parts(packed)
    return title, tuple(
        msgspec.convert({"language": language, "title": name}, LocalTitle) for language, name in titles.items()
    )


def fuller(packed: str, other: str) -> str:
    """Return the title with the other's names, too, in languages in which it has none."""
    title, titles = _parts(packed)
    return pack(title, _parts(other)[1] | titles)


def _parts(packed: str) -> tuple[str, dict[str, str]]:
    title, *names = packed.split(_NAME)
    parted = (name.partition(_LANGUAGE) for name in names)
    return title, {language: name for language, _, name in parted}


def titles_of(choice: Choice, value: str = "") -> dict[str, str]:
    """Return what a value of the option is called by language; without a value, the option itself."""
    if not value:
        return {each.language: each.title for each in choice.local}
    return {each.language: pair.title for each in choice.local for pair in each.values if pair.value == value}
