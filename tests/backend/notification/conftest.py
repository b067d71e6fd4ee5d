"""A table for mails, the shop's address, mails that are caught before they are sent, and accounts of the user pool."""

from collections.abc import Callable, Iterator
from unittest import mock

import pytest

from backend.notification import email_client
from backend.notification.domain import Mail
from backend.shared import accounts


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("notification")
    monkeypatch.setenv("STOREFRONT_URL", "https://halftone.example")
    monkeypatch.setenv("MAIL_FROM", "orders@halftone.example")


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> list[Mail]:
    sent: list[Mail] = []

    def send(mail: Mail) -> str:
        sent.append(mail)
        return f"ses-{len(sent)}"

    monkeypatch.setattr(email_client, "send", send)
    return sent


@pytest.fixture
def account() -> Iterator[mock.Mock]:
    """The user pool's answer about whoever asks."""
    with mock.patch.object(accounts, "client") as cognito:
        yield cognito.return_value.get_user
