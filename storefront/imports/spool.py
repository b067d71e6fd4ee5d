"""Entries gathered by product on disk: the rows of a product may stand anywhere in a file larger than memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

import msgspec
from django.utils.text import slugify

from backend.contracts.slug import LONGEST_SLUG, slug
from storefront.imports.entry import Entry
from storefront.imports.money import Marks, split_currency
from storefront.imports.skus import fit_sku

MAX_ENTRIES = 1000
"""Rows of one product; more cannot be right."""

_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4096; PRAGMA temp_store=FILE;
CREATE TABLE entry (seq INTEGER PRIMARY KEY, key TEXT, handle TEXT, apart TEXT, former TEXT, skip INTEGER, body BLOB);
CREATE TABLE also (name TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
CREATE TABLE sku (sku TEXT, seq INTEGER, line INTEGER);
"""
_JOINED = "UPDATE entry SET key = (SELECT key FROM also WHERE name = entry.key) WHERE key IN (SELECT name FROM also)"
_PRODUCTS = """
CREATE INDEX by_key ON entry (key);
CREATE TABLE product AS SELECT min(seq) AS seq, key, \
coalesce(max(nullif(handle, '')), key) AS handle, max(apart) AS apart,
    max(former) AS former, max(skip) AS skip, '' AS id FROM entry GROUP BY key;
UPDATE product SET id = slug(handle), former = coalesce(nullif(former, ''), former_slug(handle));
CREATE INDEX by_id ON product (id); CREATE INDEX by_seq ON product (seq);
UPDATE product SET id = slug(handle || ' ' || apart)
    WHERE apart <> '' AND (id = '' OR id IN (SELECT id FROM product GROUP BY id HAVING count(*) > 1));
CREATE INDEX by_product ON product (key);
CREATE TABLE shared AS SELECT sku.sku, product.key, product.handle, min(line) AS line \
FROM sku JOIN entry USING (seq) JOIN product
    ON product.key = entry.key WHERE NOT product.skip AND sku.sku IN \
(SELECT sku FROM sku GROUP BY sku HAVING count(*) > 1)
    GROUP BY sku.sku, product.key;
"""


@dataclass(frozen=True)
class Group:
    """A product's entries, one more than MOST at most; its id, and the one that an earlier version would have made; the
    handle that has made it. `twin` is another product of the file with the same id, `position` its place in the file,
    `shared` by SKU who else has it."""

    id: str
    entries: list[Entry]
    handle: str
    former: str
    position: int
    twin: str = ""
    shared: dict[str, str] | None = None


class Spool:
    """A throw-away SQLite database that the file's entries wait in. Close it, or use it in a `with`.

    `marks` are the decimal marks of the prices, `named` whether a currency was named.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        # a private file that SQLite deletes itself
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.create_function("slug", 1, lambda text: slug(text, LONGEST_SLUG), deterministic=True)
        self._base.create_function("former_slug", 1, former_slug, deterministic=True)
        self._base.executescript(_TABLES)
        self.marks, self.named = Marks(), False
        try:
            self._fill(entries)
        except BaseException:
            self._base.close()
            raise
        self.count: int = self._one("SELECT count(*) FROM product")
        self._sharing = bool(self._one("SELECT count(*) FROM shared"))

    def _fill(self, entries: Iterable[Entry]) -> None:
        encoder = msgspec.msgpack.Encoder()
        self._base.execute("BEGIN")
        for seq, entry in enumerate(entries, 1):
            row = (seq, entry.key, entry.handle, entry.apart, entry.former, bool(entry.skip), encoder.encode(entry))
            self._base.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            for name in entry.also:
                self._base.execute("INSERT OR IGNORE INTO also VALUES (?, ?)", (name, entry.key))
            if entry.sells and entry.sku and not entry.unsold and (sku := fit_sku(entry.sku).sku):
                self._base.execute("INSERT INTO sku VALUES (?, ?, ?)", (sku, seq, entry.line))
            self._see(entry)
        self._base.execute(_JOINED)
        self._base.execute("COMMIT")
        self._base.executescript(_PRODUCTS)

    def _see(self, entry: Entry) -> None:
        for text in (entry.price, entry.compare_at):
            if text:
                self.marks.see(text)
        self.named = self.named or bool(entry.currency or (entry.price and split_currency(entry.price)[1]))

    def since(self, after: int) -> Iterator[Group]:
        """Yield the products in the file's order. The first `after` of them are passed over."""
        for row in self._base.execute(
            "SELECT seq, key, id, handle, former FROM product ORDER BY seq LIMIT -1 OFFSET ?", (after,)
        ):
            yield self._group(*row)

    def before(self, id: str, position: int) -> Group | None:
        """Return the product of this id that stands before that place of the file."""
        row = self._base.execute(
            "SELECT seq, key, id, handle, former FROM product WHERE (id = ? OR former = ?) AND seq < ?",
            (id, id, position),
        ).fetchone()
        return self._group(*row) if row else None

    def _group(self, seq: int, key: str, id: str, handle: str, former: str) -> Group:
        decoder = msgspec.msgpack.Decoder(Entry)
        rows = self._base.execute("SELECT body FROM entry WHERE key = ? ORDER BY seq LIMIT ?", (key, MAX_ENTRIES + 1))
        entries = [decoder.decode(body) for (body,) in rows]
        twin = self._base.execute("SELECT handle FROM product WHERE id = ? AND key <> ? LIMIT 1", (id, key)).fetchone()
        if former == id or self._one("SELECT count(*) FROM product WHERE id = ?", former):
            former = ""
        return Group(
            id, entries, handle, former, seq, twin[0] if twin else "", self._shared_skus(key) if self._sharing else {}
        )

    def _shared_skus(self, key: str) -> dict[str, str]:
        query = ("SELECT mine.sku, other.handle, other.line FROM shared AS mine JOIN shared AS other "
                 "ON mine.sku = other.sku WHERE mine.key = ? AND other.key <> ?")  # fmt: skip
        return {sku: f"{handle[:60]} (line {line})" for sku, handle, line in self._base.execute(query, (key, key))}

    def _one(self, query: str, *values: str) -> int:
        return int(self._base.execute(query, values).fetchone()[0])

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()


def former_slug(handle: str) -> str:
    """Return the id that a handle made before there was one rule for addresses."""
    return slugify(handle.replace("_", "-"))[:LONGEST_SLUG].strip("-")
