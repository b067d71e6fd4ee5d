"""A table for mails, the shop's address, and mails that are caught before they are sent."""

from collections.abc import Callable

import pytest

from backend.notification import email_client
from backend.notification.domain import Mail


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("notification")
    monkeypatch.setenv("STOREFRONT_URL", "https://halftone.example")
    monkeypatch.setenv("MAIL_FROM", "orders@halftone.example")


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[Mail]:
    sent: list[Mail] = []
    monkeypatch.setattr(email_client, "send", sent.append)
    return sent
