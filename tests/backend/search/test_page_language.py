"""A page is offered words of its own language in the place of a misspelt one, where there are such: whatever else the
shop says in other languages, and however old the index is.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.colours import Colour
from backend.contracts.product.models import Picture
from backend.contracts.product.translations import Translation
from backend.contracts.search.models import SearchQuery
from backend.contracts.types import Language
from backend.search.colour_words import colour_words, colour_words_in
from backend.search.document import Document
from backend.search.page_words import stems_on_page
from backend.search.query.analysis import words
from backend.search.sqlite import index, product_search, suggestions
from tests.backend.search.documents import build_document, open_index

GREEN = Picture(src="harbour-1", alt="A harbour", width=4, height=5, colours=(Colour.GREEN,))


def german(title: str, *tags: str, category: tuple[str, ...] = ()) -> Translation:
    return Translation(language="de", title=title, tags=tags, category=category)


def documents() -> list[Document]:
    """More say it in English than in German, so that without a language the English word would come first."""
    return [
        *(
            build_document(number, "Moon Poster", tags=("gift",), translations=(german("Mond als Plakat", "geschenk"),))
            for number in range(5)
        ),
        build_document(5, "Lamp", translations=(german("Lampe", category=("Drucke", "Meer")),)),
        build_document(6, "Mood Board"),
        build_document(7, "Frame", pictures=(GREEN,), tags=("wood",), translations=(german("Rahmen", "holz"),)),
        *(build_document(number, "Frames", translations=(german("Rahmen"),)) for number in range(8, 12)),
        *(build_document(number, "Hampe", translations=(german("Hanf"),)) for number in range(13, 16)),
        build_document(12, "Hut", tags=("kabin",), translations=(german("Haut", "kabinett"),)),
    ]


def build_shop(path: Path, of: Sequence[Document]) -> sqlite3.Connection:
    index.build(of, (), path)
    return open_index(path)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return build_shop(tmp_path_factory.mktemp("index") / "index.sqlite", documents())


@pytest.fixture(scope="module")
def old_shop(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """Documents of earlier releases do not tell whose their tags are."""
    old = [replace(each, tags_by_language=()) for each in documents()]
    assert b"tags_by_language" not in msgspec.json.encode(old[0])
    return build_shop(tmp_path_factory.mktemp("index") / "index.sqlite", old)


def correct(shop: sqlite3.Connection, q: str, language: Language | None) -> str:
    said = product_search.search(shop, SearchQuery(q=q, language=language)).corrected
    assert suggestions.suggest(shop, q, language or "en").corrections == ((said,) if said else ())
    return said


@pytest.mark.parametrize(("q", "by_language"), [
    ("mondd", {"de": "mond"}), ("moond", {"de": "mond", "en": "moon"}),
    ("plakatt", {"de": "plakat", "en": "plakat"}), ("posterr", {"en": "poster", "de": "poster"}),
    ("lampf", {"en": "lamp", "de": "lampe"}),
    ("xampe", {"de": "lampe", "en": "hampe"}),  # with a wrong first letter nothing else is similar
    ("grunn", {"de": "grun"}), ("meerr", {"de": "meer"}),
])  # fmt: skip
def test_a_misspelt_word_becomes_one_of_the_pages_language_where_there_is_one(
    shop: sqlite3.Connection, old_shop: sqlite3.Connection, q: str, by_language: dict[Language, str]
) -> None:
    for language, word in by_language.items():
        assert correct(shop, q, language) == word
        assert correct(old_shop, q, language) == word


def test_without_a_language_words_are_those_of_the_shops_own(shop: sqlite3.Connection) -> None:
    assert correct(shop, "lampf", None) == correct(shop, "lampf", "en") == "lamp"


def test_a_word_of_another_language_is_still_offered_where_there_is_no_other(shop: sqlite3.Connection) -> None:
    assert correct(shop, "rahmem", "en") == "rahmen"
    assert correct(shop, "framme", "de") == "frame"


def test_tags_are_offered_on_the_pages_of_their_language(shop: sqlite3.Connection) -> None:
    assert correct(shop, "kabinn", "en") == "kabin"
    assert correct(shop, "geschenkk", "de") == "geschenk"
    stems = {language: stems_on_page(documents()[0], language) for language in ("en", "de", "fr")}
    assert {name for name, known in stems.items() if "geschenk" in known} == {"de"}
    assert {name for name, known in stems.items() if "gift" in known} == {
        "en",
        "fr",
    }  # in French it says nothing itself


def test_what_was_misspelt_beyond_a_correction_is_answered_with_words_of_the_pages_language(
    shop: sqlite3.Connection,
) -> None:
    def nearest(language: Language) -> tuple[str, ...]:
        return product_search.search(shop, SearchQuery(q="rahmqx", language=language)).suggestions

    assert nearest("de") == ("rahmen",)
    assert set(product_search.search(shop, SearchQuery(q="moqqn", language="en")).suggestions) <= {"moon", "mood"}


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_words_of_a_colour_in_a_language_are_among_those_that_the_index_holds(language: Language) -> None:
    for colour in Colour:
        own = set(words(colour_words_in(language, [colour])))
        every = set(words(colour_words(list(Colour))))
        assert own, colour
        assert own <= every, colour
    assert colour_words_in(language, ["no-colour"]) == ""


def test_every_word_of_a_colour_is_of_a_language() -> None:
    for colour in Colour:
        own = {word for language in ("en", "de", "fr") for word in words(colour_words_in(language, [colour]))}
        assert set(words(colour_words([colour]))) <= own, colour
