"""The invoice service on an AWS account in the test's own process, at a time that the test sets."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.invoice.models import DocumentSummary
from backend.contracts.invoice.operations import LIST_DOCUMENTS
from backend.invoice import consumer, handler
from backend.shared import clock
from tests.backend.events import http, said, sqs, token
from tests.backend.order.checkouts import ADA, order_id

NOW = "2026-11-03T10:12:30.000Z"


@pytest.fixture
def time_now(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock of the service, which has its table."""
    service_table("invoice")
    monkeypatch.setenv("NUMBER_PREFIX", "")

    def set_clock(instant: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    set_clock(NOW)
    return set_clock


def hear(*events: Any) -> list[str]:
    """The messages that come again, of a batch with these events."""
    reply = consumer.handler(sqs(*events), None)
    return [failure["itemIdentifier"] for failure in reply["batchItemFailures"]]


def documents(number: int = 1, owner: str = ADA) -> list[DocumentSummary]:
    """What the order's owner, or whoever asks, is shown."""
    claims = token(owner.removeprefix("shopper#"))
    reply = handler.handler(http(LIST_DOCUMENTS, claims=claims, path={"order_id": order_id(number)}), None)
    return [DocumentSummary(**each) for each in said(reply)["items"]]
