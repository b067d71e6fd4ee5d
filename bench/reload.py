"""From an edited function to its answer, in elapsed time: a module is saved as an editor saves it while a local cloud
runs and is watched as by `make run`, and the API is called until it answers as edited."""

import shutil
import time
from pathlib import Path
from statistics import median

import requests

from backend.contracts.product.operations import LIST_CATEGORIES
from bench.figure import Figure
from infra.local.paths import ROOT
from infra.local.reload import Reloader
from infra.local.watch import watch
from tests.cloud import ShopCloud, temporary

ROUNDS, AIM = 10, 5.0
MAX_SECONDS = 60.0
EACH = 0.02  # seconds between two questions
MODULE = "backend/product/handler.py"
HEADER = "x-edited"
EDIT = """

_answer_{number} = handler


def handler(event, context):
    reply = _answer_{number}(event, context)
    return {{**reply, "headers": {{**reply["headers"], "{header}": "{number}"}}}}
"""


def run() -> list[Figure]:
    folder = temporary()
    shop = ShopCloud.start(folder / "cloud")
    try:
        seconds = _edit_all(shop, folder / "project")
    finally:
        shop.stop()
        shutil.rmtree(folder)
    return [
        Figure(
            "an edited function is live", round(max(seconds), 2), "s", AIM, f"slowest of {ROUNDS} edits of `{MODULE}`"
        ),
        Figure("the same, p50", round(median(seconds), 2), "s"),
    ]


def _edit_all(shop: ShopCloud, project: Path) -> list[float]:
    """Return the seconds of each edit of a copy of the functions, which the watch looks at instead of the project's."""
    shutil.copytree(ROOT / "backend", project / "backend", ignore=shutil.ignore_patterns("__pycache__"))
    end_watch = watch(shop.place, shop.cloud, print, Reloader(print, project), when_gone=lambda: None)
    try:
        return [_edit(project / MODULE, shop.api + LIST_CATEGORIES.template, str(number)) for number in range(ROUNDS)]
    finally:
        end_watch()


def _edit(module: Path, address: str, number: str) -> float:
    """Return the seconds from saving the edited module to the first answer of the edited function."""
    text = module.read_text(encoding="utf-8") + EDIT.format(number=number, header=HEADER)
    started = time.monotonic()
    module.write_text(text, encoding="utf-8")
    while time.monotonic() < started + MAX_SECONDS:
        if requests.get(address, timeout=MAX_SECONDS).headers.get(HEADER) == number:
            passed = time.monotonic() - started
            print(f"edit {number}: {passed:.2f} s", flush=True)
            return passed
        time.sleep(EACH)
    raise RuntimeError(f"the edit was not live within {MAX_SECONDS:g} s")
