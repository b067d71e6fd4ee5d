"""Tries of codes, counted without the table of counts."""

import pytest

from storefront.web import attempts


@pytest.fixture
def code_tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a code was tried; the table of counts is not here."""
    seen: list[str] = []

    def increment(what: str) -> tuple[int, int]:
        seen.append(what)
        return len(seen), 60

    monkeypatch.setattr(attempts, "increment", increment)
    return seen
