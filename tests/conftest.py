"""What every test may use."""

import gc
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.markers import pytest_collection_modifyitems, pytest_ignore_collect
from tests.support.scheduling import pytest_xdist_make_scheduler

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.cloud import ShopCloud

FULL_COLLECTION = 100
"""How many of Python's smaller collections of garbage come before one that looks through all of the memory."""
NEVER = "1000000"
"""Seconds that no test process lives."""

__all__ = [
    "chromium",
    "cloud",
    "pytest_collection",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_ignore_collect",
    "pytest_xdist_make_scheduler",
]


def pytest_collection() -> None:
    """Thousands of tests are made, and none of them is garbage: nothing is gained by looking."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What the collected tests take of the memory is not looked through again and again for garbage.

    Nor is what they load, at each tenth smaller collection.
    """
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, FULL_COLLECTION)
    gc.enable()


@pytest.fixture(scope="session")
def cloud() -> "Iterator[ShopCloud]":
    """The shop on a local cloud of this test process's own: started when first asked for, killed at the end.

    It saves nothing while it runs, for nobody asks for its state again.
    """
    from tests.cloud import ShopCloud, temporary  # a test without a cloud shall not wait for boto3

    folder = temporary()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAVE_SECONDS", NEVER)
        shop = ShopCloud.start(folder)
    yield shop
    shop.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """Chromium, for the whole run."""
    from tests.support.chromium import start_chromium  # a test without a browser shall not wait for Playwright

    with start_chromium() as browser:
        yield browser
