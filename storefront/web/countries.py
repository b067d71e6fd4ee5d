"""Countries by name, in the page's language, and those that we deliver to."""

from babel import Locale
from django.utils.translation import get_language

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.text_folding import comparable
from storefront.web import delivery_zones
from storefront.web.memoize import memoize

_WITH_ARTICLE = {"AE", "GB", "NL", "US"}


def choices() -> list[tuple[str, str]]:
    """Return code and name of each country that we deliver to, sorted by name."""
    delivered = delivery_zones.current().countries
    return [(code, country) for code, country in every_country() if code in delivered]


@memoize
def every_country() -> list[tuple[str, str]]:
    """Return code and name of each country that the shop could deliver to, sorted by name."""
    territories = Locale(get_language() or "en").territories
    named = [(code, str(territories[code])) for code in COUNTRIES]
    return sorted(named, key=lambda country: comparable(country[1]))


def name(code: str) -> str:
    """Return a country's name; its code if the shop does not know the country (any more)."""
    return dict(every_country()).get(code, code)


def in_a_sentence(code: str) -> str:
    """Return a country's name as English has it after "to" and "in": Germany, the Netherlands.

    Other languages have no such simple rule: their texts give the name alone, as after a colon.
    """
    is_english = get_language() in ("en", None)
    return f"the {name(code)}" if is_english and code in _WITH_ARTICLE else name(code)
