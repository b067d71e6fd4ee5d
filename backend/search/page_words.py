"""Which words a page in one language shows of a product. The index's words carry no language; documents tell."""

from backend.contracts.product.translations import title_in
from backend.contracts.types import Language
from backend.search.colour_words import colour_words_in
from backend.search.document import Document
from backend.search.local_titles import LANGUAGES, local_categories
from backend.search.query.analysis import stem, words


def stems_on_page(document: Document, language: Language) -> set[str]:
    """Return the stems of what a page shows of the product beside its description: title, brand, category, tags and
    colours in its language, each in the shop's own where it has none there.
    """
    card = document.card
    categories = [title for each, _, title in local_categories(document) if each == language] or document.titles
    texts = (title_in(language, card.title, card.titles), card.brand, *categories, *_tags(document, language))
    return {stem(word) for word in words(" ".join((*texts, colour_words_in(language, document.colours))))}


def _tags(document: Document, language: Language) -> tuple[str, ...]:
    """Return the tags in the language; all of a document that does not tell whose they are."""
    by_language = dict(document.tags_by_language)
    return by_language.get(language) or by_language.get(LANGUAGES[0]) or (() if by_language else document.tags)
