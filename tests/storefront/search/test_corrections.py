"""Words that the search corrected to are shown as the shop writes them. What goes wrong comes first."""

import pytest

from backend.contracts.product.models import Category
from backend.contracts.search.models import Facet, FacetValue, Hit, SearchPage, Suggestions
from storefront.search.corrections import as_written


def page(*titles: str, category: str = "Notizbücher") -> SearchPage:
    """A page of products of these titles, in a category."""
    hits = tuple(Hit(id=f"p-{n}", title=title, currency="EUR", price=1) for n, title in enumerate(titles))
    value = FacetValue(value="notebooks", title=category, count=1)
    return SearchPage(items=hits, total=1, page=1, facets=(Facet(name="category", title="Category", values=(value,)),))


@pytest.mark.parametrize("words", ["", " ", "notebooks", "quatsch", "a" * 200, "<b>", "½ ﬁ"])
def test_words_that_are_written_so_nowhere_stay_as_they_are(words: str) -> None:
    assert as_written(words, page("Slow Tide")) == " ".join(words.split())
    assert as_written(words, Suggestions()) == " ".join(words.split())


@pytest.mark.parametrize(("words", "written"), [
    ("notizbucher", "Notizbücher"), ("notizbucher zunehmend", "Notizbücher zunehmend"), ("grosstenteils", "größtenteils"),
    ("etoiles", "étoiles"), ("feuilles oeuvre", "feuilles œuvre"),
])  # fmt: skip
def test_a_word_gets_the_accents_that_it_has_in_what_was_found(words: str, written: str) -> None:
    assert as_written(words, page("Zunehmend, größtenteils", "L’œuvre aux étoiles")) == written


def test_a_suggestion_is_written_as_the_category_that_it_leads_to() -> None:
    told = Suggestions(categories=(Category(path="notebooks", title="Notizbücher", count=9),))
    assert as_written("notizbucher", told) == "Notizbücher"
