"""Days by the shop's clock, as staff search by them."""

from datetime import UTC, date, datetime, time

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import get_default_timezone

_RANGE = "Choose a day between 2000 and 2200."
_VALIDATORS = (MinValueValidator(date(2000, 1, 1), _RANGE), MaxValueValidator(date(2200, 1, 1), _RANGE))
"""Python's first and last days have no midnight by UTC, and no day before or after them."""


class DateInput(forms.DateInput):
    """A day as browsers ask for it and send it."""

    input_type = "date"


def day_field(label: str) -> forms.DateField:
    """Return a field for a day that may be left out."""
    return forms.DateField(required=False, label=label, widget=DateInput(format="%Y-%m-%d"), validators=_VALIDATORS)


def start_of(day: date) -> str:
    """Return the first instant of a day by the shop's clock, as a contract's Timestamp."""
    begins = datetime.combine(day, time.min, get_default_timezone()).astimezone(UTC)
    return begins.isoformat(timespec="milliseconds").replace("+00:00", "Z")
