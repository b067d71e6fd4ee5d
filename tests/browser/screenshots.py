"""Screenshots to look at: `SCREENSHOTS=/tmp/pages make test TESTS=tests/browser/test_every_page.py` writes every page."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page

FOLDER = os.environ.get("SCREENSHOTS", "")


def take(page: Page, name: str) -> None:
    """Write the whole page to `FOLDER` as `<name>.png`; nothing where no folder is set."""
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png", full_page=True)
