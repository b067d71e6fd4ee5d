"""Starts the functions behind the first pages before somebody waits for them."""

from contextlib import suppress
from threading import Thread

import requests

from backend.contracts.operation import AnyOperation
from backend.contracts.product.operations import LIST_CATEGORIES
from backend.contracts.search.operations import SEARCH
from infra.local.paths import LocalPaths
from infra.local.start import read

FIRST: tuple[AnyOperation, ...] = (LIST_CATEGORIES, SEARCH)
"""What every page asks for; one call starts the function of its service."""
PATIENCE = 60.0
"""Seconds: a process that starts on a busy machine is waited for, not started again."""


def warm(paths: LocalPaths) -> None:
    """Asks for each, one after another, while Django starts. Nobody waits for the answers."""
    Thread(target=_ask, args=(read(paths)["Shop"]["ApiUrl"],), daemon=True).start()


def _ask(api: str) -> None:
    for operation in FIRST:
        with suppress(requests.RequestException):
            requests.get(f"{api}{operation.template}", timeout=PATIENCE)
