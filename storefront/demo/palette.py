"""The ink cupboard: every drawing takes its colours from one of these, so that prints of different programs hang well
together."""

from typing import NamedTuple

from backend.contracts.colours import NEUTRAL, name_colour
from backend.contracts.colours import Colour as ColourName
from backend.contracts.product.models import MAX_COLOURS

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """`ground` is the paper, `ink` the strongest contrast to it, `tints` the colours between, in the order they blend
    best."""

    ground: Colour
    ink: Colour
    tints: tuple[Colour, ...]

    @property
    def ramp(self) -> tuple[Colour, ...]:
        """From paper through the tints to ink, for gradients."""
        return (self.ground, *self.tints, self.ink)

    @property
    def names(self) -> tuple[ColourName, ...]:
        """The names of its colours as a picture carries them: tints first, neutral ones last, each once."""
        named = dict.fromkeys(name_colour(*colour) for colour in (*self.tints, self.ink, self.ground))
        return tuple(sorted(named, key=NEUTRAL.__contains__))[:MAX_COLOURS]


def _colour(code: str) -> Colour:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def _palette(row: str) -> Palette:
    ground, *tints, ink = map(_colour, row.split())
    return Palette(ground, ink, tuple(tints))


# name: ground, tints …, ink
PALETTES: dict[str, Palette] = {
    name: _palette(row)
    for name, row in {
        "harbour": "F3EBDD 8FB3AD E4572E F2B880 1B3A4B",
        "linen": "F4EFE6 DCCDB2 B99F78 7C6A52 2B2723",
        "persimmon": "FBF3E7 F7B267 F26B38 B23A48 2F1B25",
        "fjord": "EDF1EF B4CCCE 6E9AA5 2F5D70 12263A",
        "moss": "F2F1E5 CBCF9F 93A268 557446 1F3329",
        "dusk": "F8E9E0 EDB09B BF6C7C 66406F 241D44",
        "blueprint": "10294A 1F4E7C 5F97C2 A9CFE6 EEF4F7",
        "mustard": "F7F0DC E3B23C C9673A 3F6173 20262E",
        "riso": "FAF6EE FF6B81 F5C04A 128A8E 223A5E",
        "midnight": "0F1524 27345A 5C6C97 C8B593 F4EAD3",
        "terracotta": "F6EADF DE9A7E BA5638 71403A 2C4745",
        "porcelain": "F6F8F7 C9D7E1 7FA2C0 36588C 142242",
        "orchard": "FBF5EA F0A6A0 BC4749 8FAE6B 2F4A34",
        "kiosk": "FFF7EA FFC857 F4543C 3353D6 16171F",
        "ember": "1C1517 54212A A83C2C E8903D F9DFAD",
        "lichen": "ECEEE5 BAC7B4 7FA09C D3A95F 36474A",
        "plum": "F4EDF1 CFB3CC 935F8B DDA15E 3F2744",
        "chalkboard": "1E2C29 33504A 83A592 E3A873 EEE8DA",
        "soot": "F6F4EF CFCAC1 918C85 4E4B49 181716",
        "sorbet": "FFF5EC FFBBA3 F2706B 7CC2BE 2A4D6E",
        "saltbush": "EFE9E1 C7B9A6 9BA89A 5E7A78 2D3F46",
        "mulberry": "231626 4A2C4F 8E5C86 D9A08C F7E8D6",
        "cinnabar": "F7F1E6 E9C9A8 D8432F 8E1F26 231A18",
    }.items()
}
