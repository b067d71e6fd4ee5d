"""The review table."""

from collections.abc import Callable

import pytest


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("review")
