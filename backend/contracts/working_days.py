"""The shop's calendar: which day it is there, and on which days parcels leave and arrive."""

import functools
import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.contracts.holidays import FIRST, HOLIDAYS, LAST
from backend.contracts.shop import TIME_ZONE

_SATURDAY = 5
_log = logging.getLogger(__name__)


def day_of(instant: str) -> date:
    """Return the calendar day of a `Timestamp` in the shop's time zone."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(TIME_ZONE)).date()


@functools.lru_cache(maxsize=1024)  # each look at a basket asks for every way of delivery
def working_days_after(day: date, count: int, *countries: str) -> date:
    """Return the day so many working days after another: Monday to Friday, and no public holiday in any of these
    countries."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, *countries)
    return day


def is_working_day(day: date, *countries: str) -> bool:
    """Tell whether parcels are carried on that day between these countries."""
    date_key = f"{day:%m%d}"
    return day.weekday() < _SATURDAY and not any(date_key in _holidays(country, day.year) for country in countries)


@functools.cache
def _holidays(country: str, year: int) -> frozenset[str]:
    """Return the country's public holidays of that year as month and day, `1225`.

    There are none, with a warning, where the table ends.
    """
    if country not in HOLIDAYS or not FIRST <= year <= LAST:
        _log.warning("no public holidays are known of %s in %d: only weekends count", country, year)
        return frozenset()
    every, *yearly = HOLIDAYS[country].split("|")
    return frozenset((every + " " + yearly[year - FIRST]).split())
