"""Draws the catalogue's pictures into settings.PICTURES: `<src>-<width>.avif` and `.webp`, four widths each.

A picture is drawn again only when its seed, its knobs or a line of the code that draws it has changed. Files appear
whole or not at all.
"""

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import numpy as np
from PIL import Image

from storefront.demo.canvas import Size
from storefront.demo.item import Art, Item
from storefront.demo.recipe import recipe

MASTER: Size = (1280, 1600)
HALF: Size = (640, 800)  # for drawings that share a photograph
QUALITY = {320: 56, 640: 54, 960: 48, 1280: 44}  # large ones are looked at on dense screens, which hide more
WIDTHS = tuple(QUALITY)
FORMATS: dict[str, dict[str, int]] = {
    "avif": {"speed": 9, "max_threads": 1},  # slower settings save a fifth of the bytes for four times the time
    "webp": {"method": 0},
}
SOFTER = {"avif": 0, "webp": 20}  # what the same look asks for on WebP's scale
MANIFEST = "manifest.json"
LISTED = 2
"""Pictures of an item that are drawn before any other of all items."""

Tell = Callable[[int, int], None]


def draw(art: Art, size: Size = MASTER) -> Image.Image:
    """The drawing alone."""
    return art.draw(size, np.random.default_rng(art.seed), art.palette, **art.knobs)


def photograph(item: Item, number: int, arts: Callable[[int], Image.Image]) -> Image.Image:
    """Picture `number` of an item, from 0; `arts` gives its drawings."""
    shot = item.shots[number]
    subject = [draw(art, HALF) for art in item.arts] if shot.of is None else arts(shot.of)
    seed = int.from_bytes(hashlib.sha256(f"{item.product.id}/{number}".encode()).digest()[:4], "big")
    return shot.scene(subject, np.random.default_rng(seed), **shot.knobs)


def key(item: Item, number: int) -> str:
    """Changes when the picture would."""
    return recipe(item, number, (MASTER, HALF, QUALITY, FORMATS, SOFTER))


def files(folder: Path, src: str) -> list[Path]:
    """Every file of one picture."""
    return [folder / f"{src}-{width}.{ending}" for ending in FORMATS for width in WIDTHS]


def missing_pictures(items: Iterable[Item], folder: Path) -> Iterator[tuple[Item, list[int]]]:
    """Items with the numbers of their pictures that are not there as they should be; what leads the shop first."""
    made = _manifest(folder)
    for item in sorted(items, key=lambda item: -item.product.rank):
        missing = [
            number
            for number, picture in enumerate(item.product.pictures)
            if made.get(picture.src) != key(item, number)
            or not all(file.exists() for file in files(folder, picture.src))
        ]
        if missing:
            yield item, missing


def _manifest(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError):
        return {}


def _put(file: Path, content: Callable[[Path], object]) -> None:
    """Under another name first: a reader never sees half a file."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    content(draft)
    draft.replace(file)


def _scale_down(image: Image.Image, width: int) -> Image.Image:
    shrink, rest = divmod(image.width, width)
    if rest:
        return image.resize((width, width * image.height // image.width), Image.Resampling.BICUBIC)
    return image.reduce(shrink) if shrink > 1 else image


def _save(image: Image.Image, ending: str, file: Path) -> None:
    image.save(file, ending, quality=QUALITY[image.width] + SOFTER[ending], **FORMATS[ending])


def develop(image: Image.Image, folder: Path, src: str) -> None:
    """Write one picture in every width and format."""
    for width in WIDTHS:
        small = _scale_down(image, width)
        for ending in FORMATS:
            _put(folder / f"{src}-{width}.{ending}", functools.partial(_save, small, ending))


def draw_item(item: Item, numbers: list[int], folder: Path) -> dict[str, str]:
    """Draw some of an item's pictures and returns their keys by `src`; its drawings are made once and shared."""
    arts = functools.cache(lambda index: draw(item.arts[index]))
    done = {}
    for number in numbers:
        src = item.product.pictures[number].src
        develop(photograph(item, number, arts), folder, src)
        done[src] = key(item, number)
    return done


def _job(product_id: str, numbers: list[int], folder: Path) -> dict[str, str]:
    from storefront.demo.catalogue import DRAWN

    return draw_item(DRAWN[product_id], numbers, folder)


def _first_things_first(jobs: Iterable[tuple[Item, list[int]]]) -> list[tuple[Item, list[int]]]:
    """What lists show of every item, then its other pictures."""
    every = list(jobs)
    parts = [(item, [number for number in numbers if number < LISTED]) for item, numbers in every]
    parts += [(item, [number for number in numbers if number >= LISTED]) for item, numbers in every]
    return [(item, numbers) for item, numbers in parts if numbers]


def draw_all(items: Mapping[str, Item], folder: Path, tell: Tell) -> int:
    """Draw what is missing on every core; returns how many pictures that were.

    `tell` hears how many are done, of how many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs, made, done = _first_things_first(missing_pictures(items.values(), folder)), _manifest(folder), 0
    total = sum(len(numbers) for _, numbers in jobs)
    if not jobs:
        return 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for finished in as_completed([pool.submit(_job, item.product.id, numbers, folder) for item, numbers in jobs]):
            made.update(fresh := finished.result())
            done += len(fresh)
            _put(folder / MANIFEST, lambda draft: draft.write_text(json.dumps(made, indent=0, sort_keys=True)))
            tell(done, total)
    return total
