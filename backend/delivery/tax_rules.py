"""Which tax rates make sense, and how the owner changed them. No I/O."""

from collections.abc import Iterator, Sequence
from math import ceil

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.delivery.tax_rates import CountryTax, SetTaxRates, TaxRates
from backend.contracts.desk.audit import MAX_DIFFERENCES
from backend.contracts.formats import percent
from backend.contracts.problem import FieldError, Refused

HIGHEST_RATE = 5_000
"""Hundredths of a percent: whoever types more has slipped by a digit."""
_KINDS = ("standard", "reduced", "books")


def check(countries: Sequence[CountryTax]) -> None:
    """Raise Refused 422 that names the fields of rates that make no sense, such as `countries[0].reduced`."""
    errors = tuple(error for number, each in enumerate(countries) for error in _errors(number, each, countries))
    if errors:
        raise Refused(422, "invalid", "The rates make no sense like this", errors=errors)


def _errors(number: int, taxes: CountryTax, countries: Sequence[CountryTax]) -> Iterator[FieldError]:
    field = f"countries[{number}]"
    if taxes.country not in COUNTRIES:
        yield FieldError(field=f"{field}.country", message=f"Nothing is known of {taxes.country}")
    if taxes.country in {each.country for each in countries[:number]}:
        yield FieldError(field=f"{field}.country", message=f"{taxes.country} has rates already")
    for kind, rate in _rates(taxes):
        if rate > HIGHEST_RATE:
            yield FieldError(field=f"{field}.{kind}", message=f"At most {percent(HIGHEST_RATE)}")
        elif rate > taxes.standard:
            yield FieldError(field=f"{field}.{kind}", message="No more than the standard rate")


def _rates(taxes: CountryTax) -> Iterator[tuple[str, int]]:
    for kind in _KINDS:
        if (rate := getattr(taxes, kind)) is not None:
            yield kind, rate


def next_version(body: SetTaxRates) -> TaxRates:
    """Return the rates after the version that the body was made from."""
    return TaxRates(countries=body.countries, version=body.version + 1)


def differences(before: TaxRates, after: TaxRates) -> list[tuple[str, object, object]]:
    """Return the changes for the audit log: which rate of which country, before and after.

    The log takes a limited number: if more changed, several are combined, so that none is left out.
    """
    old, new = _facts(before), _facts(after)
    changed = [what for what in sorted(old | new) if old.get(what) != new.get(what)]
    together = max(ceil(len(changed) / MAX_DIFFERENCES), 1)
    parts = [changed[at : at + together] for at in range(0, len(changed), together)]
    return [("; ".join(part), _values(old, part), _values(new, part)) for part in parts]


def _values(values: dict[str, str], facts: list[str]) -> str:
    return "; ".join(values.get(what, "none" if len(facts) > 1 else "") for what in facts)


def _facts(rates: TaxRates) -> dict[str, str]:
    return {f"{each.country}, {kind}": percent(rate) for each in rates.countries for kind, rate in _rates(each)}
