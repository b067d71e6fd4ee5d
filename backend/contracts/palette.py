"""The shop's colours as sRGB, for what reads no style sheet: mails, and the sign-in pages of the user pool.

The storefront's `tokens.css` declares the same colours for browsers; a test holds the two together.
"""

from typing import NamedTuple


class Colour(NamedTuple):
    """A colour on a light and on a dark page, each as `#rrggbb`."""

    light: str
    dark: str


GROUND = Colour("#fbfaf6", "#0f1016")
SURFACE = Colour("#ffffff", "#171920")
TILE = Colour("#efede5", "#1f2129")
LINE = Colour("#dddbd3", "#33353e")
EDGE = Colour("#7d8089", "#777a87")
TEXT = Colour("#13151f", "#efeeeb")
MUTED = Colour("#53555e", "#a8aab3")
ACCENT = Colour("#263dcc", "#a2b1ff")
ACCENT_STRONG = Colour("#1a29a2", "#bdcaff")
ACCENT_SOFT = Colour("#e5eaff", "#202646")
ON_ACCENT = Colour("#ffffff", "#0b0d21")
DANGER = Colour("#b71824", "#f98f87")
DANGER_SOFT = Colour("#feebe9", "#391917")
GOOD = Colour("#036639", "#77d199")
GOOD_SOFT = Colour("#e4f5e9", "#132a1b")
WARN = Colour("#7e4f04", "#eabc6e")
WARN_SOFT = Colour("#fbf1dc", "#31240e")
