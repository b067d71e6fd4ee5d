"""Chromium as the tests start it: once for each test process, since a thread can run only one of Playwright's loops."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

KNOWN = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)  # the shell has no windows to keep: half the work
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, KNOWN)), "chromium")
QUIET = ("background-networking", "component-update", "sync", "gpu", "quic")
FLAGS = ["--no-sandbox", "--no-first-run", *(f"--disable-{each}" for each in QUIET)]


@contextmanager
def start_chromium() -> Iterator[Browser]:
    """Start it, and end it with the block."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop stands in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
