"""A catalogue's file, opened: how it is written, how many products it holds, and each of them, read to the end before
the first is told."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import IO

from backend.contracts.shop import CURRENCY
from storefront.imports.build_counts import build_counts
from storefront.imports.build_product import build_product
from storefront.imports.decode import encoding_of, lines
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, Found, NotReadable
from storefront.imports.formats import IN_PIECES, OF_PIECES, READERS, recognize
from storefront.imports.spool import Group, Spool


class Catalogue:
    """`format` is a name of READERS, `count` the number of products, good or not, `dialect` how the file is written."""

    def __init__(self, dialect: Dialect, spool: Spool, pieces: int | None = None) -> None:
        self.format, self.count, self.dialect = dialect.format, spool.count, dialect
        self._spool, self._pieces = spool, pieces

    def __iter__(self) -> Iterator[Found]:
        return self.since(0)

    def since(self, after: int) -> Iterator[Found]:
        """Yield the products behind the first `after`."""
        for group in self._spool.since(after):
            yield self._build(group)

    def before(self, id: str, position: int) -> Found | None:
        """Return the product of this id that stands before that place of the file, if there is one."""
        group = self._spool.before(id, position)
        return self._build(group) if group else None

    def _build(self, group: Group) -> Found:
        if self.format in OF_PIECES:
            return build_counts(group)
        return build_product(group, self.dialect, self._pieces)


@contextmanager
def open_catalogue(
    raw: IO[bytes], *, currency: str = CURRENCY, into: str = CURRENCY, format: str = "", encoding: str = "",
    decimal: str = "", rates: tuple[tuple[str, Decimal], ...] = (), pieces: int | None = None,
    pictures_at: str = "", most: int = 0, rows: int = 0,
) -> Iterator[Catalogue]:  # fmt: skip
    """Open a file; what is not named is found out.

    `decimal` is the mark before prices' decimals, `pieces` are those of variants whose pieces the file does not tell.
    Pictures without an address are at `pictures_at`.
    Prices that name no currency are in `currency`, and `rates` convert others into the shop's, `into`.

    Raises NotReadable for a file that is no catalogue, breaks off, unpacks to more than `most` bytes or has more than
    `rows` rows (0: what a command takes).
    """
    encoding = encoding_of(raw, encoding, most)
    with closing(lines(raw, encoding, pieces=True)) as start:  # type: ignore[type-var]
        recognized = recognize(start, format if format in READERS else "")
    dialect = replace(
        recognized,
        encoding=encoding,
        currency=currency,
        rates=rates,
        into=into,
        decimal=recognized.decimal or decimal,
        asked=bool(decimal),
        pictures_at=pictures_at,
    )
    entries = READERS[dialect.format](lines(raw, encoding, pieces=dialect.format in IN_PIECES, most=most), dialect)
    with Spool(_limit_rows(entries, rows) if rows else entries) as spool:
        yield Catalogue(
            replace(
                dialect,
                decimal=dialect.decimal or spool.marks.common_mark,
                named=spool.named or dialect.format in OF_PIECES,
            ),
            spool,
            pieces,
        )


def _limit_rows(entries: Iterator[Entry], rows: int) -> Iterator[Entry]:
    for number, entry in enumerate(entries, 1):
        if number > rows:
            raise NotReadable(f"line {entry.line}: more than {rows:,} rows; import it with manage.py import_products")
        yield entry
