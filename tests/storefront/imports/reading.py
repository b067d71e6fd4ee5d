"""A file read, and what came of it."""

import io
from typing import Any

from storefront.imports.catalogue import open_catalogue
from storefront.imports.entry import Bad, Found, Good


def read(content: str | bytes, **how: Any) -> list[Found]:
    """What the file holds."""
    with open_catalogue(io.BytesIO(content.encode() if isinstance(content, str) else content), **how) as catalogue:
        return list(catalogue)


def words(content: str | bytes, **how: Any) -> str:
    """How the file was read."""
    with open_catalogue(io.BytesIO(content.encode() if isinstance(content, str) else content), **how) as catalogue:
        return catalogue.dialect.words()


def good(content: str | bytes, **how: Any) -> list[Good]:
    """Its products, all of which are good."""
    found = read(content, **how)
    assert all(isinstance(each, Good) for each in found), found
    return [each for each in found if isinstance(each, Good)]


def bad(content: str | bytes, **how: Any) -> list[tuple[int, str]]:
    """Line and reason of those that are refused."""
    return [(each.line, each.reason) for each in read(content, **how) if isinstance(each, Bad)]


def notes(content: str | bytes, **how: Any) -> list[tuple[int, str]]:
    """Lines and things to know."""
    return [note for each in good(content, **how) for note in each.notes]
