"""VAT identification numbers by country: how they are written, and how what people type becomes that.

From the European Commission's list (https://ec.europa.eu/taxation_customs/vies/faq) and the tax offices of the United
Kingdom, Switzerland, Norway, Liechtenstein and Iceland. Only the shape is checked, not whether the number is in use.
"""

import re
import unicodedata

_SHAPES = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CH": r"E\d{9}(MWST|TVA|IVA)?", "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}", "DE": r"\d{9}", "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}",
    "ES": r"([A-Z]\d{8}|\d{8}[A-Z]|[A-Z]\d{7}[A-Z])", "FI": r"\d{8}", "FR": r"[0-9A-HJ-NP-Z]{2}\d{9}",
    "GB": r"(\d{9}|\d{12}|(GD|HA)\d{3})", "HR": r"\d{11}", "HU": r"\d{8}", "IE": r"(\d{7}[A-Z]{1,2}|\d[A-Z]\d{5}[A-Z])",
    "IS": r"\d{5,6}", "IT": r"\d{11}", "LI": r"\d{5}", "LT": r"(\d{9}|\d{12})", "LU": r"\d{8}", "LV": r"\d{11}",
    "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "NO": r"\d{9}(MVA)?", "PL": r"\d{10}", "PT": r"\d{9}", "RO": r"\d{2,10}",
    "SE": r"\d{12}", "SI": r"\d{8}", "SK": r"\d{10}", "XI": r"(\d{9}|\d{12}|(GD|HA)\d{3})",
}  # fmt: skip
_PREFIXES = {"GR": "EL"}
"""Countries whose numbers begin with other letters than their code."""
EXAMPLES = {
    "AT": "ATU12345678", "CH": "CHE123456789MWST", "CY": "CY12345678X", "DE": "DE123456789", "ES": "ESB12345678",
    "FR": "FR12123456789", "GB": "GB123456789", "IE": "IE1234567X", "NL": "NL123456789B01", "NO": "NO123456789MVA",
}  # fmt: skip
"""Numbers as they look, of countries where that is hard to guess."""


def tidy(country: str, text: str) -> str | None:
    """Return the number without space and punctuation, with its country's letters; None if it is no VAT ID.

    A firm may be registered elsewhere than where its parcel goes: a number that names its country is taken as that.
    """
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).upper())
    candidates = (bare, _PREFIXES.get(country, country) + bare)
    return next((each for each in candidates if _fits(each)), None if bare else "")


def is_known(country: str) -> bool:
    """Return whether the country's numbers are known; elsewhere a firm leaves the field empty."""
    return _PREFIXES.get(country, country) in _SHAPES


def _fits(number: str) -> bool:
    shape = _SHAPES.get(number[:2])
    return shape is not None and bool(re.fullmatch(shape, number[2:], re.ASCII))
