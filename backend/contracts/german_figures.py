"""Figures and countries in German, as the storefront's German pages write them."""

from datetime import date

from backend.contracts.figures import Figures, amount_and_sign
from backend.contracts.working_days import day_of

_SYMBOLS = {
    "AUD": "AU$", "BRL": "R$", "CAD": "CA$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "ILS": "₪",
    "INR": "₹", "JPY": "¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "THB": "฿", "TWD": "NT$", "USD": "$", "VND": "₫",
    "XAF": "FCFA", "XCD": "EC$", "XCG": "Cg.", "XOF": "F\u202fCFA", "XPF": "CFPF",
}  # fmt: skip
_MONTHS = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")
_DAYS = ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So.")
_COUNTRIES = {
    "AE": "Vereinigte Arabische Emirate", "AT": "Österreich", "AU": "Australien", "BE": "Belgien", "BG": "Bulgarien",
    "BR": "Brasilien", "CA": "Kanada", "CH": "Schweiz", "CY": "Zypern", "CZ": "Tschechien", "DE": "Deutschland",
    "DK": "Dänemark", "EE": "Estland", "ES": "Spanien", "FI": "Finnland", "FR": "Frankreich",
    "GB": "Vereinigtes Königreich", "GR": "Griechenland", "HK": "Sonderverwaltungsregion Hongkong", "HR": "Kroatien",
    "HU": "Ungarn", "IE": "Irland", "IN": "Indien", "IS": "Island", "IT": "Italien", "JP": "Japan",
    "LI": "Liechtenstein", "LT": "Litauen", "LU": "Luxemburg", "LV": "Lettland", "MT": "Malta", "MX": "Mexiko",
    "NL": "Niederlande", "NO": "Norwegen", "NZ": "Neuseeland", "PL": "Polen", "PT": "Portugal", "RO": "Rumänien",
    "SE": "Schweden", "SI": "Slowenien", "SK": "Slowakei", "US": "Vereinigte Staaten",
}  # fmt: skip


class GermanFigures(Figures):
    """German."""

    countries = _COUNTRIES

    def money(self, minor: int, currency: str) -> str:
        """Return an amount in minor units: 1250 EUR → 12,50 €."""
        return amount_and_sign(minor, currency, _SYMBOLS, ".")

    def day(self, instant: str) -> str:
        """Return the day of a `Timestamp`: 21.11.2026."""
        return f"{day_of(instant):%d.%m.%Y}"

    def date(self, day: str) -> str:
        """Return a date in ISO format: 31.12.2029."""
        return f"{date.fromisoformat(day):%d.%m.%Y}"

    def weekday(self, day: str) -> str:
        """Return a date in ISO format: Di., 24. Nov."""
        when = date.fromisoformat(day)
        return f"{_DAYS[when.weekday()]}, {when.day}. {_MONTHS[when.month - 1]}"

    def percent(self, rate: int) -> str:
        """Return a tax rate in hundredths of a percent: 810 → 8,1 %."""
        return super().percent(rate).replace(".", ",")
