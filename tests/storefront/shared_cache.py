"""A shared cache before the storefront, as RFC 9111 has it, and visitors behind it."""

from pathlib import Path

import httpx
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport

from storefront.wsgi import application

URL = "http://localhost:8000"


class SharedCache:
    """All visitors share what it keeps; `asked` are the addresses that `origin` was asked for: the storefront in this
    process, or another."""

    def __init__(self, folder: Path, origin: httpx.BaseTransport | None = None) -> None:
        self.asked: list[str] = []
        self.transport = CacheTransport(
            _Counting(self.asked, origin or httpx.WSGITransport(application)),
            SqliteStorage(database_path=folder / "cache.db"),
            rfc=CacheOptions(shared=True),
        )

    def visitor(self, **cookies: str) -> httpx.Client:
        """Return a browser of its own, with these cookies."""
        return httpx.Client(transport=self.transport, base_url=URL, cookies=cookies, headers={"Accept": "text/html"})


class _Counting(httpx.BaseTransport):
    def __init__(self, asked: list[str], origin: httpx.BaseTransport) -> None:
        self._asked, self._next = asked, origin

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._asked.append(request.url.raw_path.decode())
        return self._next.handle_request(request)
