"""Figures and countries in French, as the storefront's French pages write them."""

from datetime import date

from backend.contracts.figures import Figures, amount_and_sign
from backend.contracts.working_days import day_of

_SYMBOLS = {
    "ARS": "$AR", "AUD": "$AU", "BMD": "$BM", "BND": "$BN", "BRL": "R$", "BZD": "$BZ", "CAD": "$CA", "CLP": "$CL",
    "COP": "$CO", "EUR": "€", "FJD": "$FJ", "FKP": "£FK", "GBP": "£GB", "GIP": "£GI", "ILS": "₪", "INR": "₹",
    "KRW": "₩", "LBP": "£LB", "MXN": "$MX", "NAD": "$NA", "NZD": "$NZ", "SBD": "$SB", "SGD": "$SG", "SRD": "$SR",
    "TTD": "$TT", "USD": "$US", "UYU": "$UY", "VND": "₫", "WST": "$WS", "XAF": "FCFA", "XCG": "Cg.",
    "XOF": "F\u202fCFA", "XPF": "FCFP",
}  # fmt: skip
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_THIN = "\u202f"
_COUNTRIES = {
    "AE": "Émirats arabes unis", "AT": "Autriche", "AU": "Australie", "BE": "Belgique", "BG": "Bulgarie",
    "BR": "Brésil", "CA": "Canada", "CH": "Suisse", "CY": "Chypre", "CZ": "Tchéquie", "DE": "Allemagne",
    "DK": "Danemark", "EE": "Estonie", "ES": "Espagne", "FI": "Finlande", "FR": "France", "GB": "Royaume-Uni",
    "GR": "Grèce", "HK": "R.A.S. chinoise de Hong Kong", "HR": "Croatie", "HU": "Hongrie", "IE": "Irlande",
    "IN": "Inde", "IS": "Islande", "IT": "Italie", "JP": "Japon", "LI": "Liechtenstein", "LT": "Lituanie",
    "LU": "Luxembourg", "LV": "Lettonie", "MT": "Malte", "MX": "Mexique", "NL": "Pays-Bas", "NO": "Norvège",
    "NZ": "Nouvelle-Zélande", "PL": "Pologne", "PT": "Portugal", "RO": "Roumanie", "SE": "Suède", "SI": "Slovénie",
    "SK": "Slovaquie", "US": "États-Unis",
}  # fmt: skip


class FrenchFigures(Figures):
    """French."""

    countries = _COUNTRIES

    def money(self, minor: int, currency: str) -> str:
        """Return an amount in minor units: 1250 EUR → 12,50 €."""
        return amount_and_sign(minor, currency, _SYMBOLS, _THIN)

    def day(self, instant: str) -> str:
        """Return the day of a `Timestamp`: 21 nov. 2026."""
        return self.date(day_of(instant).isoformat())

    def date(self, day: str) -> str:
        """Return a date in ISO format: 31 déc. 2029."""
        when = date.fromisoformat(day)
        return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"

    def weekday(self, day: str) -> str:
        """Return a date in ISO format: mar. 24 nov."""
        when = date.fromisoformat(day)
        return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"

    def percent(self, rate: int) -> str:
        """Return a tax rate in hundredths of a percent: 810 → 8,1 %."""
        return super().percent(rate).replace(".", ",")
