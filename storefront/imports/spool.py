"""Entries gathered by product on disk: the rows of a product may stand anywhere in a file that is larger than memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

import msgspec
from django.utils.text import slugify

from storefront.imports.entry import Entry

MOST = 1000
"""Rows of one product; more cannot be right."""


class Spool:
    """A throw-away SQLite database that the file's entries wait in. Close it, or use it in a `with`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # a private file that SQLite deletes itself
        self._base.create_function("id", 1, slug, deterministic=True)
        self._base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4096; PRAGMA temp_store=FILE;"
                                 "CREATE TABLE entry (seq INTEGER PRIMARY KEY, key TEXT, body BLOB);"
                                 "CREATE TABLE also (name TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;")  # fmt: skip
        try:
            self._fill(entries)
        except BaseException:
            self._base.close()
            raise
        self.count: int = self._base.execute("SELECT count(*) FROM product").fetchone()[0]

    def _fill(self, entries: Iterable[Entry]) -> None:
        encoder = msgspec.msgpack.Encoder()
        self._base.execute("BEGIN")
        for entry in entries:
            self._base.execute("INSERT INTO entry (key, body) VALUES (?, ?)", (entry.key, encoder.encode(entry)))
            for name in entry.also:
                self._base.execute("INSERT OR IGNORE INTO also VALUES (?, ?)", (name, entry.key))
        self._base.execute("UPDATE entry SET key = (SELECT key FROM also WHERE name = entry.key) WHERE key IN (SELECT name FROM also)")
        self._base.execute("COMMIT")
        self._base.executescript("CREATE INDEX by_key ON entry (key);"
                                 "CREATE TABLE product AS SELECT min(seq) AS seq, key, id(key) AS id FROM entry GROUP BY key;"
                                 "CREATE INDEX by_id ON product (id); CREATE INDEX by_seq ON product (seq);")  # fmt: skip

    def since(self, after: int) -> Iterator[tuple[str, list[Entry], bool]]:
        """Each product's id, entries (one more than MOST at most), and whether another key makes the same id; in the file's order.

        The first `after` products are passed over.
        """
        decoder = msgspec.msgpack.Decoder(Entry)
        for key, id in self._base.execute("SELECT key, id FROM product ORDER BY seq LIMIT -1 OFFSET ?", (after,)):
            found = self._base.execute("SELECT body FROM entry WHERE key = ? ORDER BY seq LIMIT ?", (key, MOST + 1))
            group = [decoder.decode(body) for (body,) in found]
            twice = self._base.execute("SELECT count(*) FROM (SELECT 1 FROM product WHERE id = ? LIMIT 2)", (id,)).fetchone()[0] > 1
            yield id, group, twice

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._base.close()


def slug(key: str) -> str:
    """The id that a handle makes."""
    return slugify(key.replace("_", "-"))[:100].strip("-")
