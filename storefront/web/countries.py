"""Where we deliver, by name."""

from babel import Locale

from backend.contracts.basket.models import COUNTRIES

NAMES: dict[str, str] = {code: str(Locale("en").territories[code]) for code in COUNTRIES}
CHOICES = sorted(NAMES.items(), key=lambda item: item[1])
_WITH_ARTICLE = {"GB", "NL"}


def name(code: str) -> str:
    """Return a country's name; the code where we do not deliver there (any more)."""
    return NAMES.get(code, code)


def in_a_sentence(code: str) -> str:
    """Return a country's name as it stands after "to" and "in": Germany, the Netherlands."""
    return f"the {name(code)}" if code in _WITH_ARTICLE else name(code)
