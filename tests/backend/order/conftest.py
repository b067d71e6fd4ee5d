"""The order table."""

from collections.abc import Callable

import pytest


@pytest.fixture
def order_table(service_table: Callable[[str], str]) -> str:
    return service_table("order")
