"""A shop in memory that staff are signed in to."""

import pytest

from storefront.clients import api
from storefront.imports import stock, upsert
from tests.storefront.imports.shop import Shop


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    monkeypatch.setattr(api, "call", made.call)
    monkeypatch.setattr(upsert, "access_token", lambda: "staff-token")
    monkeypatch.setattr(stock, "access_token", lambda: "staff-token")
    return made
