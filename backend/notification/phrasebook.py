"""The texts of mails, in the language of the buyer. English texts stand in the code, other languages have a table."""

from collections.abc import Mapping

from backend.contracts import formats
from backend.contracts.figures import Figures

_USED_UP = "{codes} could not be used: it was used up a moment ago, or you used it before."


class Phrasebook(Figures):
    """English, and what a language replaces of it: each of `texts` by the English one, and how figures are written."""

    texts: Mapping[str, str] = {}

    def say(self, text: str, /, **values: str) -> str:
        """Return a text with its values filled in. Its `{}`, the place of the order's number, stays."""
        return self.texts.get(text, text).format("{}", **values)

    def note(self, note: str) -> str:
        """Return a service's reason in the reader's language. What staff typed stays as it is."""
        before, used_up, _ = note.partition(_USED_UP.removeprefix("{codes}"))
        return self.say(_USED_UP, codes=before) if used_up else self.texts.get(note, note)

    def pieces(self, count: int) -> str:
        """Return a number of pieces: 1 item, 3 items."""
        return formats.pieces(count)
