"""Expansion of a query by synonyms. No I/O."""

from backend.search.document import Groups
from backend.search.query.analysis import words

MAX_WORDINGS = 20
"""How many other wordings are tried at most."""


def expand_synonyms(q: str, synonyms: Groups) -> list[str]:
    """Return the queries in which one word or phrase is replaced by a synonym, without duplicates."""
    padded_query = f" {' '.join(words(q))} "
    ways: dict[str, None] = {}
    for group in synonyms:
        for word in group:
            if (there := f" {' '.join(words(word))} ") in padded_query and there.strip():
                ways |= dict.fromkeys(
                    padded_query.replace(there, f" {other} ").strip() for other in group if other != word
                )
    return list(ways)[:MAX_WORDINGS]
