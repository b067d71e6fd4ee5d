"""Lists in the order that was asked for."""

from pathlib import Path

import msgspec
import pytest

from backend.contracts.inventory.models import Level
from backend.contracts.search.models import SearchQuery, SearchSort
from backend.search.document import Document, document
from backend.search.sqlite import index, product_search
from tests.backend.search.documents import open_index
from tests.backend.search.news import product_changed

DAYS = {"Paper Reef": 1, "Slow Orbit": 3, "Blue Mug": 2}
"""By title, the day of November on which it came into the shop."""


def document_of_day(title: str, day: int) -> Document:
    product = product_changed(title.split()[-1].lower(), title=title).product
    product = msgspec.structs.replace(product, created_at=f"2026-11-0{day}T09:00:00.000Z")
    return document(product, {variant.sku: Level.IN_STOCK for variant in product.variants})


@pytest.mark.parametrize(("sort", "titles"), [
    (SearchSort.NEWEST, ["Slow Orbit", "Blue Mug", "Paper Reef"]),
    (SearchSort.NAME, ["Blue Mug", "Paper Reef", "Slow Orbit"]),
])  # fmt: skip
def test_the_newest_come_first_and_names_go_by_the_alphabet(
    tmp_path: Path, sort: SearchSort, titles: list[str]
) -> None:
    path = tmp_path / "index.sqlite"
    index.build([document_of_day(title, day) for title, day in DAYS.items()], (), path)
    page = product_search.search(open_index(path), SearchQuery(sort=sort))
    assert [hit.title for hit in page.items] == titles
