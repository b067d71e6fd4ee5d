"""A catalogue's file, opened: its format, how many products it holds, and each of them, read to the end before the first is told."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO

from storefront.imports.entry import Entry, Found, NotReadable
from storefront.imports.formats import IN_PIECES, READERS, recognized
from storefront.imports.make import made
from storefront.imports.opened import lines
from storefront.imports.spool import Spool


class Catalogue:
    """`format` is a name of READERS, `count` the number of products, good or not."""

    def __init__(self, format: str, spool: Spool, currency: str) -> None:
        self.format, self.count, self._spool, self._currency = format, spool.count, spool, currency

    def __iter__(self) -> Iterator[Found]:
        return self.since(0)

    def since(self, after: int) -> Iterator[Found]:
        """The products behind the first `after`."""
        for id, group, twice in self._spool.since(after):
            yield made(id, group, twice, self._currency)


@contextmanager
def opened(raw: IO[bytes], *, currency: str, format: str = "", encoding: str = "", most: int = 0, rows: int = 0) -> Iterator[Catalogue]:
    """Raises NotReadable for a file that is no catalogue, breaks off, unpacks to more than `most` bytes or has more than `rows` rows
    (0: what a command takes). Prices that name no currency are in `currency`.
    """
    with closing(lines(raw, encoding, pieces=True)) as start:  # type: ignore[type-var]
        format = format or recognized(start)
    entries = READERS[format](lines(raw, encoding, pieces=format in IN_PIECES, most=most), currency)
    with Spool(_bounded(entries, rows) if rows else entries) as spool:
        yield Catalogue(format, spool, currency)


def _bounded(entries: Iterator[Entry], rows: int) -> Iterator[Entry]:
    for number, entry in enumerate(entries, 1):
        if number > rows:
            raise NotReadable(f"line {entry.line}: more than {rows:,} rows; import it with manage.py import_products")
        yield entry
