"""Categories of a product: it stands in one here."""

from collections.abc import Sequence

from storefront.imports.woocommerce_text import paths


def deepest(categories: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    """Return the deepest of the categories, the first of equals, and what is to be known of the others."""
    if not categories:
        return (), ""
    best = max(categories, key=len)
    others = [each for each in categories if each != best[: len(each)]]
    left_out = "; ".join(" > ".join(each) for each in others)
    return best, f"it stands in one category, {' > '.join(best)}; left out: {left_out[:200]}" if others else ""


def split_paths(cell: str) -> tuple[tuple[str, ...], ...]:
    """Return the categories of a cell that commas, semicolons or pipes part, each with the titles of its levels.

    `A > B`, `A->B`, `A / B` and `/a/b` are levels.
    """
    text = cell.replace("->", ">").replace("|", ",").replace(";", ",")
    if text.startswith("/") or " / " in text:
        text = ",".join(path.strip(" /").replace("/", ">") for path in text.split(","))
    return paths(text)
