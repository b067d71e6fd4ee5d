"""The programs that draw the demo's pictures, by the brand of what they draw: `programs.toml`.

A brand that is no program has none, so an imported catalogue shows nothing of this.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from storefront.web import languages

FILE = Path(__file__).with_name("programs.toml")


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A program: what it does, by language, and a few lines of its `module` in `storefront/demo/art`."""

    module: str
    words: Mapping[str, str]
    code: str

    @property
    def description(self) -> str:
        """What it does, in the page's language."""
        return self.words[languages.current()]


@cache
def read_programs() -> Mapping[str, Program]:
    """Return every program by its brand."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), dict[str, Program])


def find_program(brand: str) -> Program | None:
    """Return the program of a brand, None where it is none."""
    return read_programs().get(brand)
