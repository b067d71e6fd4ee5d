"""A file of a hundred thousand rows, from its first byte to the last request, in memory that does not grow with it."""

import gc
import io
from collections.abc import Iterator
from typing import Any

import msgspec
import psutil
import pytest
import requests

from backend.contracts.inventory.models import Stock
from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.operation import Operation
from backend.contracts.problem import Problem
from backend.contracts.product.models import NewProduct, Product, ProductBody
from backend.contracts.product.operations import CREATE_PRODUCT, GET_PRODUCT
from storefront.clients import api
from storefront.imports.catalogue import open_catalogue
from storefront.imports.run import Import
from storefront.imports.upsert import Outcome

ROWS, SIZES, APART = 100_000, 4, 500
"""Rows of the file, of a product, and how many products stand between two rows of one."""
MOST = 32 * 1024**2
"""Bytes that the process may grow by; the file has 31 MB, and all its products at once would take 65 MB."""
AT = "2026-11-03T10:11:12.123Z"
HEADER = b"Handle,Title,Body (HTML),Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image Src\n"


class Feed(io.RawIOBase):
    """A Shopify file that is made as it is read.

    The rows of a product stand far apart; each tenth has a row that is wrong.
    """

    def __init__(self, count: int, told: list[int]) -> None:
        self._products, self._told = count // SIZES, told
        self.seek(0)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._left, self._rows = b"", self._lines()
        return 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        self._left = self._left or next(self._rows, b"")
        part, self._left = self._left[: len(into)], self._left[len(into) :]
        into[: len(part)] = part
        return len(part)

    def _lines(self) -> Iterator[bytes]:
        yield HEADER
        for begin in range(0, self._products, APART):
            self._told.append(resident())
            for size in range(SIZES):
                yield b"".join(self._line(number, size) for number in range(begin, min(begin + APART, self._products)))

    def _line(self, number: int, size: int) -> bytes:
        price = b"none" if number % 10 == 9 and size == 3 else b"%d.50" % (number % 90 + 3)
        words = b"<p>So many words that stand in a description and more.</p>" * 4
        pieces = b"" if size else b"3"
        picture = b"https://cdn.example/%d-%d.jpg" % (number, size) if number % 3 else b"%d.jpg" % number
        cells = (number, number, words, size, number, size, price, pieces, picture)
        return b"p-%d,Product %d,%s,Things,Size,%d cm,P-%d-%d,%s,%s,%s\n" % cells


class Services:
    """The API at the seam of its HTTP session. It keeps no product: one that was put is told by its number alone.

    The shop has the even ones as they are in the file but for the title of each fourth; the odd ones are new.
    """

    def __init__(self) -> None:
        self.requests, self.sent, self._had = 0, 0, {}  # type: ignore[var-annotated]

    def learn(self, found: NewProduct) -> None:
        """How the shop knows the product that is looked at next."""
        number = int(found.id.removeprefix("p-"))
        title = "Before" if number % 4 == 0 else found.title
        self._had = (
            {} if number % 2 else msgspec.to_builtins(found) | {"title": title, "version": 1, "category_path": "things"}
        )

    def __call__(
        self, operation: Operation, url: str, content: bytes | None, headers: dict[str, str], timeout: Any
    ) -> requests.Response:
        self.requests, self.sent = self.requests + 1, self.sent + len(content or b"")
        if operation is GET_PRODUCT:
            found = self._had | {"created_at": AT, "changed_at": AT}
            return (
                answer(200, found)
                if self._had
                else answer(404, Problem(type="not-found", title="No such product", status=404))
            )
        assert headers["Authorization"] == "Bearer staff-token"
        if operation is SET_STOCK:
            return answer(200, Stock(sku=url.rpartition("/")[2], available=3, held=0, sold=0, version=2))
        made = msgspec.json.decode(content or b"", type=NewProduct if operation is CREATE_PRODUCT else ProductBody)
        told = {"id": "p", "version": 2, "category_path": "things", "created_at": AT, "changed_at": AT}
        return answer(200, msgspec.convert(told | msgspec.to_builtins(made), Product))


def answer(status: int, body: Any) -> requests.Response:
    reply = requests.Response()
    reply.status_code, reply._content = status, msgspec.json.encode(body)
    return reply


def run(rows: int, services: Services, told: list[int]) -> Any:
    """The import. What memory the process has is told while the file is read, and for every two hundredth product."""

    def watch_size(catalogue: Any) -> Iterator[Any]:
        for number, each in enumerate(catalogue):
            if number % 200 == 0:
                told.append(resident())
            if hasattr(each, "product"):
                services.learn(each.product)
            yield each

    with open_catalogue(Feed(rows, told), currency="EUR") as catalogue:  # type: ignore[arg-type]
        return Import(lambda line: None, token="staff-token").run(watch_size(catalogue))


def resident() -> int:
    return int(psutil.Process().memory_info().rss)


@pytest.fixture
def services(service: object, monkeypatch: pytest.MonkeyPatch) -> Services:
    """In the place of the services that `service` tells the addresses of."""
    made = Services()
    monkeypatch.setattr(api, "_send", made)
    return made


def test_a_hundred_thousand_rows_are_read_compared_and_sent_in_bounded_memory(services: Services) -> None:
    run(APART * SIZES, services, [])  # what is imported, compiled and kept once
    gc.collect()
    before, told = resident(), []  # type: ignore[var-annotated]
    summary = run(ROWS, services, told)
    grown = max(told) - before
    products = ROWS // SIZES
    assert summary.done == {
        Outcome.CREATED: products * 4 // 10,
        Outcome.CHANGED: products // 4,
        Outcome.UNCHANGED: products // 4,
    }
    assert (summary.bad, summary.lost, summary.stocked) == (products // 10, products * 9 // 30, products * 9 // 10)
    print(f"{grown / 1024**2:.0f} MB more for {services.requests:,} requests with {services.sent / 1024**2:.0f} MB")
    assert grown < MOST, f"{grown / 1024**2:.0f} MB"
