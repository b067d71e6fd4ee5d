"""Where we deliver, by name."""

from babel import Locale

CODES = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
HOME = "DE"
NAMES: dict[str, str] = {code: str(Locale("en").territories[code]) for code in CODES}
CHOICES = sorted(NAMES.items(), key=lambda item: item[1])


def name(code: str) -> str:
    """A country's name; the code where we do not deliver there (any more)."""
    return NAMES.get(code, code)
