"""Pages while every call to the services takes two seconds: the first page of a process with empty caches, as a browser
waits for it."""

import time

from backend.contracts.product.models import MAX_AGE_SECONDS
from bench import stock
from bench.figure import Figure, table
from bench.pages import PATHS, SIGNED_IN
from bench.serving import Browser, serve
from bench.serving.paths import SESSION

DELAY = 2.0
PAGE_AIM, VARIANT_AIM = 2.5, 2.2
PAGES = ("home", "list", "product", "basket", "checkout")
BUY_BOX = {"HX-Request": "true", "HX-Target": "buy"}


def run() -> list[Figure]:
    seconds = {name: _first_page(name) for name in PAGES}
    seconds["variant change"] = _variant()
    print(
        table(
            [
                ("page", "seconds", "calls of 2 s in a row"),
                *((name, each, round(each / DELAY)) for name, each in seconds.items()),
            ]
        )
    )
    slowest = max(PAGES, key=lambda name: seconds[name])
    return [
        Figure("slowest page, each call taking 2 s", round(seconds[slowest], 2), "s", PAGE_AIM, slowest),
        Figure(
            "variant change, each call taking 2 s",
            round(seconds["variant change"], 2),
            "s",
            VARIANT_AIM,
            "the buy box by htmx",
        ),
    ]


def _first_page(name: str) -> float:
    with serve("bench.serving.storefront", BENCH_DELAY=str(DELAY)) as port:
        cookie = f"session={Browser(port).get(SESSION)[1].decode()}" if name in SIGNED_IN else ""
        return _seconds(Browser(port, cookie), PATHS[name])


def _variant() -> float:
    """The product's page has been seen; what was kept of it is too old by then."""
    path = PATHS["product"]
    with serve("bench.serving.storefront", BENCH_DELAY=str(DELAY)) as port:
        browser = Browser(port)
        _seconds(browser, path)
        time.sleep(MAX_AGE_SECONDS + 0.5)
        return _seconds(browser, f"{path}?v={stock.PRODUCTS[0].variants[-1].sku}", **BUY_BOX)


def _seconds(browser: Browser, path: str, **headers: str) -> float:
    started = time.perf_counter()
    reply, _ = browser.get(path, **headers)
    if reply.status != 200:
        raise RuntimeError(f"{path}: {reply.status}")
    return time.perf_counter() - started
