"""What a picture is made from, as a short hash: its numbers, and every line of code that has a hand in it."""

import functools
import hashlib
import importlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from storefront.demo.item import Item

_IMPORT = re.compile(r"^from (storefront\.demo(?:\.\w+)+) import", re.MULTILINE)


@functools.cache
def _source(module: str) -> bytes:
    return Path(str(importlib.import_module(module).__file__)).read_bytes()


@functools.cache
def code(module: str) -> str:
    """A hash over a module and all that it takes from the demo shop."""
    found, waiting = set[str](), [module]
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += _IMPORT.findall(_source(name).decode())
    return hashlib.sha256(b"".join(_source(name) for name in sorted(found))).hexdigest()


def _made_by(function: Callable[..., object], knobs: Mapping[str, object]) -> list[object]:
    return [function.__qualname__, sorted(knobs.items()), code(function.__module__)]


def recipe(item: Item, number: int, settings: object) -> str:
    """The hash for picture `number` of an item, from 0; `settings` is how it is written to files."""
    shot = item.shots[number]
    parts = [settings, *_made_by(shot.scene, shot.knobs)]
    for art in item.arts if shot.of is None else item.arts[shot.of : shot.of + 1]:
        parts += [art.seed, art.palette, *_made_by(art.draw, art.knobs)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]
