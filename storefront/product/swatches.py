"""Colours that options' values name, shown as a swatch beside the word.

The colours themselves are in static/css/catalogue.css.
"""

import re

_COLOURS = {
    "black": ("black", "jet", "ink", "schwarz", "tinte", "noir", "noire", "encre"),
    "white": ("white", "snow", "weiss", "schnee", "blanc", "blanche", "neige"),
    "grey": (
        "grey", "gray", "charcoal", "slate", "silver", "grau", "anthrazit", "schiefer", "silber", "gris", "grise",
        "anthracite", "ardoise", "argent",
    ),
    "red": (
        "red", "crimson", "scarlet", "burgundy", "rot", "karmin", "scharlach", "burgunder", "rouge", "cramoisi",
        "écarlate", "bordeaux",
    ),
    "orange": ("orange", "rust", "terracotta", "copper", "rost", "terrakotta", "kupfer", "rouille", "cuivre"),
    "yellow": ("yellow", "mustard", "gold", "gelb", "senf", "jaune", "moutarde"),
    "green": (
        "green", "olive", "sage", "forest", "moss", "grün", "salbei", "moos", "vert", "verte", "sauge", "mousse",
    ),
    "blue": (
        "blue", "navy", "indigo", "cobalt", "denim", "blau", "marine", "kobalt", "jeansblau", "bleu", "bleue",
    ),
    "teal": ("teal", "turquoise", "aqua", "cyan", "mint", "türkis", "petrol", "minze", "menthe"),
    "purple": (
        "purple", "violet", "lilac", "plum", "lavender", "violett", "lila", "flieder", "pflaume", "lavendel",
        "violette", "lilas", "prune", "lavande",
    ),
    "pink": ("pink", "rose", "blush", "coral", "rosa", "koralle", "corail"),
    "brown": (
        "brown", "chocolate", "walnut", "tan", "camel", "braun", "schokolade", "nussbaum", "kamel", "brun", "brune",
        "marron", "chocolat", "noyer",
    ),
    "beige": (
        "beige", "cream", "ivory", "natural", "sand", "oak", "linen", "creme", "elfenbein", "natur", "eiche",
        "leinen", "crème", "ivoire", "naturel", "sable", "chêne", "lin",
    ),
}  # fmt: skip
_BY_WORD = {word: colour for colour, words in _COLOURS.items() for word in words}
_WORD = re.compile(r"\w+")


def swatch(value: str) -> str:
    """Return the colour that a value names, such as `blue` for "Navy blue"; the last one named counts.

    Empty where it names none.
    """
    named = [_BY_WORD[word] for word in _WORD.findall(value.casefold()) if word in _BY_WORD]
    return named[-1] if named else ""
