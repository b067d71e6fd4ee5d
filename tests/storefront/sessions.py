"""Sessions in memory, for tests of pages: like the shop's own, without its table. They hold no tokens."""

from typing import Any

from django.contrib.sessions.backends.cache import SessionStore as InMemory


class SessionStore(InMemory):
    """`beside` is where the shop's own sessions keep a shopper's tokens."""

    beside: dict[str, Any]

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.beside = {}
