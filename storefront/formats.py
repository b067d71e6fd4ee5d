"""Template filters for money and time, as people write them in the page's language (Babel's CLDR)."""

from datetime import UTC, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, get_currency_precision
from django import template
from django.utils.translation import get_language

register = template.Library()


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")


@register.filter
def money(minor: int, currency: str = "EUR") -> str:
    """An amount in minor units: 1250 EUR → €12.50."""
    return format_currency(minor / 10 ** get_currency_precision(currency), currency, locale=_locale())


@register.filter
def day(instant: str | datetime) -> str:
    """A `contracts.words.Instant` or datetime as a date: 21 Nov 2026."""
    return format_date(_moment(instant), format="medium", locale=_locale())


@register.filter
def moment(instant: str | datetime) -> str:
    """A `contracts.words.Instant` or datetime as date and time of day, in UTC."""
    return format_datetime(_moment(instant), format="medium", tzinfo=UTC, locale=_locale())


def _moment(instant: str | datetime) -> datetime:
    return instant if isinstance(instant, datetime) else datetime.fromisoformat(instant)
