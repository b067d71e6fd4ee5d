"""The search service's own engine over products in memory, in the place of the service: what it finds is what the shop
would find."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from backend.contracts.inventory.models import Level
from backend.contracts.product.models import Product
from backend.contracts.search.models import SearchPage, SearchQuery, Suggestions
from backend.search.document import document
from backend.search.sqlite import index, product_search, suggestions

_folder = tempfile.TemporaryDirectory()


class Searching:
    """Finds among these products; an index is made once in this process for the same products, which most tests have."""

    def search(self, products: Sequence[Product], levels: Mapping[str, Level], asked: SearchQuery) -> SearchPage:
        with closing(self._open(products, levels)) as connection:
            return product_search.search(connection, asked)

    def suggest(self, products: Sequence[Product], levels: Mapping[str, Level], q: str) -> Suggestions:
        with closing(self._open(products, levels)) as connection:
            return suggestions.suggest(connection, q)

    def _open(self, products: Sequence[Product], levels: Mapping[str, Level]) -> sqlite3.Connection:
        content = msgspec.json.encode((products, levels), order="sorted")
        path = Path(_folder.name) / hashlib.sha256(content).hexdigest()
        if not path.exists():
            index.build((document(product, levels) for product in products), (), path)
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
