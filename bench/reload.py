"""From an edited function to its answer, by the clock: a fresh clone's running shop, whose module is saved as an editor
saves it, and whose API is asked until it answers as edited.

The shop runs by `make run`, so whatever else it does right after its first start goes on: it draws its pictures.
"""

import time
from pathlib import Path
from statistics import median

import requests

from backend.contracts.product.operations import LIST_CATEGORIES
from bench import clone
from bench.figure import Figure
from infra.local.paths import LocalPaths
from infra.local.start import read

ROUNDS, AIM = 10, 5.0
MAX_SECONDS = 60.0
EACH = 0.02  # seconds between two questions
HEADER = "x-edited"
EDIT = """

_answer_{number} = handler


def handler(event, context):
    reply = _answer_{number}(event, context)
    return {{**reply, "headers": {{**reply["headers"], "{header}": "{number}"}}}}
"""
MODULE = "backend/product/handler.py"


def run() -> list[Figure]:
    with clone.clone_project() as folder, clone.open_shop(folder, clone.ports()):
        address = read(LocalPaths(folder / ".local"))["Shop"]["ApiUrl"] + LIST_CATEGORIES.template
        seconds = [_edit(folder / MODULE, address, str(number)) for number in range(ROUNDS)]
    how = f"slowest of {ROUNDS} edits of {MODULE}, while the shop draws its pictures"
    return [
        Figure("an edited function is live", round(max(seconds), 2), "s", AIM, how),
        Figure("the same, p50", round(median(seconds), 2), "s"),
    ]


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
