"""Draws the catalogue's pictures into settings.PICTURES: `<src>-<width>.avif` and `.webp`, four widths each.

A picture is drawn again only when its seed, its knobs or a line of the code that draws it has changed. Files appear whole or not at all.
"""

import functools
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np
from PIL import Image

from storefront.demo.canvas import Size
from storefront.demo.item import Art, Item, Shot
from storefront.demo.palette import PALETTES

MASTER: Size = (1280, 1600)
WIDTHS = (320, 640, 960, 1280)
FORMATS: dict[str, dict[str, int]] = {
    "avif": {"quality": 52, "speed": 9, "max_threads": 1},  # slower settings save a fifth of the bytes for four times the time
    "webp": {"quality": 72, "method": 0},
}
MANIFEST = "manifest.json"
_IMPORT = re.compile(r"from (storefront\.demo\.[\w.]+) import")


@functools.cache
def _code(module: str) -> str:
    """A hash of a module and of all that it takes from the demo shop."""
    source = Path(str(sys.modules[module].__file__)).read_bytes()
    total = hashlib.sha256(source)
    for name in sorted(set(_IMPORT.findall(source.decode()))):
        total.update(_code(name).encode())
    return total.hexdigest()


def key(item: Item, shot: Shot) -> str:
    """Changes when the picture would."""
    recipe: list[object] = [MASTER, WIDTHS, FORMATS, shot.scene.__qualname__, sorted(shot.knobs.items()), _code(shot.scene.__module__)]
    for art in item.arts if shot.of is None else item.arts[shot.of : shot.of + 1]:
        recipe += [art.draw.__qualname__, art.seed, PALETTES[art.palette], sorted(art.knobs.items()), _code(art.draw.__module__)]
    return hashlib.sha256(repr(recipe).encode()).hexdigest()[:24]


def drawn(art: Art, size: Size = MASTER) -> Image.Image:
    """The drawing alone."""
    return art.draw(size, np.random.default_rng(art.seed), PALETTES[art.palette], **art.knobs)


def photographed(item: Item, number: int, arts: Callable[[int], Image.Image]) -> Image.Image:
    """Picture `number` of an item, from 0; `arts` gives its drawings."""
    shot = item.shots[number]
    subject = [arts(index) for index in range(len(item.arts))] if shot.of is None else arts(shot.of)
    seed = int.from_bytes(hashlib.sha256(f"{item.product.id}/{number}".encode()).digest()[:4])
    return shot.scene(subject, np.random.default_rng(seed), **shot.knobs)


def files(folder: Path, src: str) -> list[Path]:
    """Every file of one picture."""
    return [folder / f"{src}-{width}.{ending}" for ending in FORMATS for width in WIDTHS]


def wanted(items: Iterable[Item], folder: Path) -> Iterator[tuple[Item, list[int]]]:
    """Items with the numbers of their pictures that are not there as they should be; what leads the shop first."""
    made = _manifest(folder)
    for item in sorted(items, key=lambda item: -item.product.rank):
        missing = [
            number
            for number, (picture, shot) in enumerate(zip(item.product.pictures, item.shots, strict=True))
            if made.get(picture.src) != key(item, shot) or not all(file.exists() for file in files(folder, picture.src))
        ]
        if missing:
            yield item, missing


def _manifest(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError):
        return {}


def _write(file: Path, put: Callable[[Path], None]) -> None:
    """Under another name first: a reader never sees half a file."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    put(draft)
    draft.replace(file)


def develop(image: Image.Image, folder: Path, src: str) -> None:
    """Writes one picture in every width and format."""
    for width in WIDTHS:
        small = (
            image if width == MASTER[0] else image.resize((width, width * MASTER[1] // MASTER[0]), Image.Resampling.BICUBIC, reducing_gap=2)
        )
        for ending, options in FORMATS.items():
            _write(folder / f"{src}-{width}.{ending}", lambda draft, e=ending, s=small, o=options: s.save(draft, e, **o))  # type: ignore[misc]


def draw_item(item: Item, numbers: list[int], folder: Path) -> dict[str, str]:
    """Draws some of an item's pictures; its drawings are made once and shared between them."""
    arts = functools.cache(lambda index: drawn(item.arts[index]))
    done = {}
    for number in numbers:
        src = item.product.pictures[number].src
        develop(photographed(item, number, arts), folder, src)
        done[src] = key(item, item.shots[number])
    return done


def _job(product_id: str, numbers: list[int], folder: Path) -> dict[str, str]:
    from storefront.demo.catalogue import ITEMS

    return draw_item(ITEMS[product_id], numbers, folder)


def draw_all(items: Iterable[Item], folder: Path, tell: Callable[[int, int], None]) -> int:
    """Draws what is missing on every core and returns how many pictures that were; `tell` hears of each item: pictures done, and of how many."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs, made, done = list(wanted(items, folder)), _manifest(folder), 0
    total = sum(len(numbers) for _, numbers in jobs)
    if not jobs:
        return 0
    with ProcessPoolExecutor(os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) as pool:
        for finished in as_completed([pool.submit(_job, item.product.id, numbers, folder) for item, numbers in jobs]):
            made.update(fresh := finished.result())
            done += len(fresh)
            _write(folder / MANIFEST, lambda draft: draft.write_text(json.dumps(made, indent=0, sort_keys=True)) and None)
            tell(done, total)
    return total
