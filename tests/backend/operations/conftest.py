"""A small shop's failed messages."""

from collections.abc import Iterator

import pytest

from backend.operations import dead_letters, queues
from backend.shared import aws
from tests.backend.operations import stack
from tests.backend.tables import definition


@pytest.fixture(autouse=True)
def shop(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """moto waits in real time and forgets nothing between two calls: it is not made to wait."""
    monkeypatch.setattr(dead_letters, "WAIT_SECONDS", 0)
    aws.client("dynamodb").create_table(**definition("order"))
    for name, value in stack.make().items():
        monkeypatch.setenv(name, value)
    yield
    queues.clear_caches()
