"""The texts of documents, in the language that an order was bought in. English texts stand in the code."""

from collections.abc import Mapping
from functools import cache

import msgspec

from backend.contracts.figures import Figures, figures
from backend.contracts.types import Language

_WITHOUT_LETTER = str.maketrans({"\u202f": "\u00a0", "฿": "THB"})
"""Of what the languages write money with, what the documents' font has no letter for."""


class Phrasebook(msgspec.Struct, frozen=True):
    """A language: `texts` by the English ones, and its figures."""

    texts: Mapping[str, str]
    figures: Figures

    def say(self, text: str, /, **values: str) -> str:
        """Return a text with its values filled in."""
        return self.texts.get(text, text).format(**values)

    def money(self, minor: int, currency: str) -> str:
        """Return an amount in minor units, in letters of the documents' font."""
        return self.figures.money(minor, currency).translate(_WITHOUT_LETTER)


@cache
def phrasebook(language: Language) -> Phrasebook:
    """Return the phrasebook of a language, which is imported when its first document is drawn."""
    if language == "de":
        from backend.invoice import german

        return Phrasebook(german.TEXTS, figures(language))
    if language == "fr":
        from backend.invoice import french

        return Phrasebook(french.TEXTS, figures(language))
    return Phrasebook({}, figures(language))
