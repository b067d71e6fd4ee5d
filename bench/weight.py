"""What a first visit loads: HTML, style sheets, scripts, font, and the pictures seen without scrolling; text compressed by gzip."""

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from bench.figure import Figure, table
from bench.pages import BARE, pages
from bench.serving import Browser

HTML, CSS, JS = 25_000, 20_000, 25_000
FIRST_VIEW = {"home": 3, "list": 8}
"""Pictures that a window of 1280 × 800 shows without scrolling."""

_LINKED = {"css": re.compile(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"'), "js": re.compile(r'<script[^>]+src="([^"]+)"')}
_PICTURE = re.compile(r'<source type="image/avif" srcset="([^"]+)"')
PICTURES = Path(__file__).parent.parent / ".local" / "pictures"
_WIDTH = "640"  # what a card or the hero takes on a screen of double density, at most


def small(content: bytes) -> int:
    """Bytes compressed as servers do."""
    return len(gzip.compress(content, 6))


def run() -> list[Figure]:
    rows, figures = [], []
    with pages() as asked:
        for name, page in asked.items():
            if name == BARE:
                continue
            browser = Browser(page.port, page.cookie)
            _, html = browser.get(page.path)
            text = html.decode()
            weights = {kind: sum(small(browser.get(path)[1]) for path in linked(text, kind)) for kind in _LINKED}
            rows.append((name, len(html), small(html), weights["css"], weights["js"], _pictures(text, FIRST_VIEW.get(name, 1))))
    print(table([("page", "HTML", "compressed", "CSS", "JS", "pictures of the first view"), *rows]))
    for place, (what, aim) in enumerate((("HTML", HTML), ("CSS", CSS), ("JS", JS)), 2):
        heaviest = max(rows, key=lambda row: row[place])
        figures.append(Figure(f"{what}, heaviest page", heaviest[place], "B", aim, f"{heaviest[0]}, compressed"))
    return figures


def linked(html: str, kind: str) -> list[str]:
    """The addresses of what a page loads."""
    return [unescape(path) for path in _LINKED[kind].findall(html)]


def _pictures(html: str, count: int) -> object:
    """Bytes of the first pictures as AVIF; a dash where they have not been drawn on this machine."""
    files = list(_drawn(html, count))
    return sum(file.stat().st_size for file in files) if files and all(file.exists() for file in files) else "–"


def _drawn(html: str, count: int) -> Iterator[Path]:
    for srcset in _PICTURE.findall(html)[:count]:
        found = next(part.split()[0] for part in srcset.split(", ") if part.endswith(f" {_WIDTH}w"))
        yield PICTURES / found.removeprefix("/pictures/")
