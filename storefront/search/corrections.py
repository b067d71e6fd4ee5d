"""Words that the search corrected to, as the shop writes them: it knows them without accents and in small letters."""

import re
from collections.abc import Iterable

from backend.contracts.search.models import SearchPage, Suggestions
from backend.contracts.text_folding import fold_text
from storefront.product import catalogue

_WORD = re.compile(r"[^\W\d_]+")


def as_written(words: str, page: SearchPage | Suggestions) -> str:
    """Return the words with the accents that titles of products and categories have: notizbucher → Notizbücher."""
    if not words:
        return words
    spellings = {fold_text(word): word for text in _texts(page) for word in _WORD.findall(text) if not word.isascii()}
    return " ".join(spellings.get(word, word) for word in words.split())


def _texts(page: SearchPage | Suggestions) -> Iterable[str]:
    """Yield the titles of what was found, in the page's language: the last one with a word tells its spelling."""
    yield from (hit.title for hit in (page.products if isinstance(page, Suggestions) else page.items))
    yield from (category.title for category in catalogue.tree().items)
