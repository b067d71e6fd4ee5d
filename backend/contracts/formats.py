"""Money and dates as people read them, as the storefront writes them: English as in Europe, by the shop's clock.

Babel does the same in the storefront; its locale data would more than double the cold start of a function that sends a
mail.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.contracts.currencies import grouped_decimal
from backend.contracts.shop import TIME_ZONE
from backend.contracts.working_days import day_of

_NO_BREAK = "\u00a0"
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "US$", "JPY": "JP¥"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def money(minor: int, currency: str) -> str:
    """Return an amount in minor units: 1250 EUR → €12.50."""
    return f"{'-' if minor < 0 else ''}{_SIGNS.get(currency, currency)}{grouped_decimal(abs(minor), currency)}"


def day(instant: str) -> str:
    """Return the day of a `Timestamp` in the shop's time zone: 21 Nov 2026."""
    date = day_of(instant)
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def date_of(day: str) -> str:
    """Return a date in ISO format as day, month and year: 31 Dec 2029."""
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed.year}"


def time(instant: str) -> str:
    """Return the time of day of a `Timestamp` in the shop's time zone: 14:05."""
    return f"{datetime.fromisoformat(instant).astimezone(ZoneInfo(TIME_ZONE)):%H:%M}"


def weekday(day: str) -> str:
    """Return a date in ISO format as weekday, day and month: Tue 24 Nov."""
    when = date.fromisoformat(day)
    month = "Sep" if when.month == 9 else _MONTHS[when.month - 1]  # as the shop's pages write it
    return f"{_DAYS[when.weekday()]} {when.day} {month}"


def percent(rate: int) -> str:
    """Return a tax rate in hundredths of a percent: 1900 → 19 %."""
    return f"{rate / 100:g}{_NO_BREAK}%"


def pieces(count: int) -> str:
    """Return a number of pieces: 1 item, 3 items."""
    return f"{count} item" if count == 1 else f"{count} items"
