"""Words are one word with their inflections, and with the other ways to write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.search.query.analysis import spaceless, stem, terms, terms_of_languages, words


@pytest.mark.parametrize(
    "same",
    [
        "mug mugs", "box boxes", "brush brushes", "glass glasses", "watch watches", "candy candies", "bunny bunnies", "cookie cookies",
        "scarf scarves", "knife knives", "shelf shelves", "wrap wraps wrapped wrapping", "marble marbled marbles", "hike hiking hiked",
        "stripe striped stripes", "frame framed frames", "print printed printing", "curve curved", "slice sliced", "close closed",
        "camp camping", "cook cooking", "decorate decorated decorating",
        "house housing",
    ],
)  # fmt: skip
def test_inflections_are_one_word(same: str) -> None:
    assert len({stem(word) for word in same.split()}) == 1


@pytest.mark.parametrize(
    "others",
    [
        "decor decorate decoration",
        "cap cape",
        "plan plane",
        "ring rings king",
        "earring ear",
        "bus",
        "canvas canvass",
        "red",
        "spring",
    ],
)
def test_other_words_stay_apart(others: str) -> None:
    of = [word for word in others.split() if word != "rings"]
    assert len({stem(word) for word in of}) == len(of)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moiré Machine", ["moire", "machine"]),
        ("Straße Łódź Ørsted smørrebrød", ["strasse", "lodz", "orsted", "smorrebrod"]),
        ("50 × 70 cm", ["50x70", "cm"]),
        ("50x70cm", ["50x70", "cm"]),
        ("chef’s knife", ["chef", "knife"]),
        ("Four O'Clock", ["four", "oclock"]),
        ("PR-SEVEN-HILLS-24-N", ["pr", "seven", "hills", "24", "n"]),
        ("水墨画 A3", ["水墨画", "a3"]),
        ("", []),
    ],
)
def test_words_are_folded(text: str, found: list[str]) -> None:
    assert words(text) == found


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_and_reading_it_again_changes_nothing(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert all(stem(word) for word in words(text))
    if not any(spaceless(word) for word in words(text)):
        assert terms(text) == [stem(word) for word in words(text)]


def test_what_another_language_says_in_the_same_words_counts_once() -> None:
    english, german = "Oak, oak and 60 cm", "Eiche und 60 cm"
    assert terms_of_languages((english, german)) == [*terms(english), *terms("Eiche und")]
    assert terms_of_languages((english,)) == terms(english)
