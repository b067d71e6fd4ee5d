"""Tax rates by the country that an order goes to, which the owner of the shop changes."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.delivery.models import SeenVersion
from backend.contracts.tax import TaxClass
from backend.contracts.types import Country, Model, OptionalShortText, RequestModel, TaxRate

MAX_COUNTRIES = 260


class CountryTax(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A country's rates. Classes without a rate of their own are taxed at the standard one."""

    country: Country
    standard: TaxRate
    reduced: TaxRate | None = None
    books: TaxRate | None = None

    def rate(self, tax_class: TaxClass) -> int:
        """Return the rate for this tax class, in hundredths of a percent."""
        own = {TaxClass.REDUCED: self.reduced, TaxClass.BOOKS: self.books, TaxClass.ZERO: 0}.get(tax_class)
        return self.standard if own is None else own


CountryTaxes = Annotated[tuple[CountryTax, ...], Meta(max_length=MAX_COUNTRIES)]


class TaxRates(Model, frozen=True, kw_only=True):
    """All rates. Orders to a country that is not among them are sold without tax."""

    countries: CountryTaxes
    version: SeenVersion = 0

    def find(self, country: str) -> CountryTax | None:
        """Return a country's rates, or None if no tax is charged there."""
        return next((each for each in self.countries if each.country == country), None)

    def rate(self, country: str, tax_class: TaxClass = TaxClass.STANDARD) -> int:
        """Return the rate for this tax class in this country, in hundredths of a percent."""
        taxes = self.find(country)
        return taxes.rate(tax_class) if taxes else 0


class SetTaxRates(RequestModel, frozen=True, kw_only=True):
    """All rates from now on. `version` and `by` as in `SetDeliveryZones`."""

    countries: CountryTaxes
    version: SeenVersion
    by: OptionalShortText = ""


_STANDARD = {
    "AT": 2000, "BE": 2100, "BG": 2000, "CH": 810, "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500, "EE": 2400,
    "ES": 2100, "FI": 2550, "FR": 2000, "GB": 2000, "GR": 2400, "HR": 2500, "HU": 2700, "IE": 2300, "IS": 2400,
    "IT": 2200, "LI": 810, "LT": 2100, "LU": 1700, "LV": 2100, "MT": 1800, "NL": 2100, "NO": 2500, "PL": 2300,
    "PT": 2300, "RO": 2100, "SE": 2500, "SI": 2200, "SK": 2300,
}  # fmt: skip
"""Standard rates of value added tax (https://europa.eu/youreurope/business/taxation/vat/vat-rules-rates/, national tax
offices). Which goods have a reduced one differs: whoever sells such enters it."""

DEFAULT_RATES = TaxRates(
    countries=tuple(CountryTax(country=country, standard=rate) for country, rate in _STANDARD.items())
)
"""The rates until the owner changes something."""
