"""Pages of the storefront next to a bare Django view of 24 cards, one at a time and sixteen at a time, with the time at
the API listed separately.

Both servers run at once and are asked in turn, so that any other load on this machine affects both.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from bench import stock
from bench.figure import Figure, table
from bench.serving import THREADS, Browser, serve
from bench.serving.paths import SESSION

ROUNDS, ALONE, TOGETHER = 6, 15, 160
AIMS = {"home": 1.0, "list": 2.0, "product": 1.5, "basket": 2.0, "checkout": 3.0}
"""Times the bare view, one at a time and sixteen at a time."""

BARE = "bare view"
PATHS = {"home": "/", "list": "/shop/", "product": f"/product/{stock.PRODUCTS[0].id}/", "basket": "/basket/", "checkout": "/checkout/",
         "orders": "/orders/"}  # fmt: skip
SIGNED_IN = ("basket", "checkout", "orders")


@dataclass
class Times:
    """Milliseconds of a page: as one browser waits for it, and of the server's time when sixteen ask; `api` of each at
    the API."""

    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    api: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    port: int
    path: str
    cookie: str = ""


@contextmanager
def pages() -> Iterator[dict[str, Page]]:
    """The bare view and the storefront's pages, served."""
    with serve("bench.serving.bare") as bare, serve("bench.serving.storefront") as shop:
        cookie = f"session={Browser(shop).get(SESSION)[1].decode()}"
        yield {BARE: Page(bare, "/")} | {
            name: Page(shop, path, cookie if name in SIGNED_IN else "") for name, path in PATHS.items()
        }


def run() -> list[Figure]:
    with pages() as asked:
        times = {name: Times() for name in asked}
        for turn in range(ROUNDS + 1):
            for name, page in asked.items():
                _ask(page, times[name] if turn else Times())  # the first turn warms up
    return _all_figures(times)


def _ask(page: Page, times: Times) -> None:
    browser = Browser(page.port, page.cookie)
    for _ in range(ALONE):
        started = time.perf_counter()
        times.api.append(_get(browser, page))
        times.alone.append((time.perf_counter() - started) * 1000)
    with ThreadPoolExecutor(THREADS) as crowd:
        started = time.perf_counter()
        list(crowd.map(lambda _: _several(page), range(THREADS)))
        times.together.append((time.perf_counter() - started) * 1000 / TOGETHER)


def _several(page: Page) -> None:
    browser = Browser(page.port, page.cookie)
    for _ in range(TOGETHER // THREADS):
        _get(browser, page)


def _get(browser: Browser, page: Page) -> float:
    """Milliseconds at the API."""
    reply, content = browser.get(page.path)
    if reply.status != 200 or not content:
        raise RuntimeError(f"{page.path}: {reply.status}")
    return float(reply.headers.get("api-ms", 0))


def _all_figures(times: dict[str, Times]) -> list[Figure]:
    api = {name: median(each.api) for name, each in times.items()}
    alone = {name: median(each.alone) - api[name] for name, each in times.items()}
    together = {name: median(each.together) - api[name] for name, each in times.items()}
    rows = [
        (
            name,
            alone[name],
            alone[name] / alone[BARE],
            together[name],
            together[name] / together[BARE],
            1000 / together[name],
            api[name],
        )
        for name in times
    ]
    print(
        table(
            [
                ("page", "1 at a time ms", "× bare", f"{THREADS} at a time ms", "× bare", "pages/s", "API ms apart"),
                *rows,
            ]
        )
    )
    return [*_figures("one", alone), *_figures(str(THREADS), together)]


def _figures(many: str, milliseconds: dict[str, float]) -> list[Figure]:
    return [
        Figure(f"{name} page, {many} at a time", round(milliseconds[name] / milliseconds[BARE], 2), "× bare", AIMS.get(name),
               f"{milliseconds[name]:.2f} ms each")
        for name in PATHS
    ]  # fmt: skip
