"""Lighthouse's mobile scores, and Web Vitals, of the running demo shop in Chromium.

The shop is a fresh clone on its own local cloud, once its pictures are drawn; its static files are served as in
production. Lighthouse simulates a slow phone on a slow network (its default); each score is the median of `RUNS`. INP
is measured by web-vitals while a list is filtered and a frame is chosen, with the processor slowed down four times.
"""

import json
import os
import re
import subprocess
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from bench import clone
from bench.figure import Figure, table
from bench.guest import begin_checkout
from tests.support.chromium import CHROMIUM, FLAGS

RUNS = 3
NPM = Path(__file__).parent / "npm"
PAGES = {"home": "/", "list": "/shop/art-prints/", "product": "/product/agate/", "basket": "/basket/",
         "checkout": "/checkout/"}  # fmt: skip
OF_A_GUEST = ("basket", "checkout")
"""Pages that are looked at as a guest who has something in the basket and has typed an e-mail address."""
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
"""The least that each score may be, of 100. SEO leaves out a guest's pages: they are not for search engines."""
VITALS = {"largest-contentful-paint": ("LCP", "ms", 1800), "total-blocking-time": ("TBT", "ms", 100),
          "cumulative-layout-shift": ("CLS", "", 0.02)}  # fmt: skip
INP_AIM, SLOWER = 200, 4
_NOTE_INP = "webVitals.onINP(metric => { window.inp = metric.value }, {reportAllChanges: true, durationThreshold: 16})"
DRAWN_SECONDS = 300.0
_DRAWN = re.compile(rb'<source type="image/avif"')


def run() -> list[Figure]:
    subprocess.run([str(NPM / "install.sh")], check=True)
    with clone.clone_project() as folder:
        clone.collect_static(folder)
        with clone.open_shop(folder, clone.ports()) as shop:
            wait_for_pictures(shop.url)
            cookies = begin_checkout(f"{shop.url}{PAGES['product']}")
            seen = {
                name: [_audit(f"{shop.url}{path}", cookies if name in OF_A_GUEST else "") for _ in range(RUNS)]
                for name, path in PAGES.items()
            }
            slowest = _interactions(shop.url)
    scores, vitals = _medians(seen, "categories", "score"), _medians(seen, "audits", "numericValue")
    print(table([("page", *AIMS, *VITALS), *((name, *_row(scores[name], vitals[name])) for name in PAGES)]))
    return [
        *_score_figures(scores),
        *_vital_figures(vitals),
        Figure("INP, slowest page", slowest, "ms", INP_AIM, f"processor {SLOWER} × slower"),
    ]


def wait_for_pictures(url: str) -> None:
    """Wait until the list shows pictures and no sketches any more, for `DRAWN_SECONDS` at most."""
    end = time.monotonic() + DRAWN_SECONDS
    while time.monotonic() < end:
        with urlopen(f"{url}{PAGES['list']}") as reply:
            if len(_DRAWN.findall(reply.read())) >= 24:
                return
        time.sleep(1)
    raise RuntimeError("the pictures were not drawn in time")


def _audit(url: str, cookies: str = "") -> dict[str, Any]:
    command = [str(NPM / "node_modules/.bin/lighthouse"), url, "--quiet", "--output=json",
               f"--extra-headers={json.dumps({'Cookie': cookies} if cookies else {})}",
               f"--only-categories={','.join(AIMS)}", f"--chrome-flags=--headless {' '.join(FLAGS)}"]  # fmt: skip
    path = f"{Path(__file__).parents[1] / '.venv/bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": CHROMIUM, "PATH": path}, capture_output=True, check=True, timeout=180
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _medians(seen: dict[str, list[dict[str, Any]]], part: str, field: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for page, reports in seen.items():
        for name in AIMS if part == "categories" else VITALS:
            values = [report[part][name][field] for report in reports]
            found[page][name] = median(value for value in values if value is not None)
    return found


def _row(scores: dict[str, float], vitals: dict[str, float]) -> list[object]:
    return [*(round(scores[name] * 100) for name in AIMS), *(round(vitals[name], 3) for name in VITALS)]


def _score_figures(scores: dict[str, dict[str, float]]) -> list[Figure]:
    """Say what each score lacks to 100, on the page where it lacks most."""
    figures = []
    for name, least in AIMS.items():
        asked = {page: each[name] for page, each in scores.items() if page not in OF_A_GUEST or name != "seo"}
        worst = min(asked, key=lambda page: asked[page])
        figures.append(
            Figure(f"Lighthouse {name}, lacks to 100", round(100 - asked[worst] * 100), "", 100 - least, f"on {worst}")
        )
    return figures


def _vital_figures(vitals: dict[str, dict[str, float]]) -> list[Figure]:
    figures = []
    for name, (short, unit, most) in VITALS.items():
        worst = max(vitals, key=lambda page: vitals[page][name])
        figures.append(
            Figure(
                f"{short}, slowest page", round(vitals[worst][name], 3), unit, most, f"{worst}, simulated slow phone"
            )
        )
    return figures


def _interactions(url: str) -> float:
    """Return the longest interaction in milliseconds while a list is filtered and a variant is chosen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
        page.add_init_script(f"{(NPM / 'node_modules/web-vitals/dist/web-vitals.iife.js').read_text()};{_NOTE_INP}")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        found = [
            _inp(page, f"{url}{PAGES['list']}", ".tick"),
            _inp(page, f"{url}{PAGES['product']}", ".value:not([aria-current])"),
        ]
        chromium.close()
    return round(max(found))


def _inp(page: Page, address: str, pressed: str) -> float:
    page.goto(address, wait_until="networkidle")
    page.locator(pressed).first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_function("window.inp !== undefined", timeout=10_000)
    return float(page.evaluate("window.inp"))
