"""Words that the search corrected to are shown as the shop writes them. What goes wrong comes first."""

import pytest

from backend.contracts.product.models import Categories, Category
from backend.contracts.search.models import Hit, SearchPage, Suggestions
from storefront.search import corrections
from storefront.search.corrections import as_written


@pytest.fixture(autouse=True)
def german_categories(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop has a category, whose title is in the page's language."""
    tree = Categories(items=(Category(path="notebooks", title="Notizbücher", count=9),), count=9)
    monkeypatch.setattr(corrections.catalogue, "tree", lambda: tree)


def page(*titles: str) -> SearchPage:
    """A page of products of these titles."""
    hits = tuple(Hit(id=f"p-{n}", title=title, currency="EUR", price=1) for n, title in enumerate(titles))
    return SearchPage(items=hits, total=1, page=1)


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


def test_a_suggestion_is_written_as_the_shop_does() -> None:
    assert as_written("notizbucher", Suggestions()) == "Notizbücher"
