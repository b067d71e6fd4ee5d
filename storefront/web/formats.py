"""Template filters for money and time, as people write them in the page's language (Babel's CLDR)."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal
from django import template
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language

from backend.contracts.currencies import digits

register = template.Library()


def _locale() -> str:
    """English is written as in Europe, where the shop is: 21 Nov 2026, 14:05."""
    return (get_language() or "en").replace("-", "_") if get_language() != "en" else "en_GB"


def _is_english() -> bool:
    return get_language() in ("en", None)


@register.filter
def colon(label: object) -> str:
    """Return a label with its colon, which French sets apart: Name → Name:, Nom → Nom :. A question has none."""
    if str(label).endswith(("?", "!")):
        return str(label)
    return f"{label}\u00a0:" if get_language() == "fr" else f"{label}:"


@register.filter
def money(minor: int, currency: str) -> str:
    """Return an amount in minor units: 1250 EUR → €12.50."""
    return _money(minor, currency, _locale())


@lru_cache(4096)
def _money(minor: int, currency: str, locale: str) -> str:
    return str(format_currency(Decimal(minor).scaleb(-digits(currency)), currency, locale=locale))


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


@register.filter
def weekday(day: str) -> str:
    """Format a date in ISO format: `Tue 24 Nov`."""
    if _is_english():
        return format_date(date.fromisoformat(day), "EEE d MMM", locale="en")
    return format_skeleton("MMMEd", datetime.fromisoformat(day), locale=_locale())


@register.filter
def full_date(day: str) -> str:
    """Format a date in ISO format with its year: `31 December 2029`."""
    if _is_english():
        return format_date(date.fromisoformat(day), "d MMMM y", locale="en")
    return format_date(date.fromisoformat(day), "long", locale=_locale())


@register.filter
def percent(rate: int) -> str:
    """Format a tax rate in hundredths of a percent: 1900 → `19 %`, 810 → `8.1 %`, with a space that does not break."""
    return f"{number(rate / 100)}\u00a0%"


@register.filter
def number(value: float, pattern: str = "#,##0.##") -> str:
    """Format a number, with a pattern of CLDR: 4.25 → `4.25`, in German `4,25`."""
    return str(format_decimal(value, pattern, locale=_locale()))


def _moment(instant: str | datetime) -> datetime:
    moment = instant if isinstance(instant, datetime) else datetime.fromisoformat(instant)
    return moment.astimezone(get_default_timezone())
