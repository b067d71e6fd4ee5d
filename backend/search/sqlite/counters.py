"""The index's counters beside its documents: sets of products, words and facets; changes are written in batches."""

import sqlite3
from collections import Counter
from collections.abc import Iterable

from backend.search.sqlite.bitmap import BLOCK, pack, unpack

Facet = tuple[str, str, str, str, str, str]  # name, value above, value, the facet's title, the value's, that folded
_FACET = "name, parent, value, title, shown, folded"
_MAX_GATHERED = BLOCK  # products that are gathered at most


class IndexCounters:
    """Pending changes to the counters of one index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._clear()

    def _clear(self) -> None:
        self._gathered = 0
        self._sets: dict[tuple[str, str, int], dict[int, int]] = {}
        self._terms: Counter[tuple[str, str]] = Counter()
        self._facets: Counter[Facet] = Counter()

    def count(
        self,
        number: int,
        by: int,
        sets: Iterable[tuple[str, str]],
        terms: Iterable[tuple[str, str]],
        facets: Iterable[Facet],
    ) -> None:
        """Add (`by` 1) or remove (-1) the product of this number."""
        block, position = divmod(number, BLOCK)
        for name, value in sets:
            self._sets.setdefault((name, value, block), {})[position] = by
        for term in terms:
            self._terms[term] += by
        for facet in facets:
            self._facets[facet] += by
        self._gathered += 1

    def write_if_large(self) -> None:
        if self._gathered >= _MAX_GATHERED:
            self.write()

    def write(self) -> None:
        """Write the pending changes; delete what counts nothing any more."""
        for key, changes in self._sets.items():
            self._write_set(key, changes)
        self._write_counts("term", "word, stem", self._terms)
        self._write_counts("facet", _FACET, self._facets)
        self._clear()

    def _write_set(self, key: tuple[str, str, int], changes: dict[int, int]) -> None:
        where = "WHERE name = ? AND value = ? AND block = ?"
        # the SQL is our own text
        row = self._connection.execute(f"SELECT kept FROM products {where}", key).fetchone()  # noqa: S608
        block = unpack(row[0]) if row else set()
        block |= {position for position, by in changes.items() if by > 0}
        block -= {position for position, by in changes.items() if by < 0}
        if block:
            self._connection.execute("INSERT OR REPLACE INTO products VALUES (?, ?, ?, ?)", (*key, pack(block)))
        else:
            self._connection.execute(f"DELETE FROM products {where}", key)  # noqa: S608 - our own text

    def _write_counts(self, table: str, columns: str, counts: Counter[tuple[str, str]] | Counter[Facet]) -> None:
        rows = [(*key, by) for key, by in counts.items() if by]
        placeholders = ", ".join("?" * (columns.count(",") + 2))
        primary = "word" if table == "term" else columns
        self._connection.executemany(
            f"INSERT INTO {table} VALUES ({placeholders}) "  # noqa: S608
            f"ON CONFLICT ({primary}) DO UPDATE SET count = count + excluded.count",
            rows,
        )
        where = " AND ".join(f"{column} = ?" for column in columns.split(", "))
        self._connection.executemany(
            f"DELETE FROM {table} WHERE {where} AND count = 0",  # noqa: S608 - names of our own tables and columns
            (row[:-1] for row in rows if row[-1] < 0),
        )
