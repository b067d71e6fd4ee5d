"""Template filters for money and time, as people write them in the page's language (Babel's CLDR)."""

from datetime import datetime
from functools import lru_cache

from babel.dates import format_date, format_time
from babel.numbers import format_currency, get_currency_precision
from django import template
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language

from backend.contracts import shop

register = template.Library()


def _locale() -> str:
    """English is written as in Europe, where the shop is: 21 Nov 2026, 14:05."""
    return (get_language() or "en").replace("-", "_") if get_language() != "en" else "en_GB"


@register.filter
def money(minor: int, currency: str = shop.CURRENCY) -> str:
    """Return an amount in minor units: 1250 EUR → €12.50."""
    return _money(minor, currency, _locale())


@lru_cache(4096)
def _money(minor: int, currency: str, locale: str) -> str:
    return str(format_currency(minor / 10 ** get_currency_precision(currency), currency, locale=locale))


@register.filter
def day(instant: str | datetime) -> str:
    """Return a `contracts.types.Timestamp` or datetime as a date: 21 Nov 2026."""
    return format_date(_moment(instant), format="medium", locale=_locale())


@register.filter
def moment(instant: str | datetime) -> str:
    """Return a `contracts.types.Timestamp` or datetime as date and time of day in the shop's time zone: 21 Nov 2026,
    14:05.
    """
    return (
        f"{day(instant)}, "
        f"{format_time(_moment(instant), format='short', tzinfo=get_default_timezone(), locale=_locale())}"
    )


@register.filter
def clock(instant: str | datetime) -> str:
    """Return a `contracts.types.Timestamp` or datetime as the time of day in the shop's zone, with the date if that is
    not today's: 14:05.
    """
    today = day(datetime.now(get_default_timezone())) == day(instant)
    return moment(instant).rpartition(", ")[2] if today else moment(instant)


def _moment(instant: str | datetime) -> datetime:
    moment = instant if isinstance(instant, datetime) else datetime.fromisoformat(instant)
    return moment.astimezone(get_default_timezone())
