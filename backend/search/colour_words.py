"""Words that a picture's main colours are looked for by, in each of the shop's languages and with their inflections.

A catalogue seldom says in every language what its pictures show. Their own colours do: whoever looks for “rot” finds
what is red, whether or not a text says so.
"""

from collections.abc import Iterable

from backend.contracts.colours import Colour
from backend.contracts.types import Language

_PLACES: dict[Language, int] = {"en": 0, "de": 1, "fr": 2}
_GERMAN_ENDINGS = ("", "e", "em", "en", "er", "es")

_INFLECTED = {
    Colour.BLACK: "schwarz",
    Colour.WHITE: "weiß",
    Colour.GREY: "grau",
    Colour.RED: "rot",
    Colour.YELLOW: "gelb",
    Colour.GREEN: "grün",
    Colour.BLUE: "blau",
    Colour.PURPLE: "violett",
    Colour.BROWN: "braun",
}
"""In German."""

_OTHERS: dict[Colour, tuple[str, str, str]] = {
    Colour.BLACK: ("black", "", "noir noire noirs noires"),
    Colour.WHITE: ("white", "", "blanc blanche blancs blanches"),
    Colour.GREY: ("grey gray", "", "gris grise grises"),
    Colour.RED: ("red", "", "rouge"),
    Colour.ORANGE: ("orange", "orangefarben", "orangé orangée"),
    Colour.YELLOW: ("yellow", "", "jaune"),
    Colour.GREEN: ("green", "", "vert verte vertes"),
    Colour.TEAL: ("teal turquoise", "türkis petrol", "canard"),
    Colour.BLUE: ("blue", "", "bleu bleue bleus bleues"),
    Colour.PURPLE: ("purple violet", "lila", "violette violets mauve"),
    Colour.PINK: ("pink", "rosa", "rose roses"),
    Colour.BROWN: ("brown", "", "brun brune bruns brunes marron"),
    Colour.BEIGE: ("beige", "", ""),
}
"""In English, German and French. An index holds them in this order, and forgets a product by the same text."""

_SHARED: dict[Language, str] = {"en": "", "de": "orange pink beige", "fr": "orange turquoise violet beige"}
"""Words that stand above under another language and are said in this one, too."""


def colour_words(colours: Iterable[str]) -> str:
    """Return all words for these colours, parted by spaces. What is no colour's name has none."""
    return " ".join(text for each in colours if (text := _WORDS.get(each)))


def colour_words_in(language: Language, colours: Iterable[str]) -> str:
    """Return the words for these colours that a language has, parted by spaces."""
    known = [Colour(each) for each in colours if each in _WORDS]
    german = (_inflect(_INFLECTED[each]) for each in known if language == "de" and each in _INFLECTED)
    own = (_OTHERS[each][_PLACES[language]] for each in known)
    return " ".join(filter(None, (*own, *german, _SHARED[language] if known else "")))


def _inflect(adjective: str) -> str:
    return " ".join(adjective + ending for ending in _GERMAN_ENDINGS)


_WORDS: dict[str, str] = {
    each: " ".join(filter(None, (*texts, _inflect(_INFLECTED[each]) if each in _INFLECTED else "")))
    for each, texts in _OTHERS.items()
}
