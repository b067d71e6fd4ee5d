"""The product service's own table."""

from collections.abc import Callable

import pytest


@pytest.fixture
def table(service_table: Callable[[str], str]) -> str:
    """An empty product table, by its name."""
    return service_table("product")
