"""Colours that options' values name, shown as a swatch beside the word.

The colours themselves are in static/css/catalogue.css.
"""

import re

_COLOURS = {
    "black": ("black", "jet", "ink", "schwarz", "noir"),
    "white": ("white", "weiss", "blanc", "snow"),
    "grey": ("grey", "gray", "grau", "gris", "charcoal", "slate", "silver"),
    "red": ("red", "rot", "rouge", "crimson", "scarlet", "burgundy"),
    "orange": ("orange", "rust", "terracotta", "copper"),
    "yellow": ("yellow", "gelb", "jaune", "mustard", "gold"),
    "green": ("green", "grün", "vert", "olive", "sage", "forest", "moss"),
    "blue": ("blue", "blau", "bleu", "navy", "indigo", "cobalt", "denim"),
    "teal": ("teal", "turquoise", "aqua", "cyan", "mint"),
    "purple": ("purple", "violet", "lilac", "plum", "lavender"),
    "pink": ("pink", "rosa", "rose", "blush", "coral"),
    "brown": ("brown", "braun", "chocolate", "walnut", "tan", "camel"),
    "beige": ("beige", "cream", "ivory", "natural", "sand", "oak", "linen"),
}
_BY_WORD = {word: colour for colour, words in _COLOURS.items() for word in words}
_WORD = re.compile(r"\w+")


def swatch(value: str) -> str:
    """Return the colour that a value names, such as `blue` for "Navy blue"; the last one named counts.

    Empty where it names none.
    """
    named = [_BY_WORD[word] for word in _WORD.findall(value.casefold()) if word in _BY_WORD]
    return named[-1] if named else ""
