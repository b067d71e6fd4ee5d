"""The search service's own engine over products in memory, in the place of the service: what it finds is what the shop
would find."""

import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from backend.contracts.inventory.models import Level
from backend.contracts.product.models import Product
from backend.contracts.search.models import SearchPage, SearchQuery, Suggestions
from backend.search.document import document
from backend.search.sqlite import index, product_search, suggestions


class Searching:
    """Finds among these products; an index is made when the first thing is searched, and again when the products are
    others."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / "index.sqlite"
        self._of: object = None

    def search(self, products: Sequence[Product], levels: Mapping[str, Level], asked: SearchQuery) -> SearchPage:
        with closing(self._open(products, levels)) as connection:
            return product_search.search(connection, asked)

    def suggest(self, products: Sequence[Product], levels: Mapping[str, Level], q: str) -> Suggestions:
        with closing(self._open(products, levels)) as connection:
            return suggestions.suggest(connection, q)

    def _open(self, products: Sequence[Product], levels: Mapping[str, Level]) -> sqlite3.Connection:
        of = ([(product.id, product.version) for product in products], dict(levels))
        if of != self._of:
            self._path.unlink(missing_ok=True)
            index.build((document(product, levels) for product in products), (), self._path)
            self._of = of
        return sqlite3.connect(self._path)
