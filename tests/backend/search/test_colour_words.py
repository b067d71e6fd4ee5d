"""Products are found by the colours of their pictures, in the words of each language."""

import sqlite3

import pytest

from backend.contracts.colours import Colour
from backend.contracts.product.models import Picture
from backend.contracts.search.models import SearchQuery
from backend.search.colour_words import colour_words
from backend.search.document import Document
from backend.search.opensearch.index import source
from backend.search.query.analysis import terms
from backend.search.sqlite import index, product_search
from tests.backend.search.documents import build_document, open_index

WORDS = ("red", "rot", "rote", "roter", "rouge", "Rouges")


def paint(number: int, title: str, *colours: Colour) -> Document:
    return build_document(
        number, title, pictures=(Picture(src=f"p{number}", width=4, height=5, alt="", colours=colours),)
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A poppy that no text calls red, a rowing boat, and a red letter that is blue."""
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    goods = [
        paint(1, "Poppy", Colour.RED, Colour.WHITE),
        paint(2, "Row of boats", Colour.BLUE),
        paint(3, "The red letter", Colour.BLUE),
    ]
    index.build(goods, (), path)
    return open_index(path)


def found_titles(shop: sqlite3.Connection, q: str) -> list[str]:
    return [hit.title for hit in product_search.search(shop, SearchQuery(q=q)).items]


def test_what_is_no_colour_has_no_words() -> None:
    assert colour_words(["ultraviolet", "", "RED"]) == ""


def test_every_colour_has_words() -> None:
    assert [each for each in Colour if each.value not in colour_words([each]).split()] == []


@pytest.mark.parametrize("word", WORDS)
def test_what_is_red_is_found_by_the_word_for_it_and_by_no_word_that_is_spelled_alike(
    shop: sqlite3.Connection, word: str
) -> None:
    assert "Poppy" in found_titles(shop, word)
    assert "Row of boats" not in found_titles(shop, word)
    assert product_search.search(shop, SearchQuery(q=word)).corrected == ""


def test_what_is_called_red_comes_before_what_is_red(shop: sqlite3.Connection) -> None:
    assert found_titles(shop, "red") == ["The red letter", "Poppy"]


def test_a_colour_narrows_down_what_else_is_looked_for(shop: sqlite3.Connection) -> None:
    assert found_titles(shop, "rote poppy") == ["Poppy"]


@pytest.mark.parametrize("word", WORDS)
def test_opensearch_is_given_the_same_words(word: str) -> None:
    assert set(terms(word)) <= set(str(source(paint(1, "Poppy", Colour.RED))["tags"]).split())
