"""Categories of a product: it stands in one here."""

import re
from collections.abc import Sequence

from storefront.imports.woocommerce_text import paths

_ID = re.compile(r"[0-9]+|[0-9a-f]{32}")
"""What Shopware and OpenCart write in the place of a category's title."""


_KINDS = frozenset((
    *("simple", "variable", "variation", "configurable", "physical", "physical good", "digital", "virtual", "service"),
    *("downloadable", "product", "products", "article", "artikel", "item"),
))  # fmt: skip
"""What columns called as a type tell of articles, and is no place in a shop."""


def deepest(categories: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    """Return the deepest of the categories, the first of equals, and what is to be known of the others."""
    if not categories:
        return (), ""
    best = max(categories, key=len)
    others = [each for each in categories if each != best[: len(each)]]
    left_out = "; ".join(" > ".join(each) for each in others)
    return best, f"it stands in one category, {' > '.join(best)}; left out: {left_out[:200]}" if others else ""


def deepest_titled(categories: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    """Return the deepest of the categories that have a title, and what is to be known of the others."""
    titled = [path for path in categories if not all(map(_ID.fullmatch, path)) and path[-1].casefold() not in _KINDS]
    if categories and not titled:
        return (), f"the category “{' > '.join(categories[0])[:40]}” is a number or a kind of article: left out"
    return deepest(titled)


def split_paths(cell: str) -> tuple[tuple[str, ...], ...]:
    """Return the categories of a cell that commas, semicolons or pipes part, each with the titles of its levels.

    `A > B`, `A->B`, `A / B` and `/a/b` are levels.
    """
    text = cell.replace("->", ">").replace("|", ",").replace(";", ",")
    if text.startswith("/") or " / " in text:
        text = ",".join(path.strip(" /").replace("/", ">") for path in text.split(","))
    return paths(text)
