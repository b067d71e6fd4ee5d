"""What every test may use."""

import gc
import shutil
from collections.abc import Iterator

import pytest

from tests.cloud import ShopCloud, temporary
from tests.support.markers import pytest_collection_modifyitems, pytest_ignore_collect

__all__ = ["cloud", "pytest_collection_finish", "pytest_collection_modifyitems", "pytest_ignore_collect"]


def pytest_collection_finish() -> None:
    """What thousands of collected tests take of the memory is not looked through again and again for garbage."""
    gc.freeze()


@pytest.fixture(scope="session")
def cloud() -> Iterator[ShopCloud]:
    """The shop on a local cloud of this test process's own: started when first asked for, killed at the end."""
    folder = temporary()
    shop = ShopCloud.start(folder)
    yield shop
    shop.kill()
    shutil.rmtree(folder, ignore_errors=True)
