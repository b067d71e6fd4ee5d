"""When a parcel arrives, as a date: people plan by days, not by "3 to 5 working days"."""

from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import get_default_timezone

from backend.contracts.basket import Delivery

CLOSES = 14  # o'clock in the shop's time zone: what comes later is packed on the next working day
WORKING_DAYS = {Delivery.STANDARD: 5, Delivery.EXPRESS: 1}
HOLIDAYS = {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}  # (month, day): the nationwide ones that have a fixed date


def arrives(delivery: Delivery, ordered: datetime | None = None) -> date:
    """The day by which an order arrives that is placed at `ordered` (now, if None)."""
    local = (ordered or datetime.now(UTC)).astimezone(get_default_timezone())
    packed = local.date() if local.hour < CLOSES else local.date() + timedelta(days=1)
    return _after(_after(packed, 0), WORKING_DAYS[delivery])


def _after(day: date, working_days: int) -> date:
    """So many working days later; with 0, the day itself or the first working day after it."""
    while working_days or not _works(day):
        day += timedelta(days=1)
        working_days -= _works(day) and working_days > 0
    return day


def _works(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS
