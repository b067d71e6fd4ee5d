"""What a first visit loads: HTML, style sheets, scripts, font, and the pictures seen without scrolling; text compressed
by gzip."""

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

from bench.figure import Figure, table
from bench.pages import BARE, Page, pages
from bench.serving import Browser

HTML, CSS, JS, FIRST_PICTURES = 25_000, 20_000, 25_000, 250_000
FIRST_VIEW = {"home": 3, "list": 8}
"""Pictures that a window of 1280 × 800 shows without scrolling."""

_LINKED = {
    "css": re.compile(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"'),
    "js": re.compile(r'<script[^>]+src="([^"]+)"'),
}
_PICTURE = re.compile(r'<source type="image/avif" srcset="([^"]+)"')
PICTURES = Path(__file__).parent.parent / ".local" / "pictures"
_WIDTH = "640"  # what a card or the hero takes on a screen of double density, at most


def small(content: bytes) -> int:
    """Bytes compressed as servers do."""
    return len(gzip.compress(content, 6))


class Weight(NamedTuple):
    """Bytes that a page loads; all but `plain` compressed."""

    page: str
    plain: int
    html: int
    css: int
    js: int
    pictures: int | None


def weigh() -> list[Weight]:
    """Every page that the benchmark knows."""
    with pages() as asked:
        return [_weight(name, page) for name, page in asked.items() if name != BARE]


def _weight(name: str, page: Page) -> Weight:
    browser = Browser(page.port, page.cookie)
    _, html = browser.get(page.path)
    text = html.decode()
    css, js = (sum(small(browser.get(path)[1]) for path in linked_files(text, kind)) for kind in _LINKED)
    return Weight(name, len(html), small(html), css, js, _pictures(text, FIRST_VIEW.get(name, 1)))


def run() -> list[Figure]:
    found = weigh()
    print(table([("page", "HTML", "compressed", "CSS", "JS", "pictures of the first view"), *found]))
    return [
        Figure("HTML, heaviest page", max(weight.html for weight in found), "B", HTML, "compressed"),
        Figure("style sheets, heaviest page", max(weight.css for weight in found), "B", CSS, "compressed"),
        Figure("scripts, heaviest page", max(weight.js for weight in found), "B", JS, "compressed"),
        *picture_figures(found),
    ]


def picture_figures(found: list[Weight]) -> list[Figure]:
    """Return the figure of the page whose first view has the heaviest pictures; none before they are drawn."""
    drawn = {weight.page: weight.pictures for weight in found if weight.pictures is not None}
    if not drawn:
        return []
    page = max(drawn, key=drawn.__getitem__)
    return [Figure("pictures of the first view, heaviest page", drawn[page], "B", FIRST_PICTURES, f"{page}, AVIF")]


def linked_files(html: str, kind: str) -> list[str]:
    """The addresses of what a page loads."""
    return [unescape(path) for path in _LINKED[kind].findall(html)]


def _pictures(html: str, count: int) -> int | None:
    """Bytes of the first pictures as AVIF; None where they have not been drawn on this machine, or none is shown."""
    files = list(_drawn_pictures(html, count))
    return sum(file.stat().st_size for file in files) if files and all(file.exists() for file in files) else None


def _drawn_pictures(html: str, count: int) -> Iterator[Path]:
    for srcset in _PICTURE.findall(html)[:count]:
        found = next(part.split()[0] for part in srcset.split(", ") if part.endswith(f" {_WIDTH}w"))
        yield PICTURES / found.removeprefix("/pictures/")
