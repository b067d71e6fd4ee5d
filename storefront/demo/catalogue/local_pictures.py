"""What the demo's photographs show in further languages: `storefront/demo/texts/de-pictures.toml` and
`fr-pictures.toml`.

Many differ only in what is hung where. What is said of those in English is taken apart, and put together again.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec

from backend.contracts.types import Language
from storefront.demo.catalogue.local_texts import FOLDER

_WALL = r"on an? (?P<wall>\w+) wall"
_ROOM = rf"{_WALL}, above an? (?P<board>\w+) sideboard (?P<beside>.+)"
_ENGLISH = {
    "framed": rf"(?P<title>.+) in an? (?P<timber>\w+) frame {_ROOM}",
    "to-scale": rf"(?P<title>.+), (?P<size>\d+ × \d+ cm), {_ROOM}",
    "corner": r"A corner of (?P<title>.+) close up: .+",
    "hung": rf"(?P<title>.+) hung between (?P<timber>\w+) rails {_WALL}",
    "open": r"(?P<title>.+) lying open: .+ an? (?P<ruling>\w+) page and a pencil on the right",
    "squared": r"(?P<title>.+) lying open on squared paper .+",
    "flat": r"The pattern of (?P<title>.+), flat",
    "box": r"The box of (?P<title>.+), with its picture on the lid",
}
"""What is said in English of each kind of photograph of which there are many."""


class LocalPictures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it in a language: `patterns` by the kind of photograph, the `words` that they name, and all others by the
    picture's `src`."""

    patterns: Mapping[str, str]
    words: Mapping[str, str]
    pictures: Mapping[str, str]


@cache
def read_pictures(language: Language) -> LocalPictures:
    """Return what photographs show, in a language."""
    return msgspec.convert(tomllib.loads((FOLDER / f"{language}-pictures.toml").read_text()), LocalPictures)


def describe(language: Language, src: str, alt: str, title: str) -> str:
    """Return what a picture shows in a language; `alt` is what it is in English, `title` the product's own there."""
    local = read_pictures(language)
    if src in local.pictures:
        return local.pictures[src]
    kind, match = next((kind, match) for kind, text in _ENGLISH.items() if (match := re.fullmatch(text, alt)))
    named = {name: local.words.get(word, word) for name, word in match.groupdict().items()}
    return local.patterns[kind].format(**(named | {"title": title}))
