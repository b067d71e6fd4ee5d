"""Texts of a product that people could not tell apart."""

import unicodedata
from collections.abc import Iterable


def find_duplicates(texts: Iterable[str]) -> list[int]:
    """Return the indexes of texts equal to an earlier one, ignoring case, width and accent encoding."""
    visited: set[str] = set()
    twins = []
    for index, text in enumerate(texts):
        key = unicodedata.normalize("NFKC", text).casefold()
        if key in visited:
            twins.append(index)
        visited.add(key)
    return twins
