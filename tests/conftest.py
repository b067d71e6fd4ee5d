"""What every test may use."""

import gc
import shutil
from collections.abc import Iterator

import pytest

from tests.cloud import ShopCloud, temporary

HEAVY = ("tests/chaos/test_chaos.py", "tests/proofs/test_flash_sale.py", "tests/infra/local/test_serve.py")


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A process takes a file at a time, and one process all of those that keep a machine busy by themselves."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group("heavy" if file in HEAVY else file))


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
