"""Somebody who works here."""

from collections.abc import Callable

import pytest
from django.test import Client

from storefront.account import tokens
from tests.storefront.service import STAFF

As = Callable[..., Client]


@pytest.fixture
def worker(guest: Client, sign_in: Callable[[Client, str], None]) -> Client:
    """A browser in which staff are signed in."""
    sign_in(guest, STAFF)
    return guest


@pytest.fixture
def work_as(worker: Client, monkeypatch: pytest.MonkeyPatch) -> As:
    """Put whoever is signed in into these groups."""

    def put(*groups: str) -> Client:
        monkeypatch.setattr(tokens, "groups", lambda session: groups)
        return worker

    return put
