"""The form of the rates of tax: a row for each country, with its standard rate and the reduced ones."""

import re
from collections.abc import Collection, Iterator, Mapping

from django import forms
from msgspec import Struct

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.delivery.tax_rates import CountryTax, TaxRates
from backend.contracts.types import MAX_RATE
from storefront.web.countries import name
from storefront.web.fields import FastTextInput

_PREFIX = "rate"
KINDS = ("standard", "reduced", "books")
_RATE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?\s*%?")
_WRONG = "Type a rate in percent, such as 19 or 5.5."
NEEDS_STANDARD = "Type the standard rate, too: without one, nothing is taxed."


class RateField(forms.CharField):
    """A rate as it is typed, such as 25.5 or 7 %; cleaned to hundredths of a percent, or None if it is empty."""

    def __init__(self, label: str) -> None:
        widget = FastTextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "8"})
        super().__init__(required=False, label=label, max_length=8, widget=widget)

    def clean(self, value: str | None) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        match = _RATE.fullmatch(text)
        rate = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else MAX_RATE + 1
        if rate > MAX_RATE:
            raise forms.ValidationError(_WRONG)
        return rate


class Row(Struct, frozen=True):
    """A country with the fields of its rates."""

    country: str
    name: str
    fields: tuple[forms.BoundField, ...]


class TaxForm(forms.Form):
    """The rates of these countries, and of those that were typed. Where the standard one is left empty, nothing is
    taxed. Countries that a page did not show keep the present rates.
    """

    use_required_attribute = False

    def __init__(self, codes: Collection[str], rates: TaxRates, data: Mapping[str, object] | None = None) -> None:
        typed = {each for each in COUNTRIES if data and f"{_PREFIX}-{each}-standard" in data}
        present = {f"{_PREFIX}-{field}": rate for field, rate in _initial(rates, without=typed).items()}
        super().__init__(
            None if data is None else present | dict(data.items()), prefix=_PREFIX, initial=_initial(rates)
        )
        self.codes = sorted({*codes, *typed}, key=name)
        for code in self.codes:
            self.fields |= {f"{code}-{kind}": RateField(f"{name(code)}, {kind}") for kind in KINDS}

    @property
    def rows(self) -> Iterator[Row]:
        """The countries by name."""
        for code in self.codes:
            yield Row(code, name(code), tuple(self[f"{code}-{kind}"] for kind in KINDS))

    def clean(self) -> dict[str, object]:
        for code in self.codes:
            standard, *reduced = (self.cleaned_data.get(f"{code}-{kind}") for kind in KINDS)
            if standard is None and f"{code}-standard" not in self.errors and reduced != [None, None]:
                self.add_error(f"{code}-standard", NEEDS_STANDARD)
        return self.cleaned_data

    @property
    def country_taxes(self) -> tuple[CountryTax, ...]:
        """The countries of the valid form that have a standard rate."""
        rows = ((code, {kind: self.cleaned_data[f"{code}-{kind}"] for kind in KINDS}) for code in sorted(self.codes))
        return tuple(CountryTax(country=code, **rates) for code, rates in rows if rates["standard"] is not None)


def _initial(rates: TaxRates, without: Collection[str] = ()) -> dict[str, object]:
    countries = [each for each in rates.countries if each.country not in without]
    values = {f"{each.country}-{kind}": getattr(each, kind) for each in countries for kind in KINDS}
    return {field: f"{rate / 100:g}" for field, rate in values.items() if rate is not None}
