"""The phrasebook of each language that mails are written in.

A language is a module that is imported when its first mail is written, so no cold start pays for it.
"""

from functools import cache

from backend.contracts.types import Language
from backend.notification.phrasebook import Phrasebook


@cache
def phrasebook(language: Language) -> Phrasebook:
    """Return the phrasebook of a language."""
    if language == "de":
        from backend.notification.german import German

        return German()
    if language == "fr":
        from backend.notification.french import French

        return French()
    return Phrasebook()
