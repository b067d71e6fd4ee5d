"""The fields of the product editor: texts, prices, contents and positions as they are typed."""

import re

from django import forms

from backend.contracts.currencies import about, decimal, digits, grouped_decimal
from backend.contracts.product.content import Content
from backend.contracts.product.models import MAX_PICTURES
from storefront.imports import measures
from storefront.imports.money import COMMA, POINT, Ambiguous, minor
from storefront.search.price_input import MAX_PRICE
from storefront.web.parsing import parse_int

_LINE_BREAK = re.compile(r"\r\n?")


CONTENT_HINT = "Enter a number and a unit, such as 750 ml, 1.5 kg, 0.18 m² or 12 pieces, or leave it empty."


def price_hint(currency: str) -> str:
    """Return how a price is typed: “Enter a price such as 24.00, of at most 10,000,000.00”."""
    example = decimal(about(2400, currency), currency)
    return f"Enter a price such as {example}, of at most {grouped_decimal(MAX_PRICE, currency)}"


class EditorField(forms.CharField):
    """A text whose limits the contract knows. It counts as changed only if it is typed over: browsers send each line
    break as CR LF."""

    def __init__(self, label: str | None = None) -> None:
        super().__init__(required=False, strip=False, label=label)

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return _LINE_BREAK.sub("\n", initial or "") != _LINE_BREAK.sub("\n", data or "")


class PriceField(forms.CharField):
    """An amount of money as it is typed, such as 24.00; cleaned to minor units, or None if it is empty."""

    def __init__(self, currency: str, wrong: str, label: str, required: bool = True) -> None:
        self.currency, self.wrong = currency, wrong
        super().__init__(error_messages={"required": wrong}, label=label, required=required)

    def clean(self, value: str | None) -> int | None:
        text = super().clean(value)
        try:
            return minor(text, currency=self.currency) if text else None
        except Ambiguous:
            raise forms.ValidationError(_separator_hint(self.currency)) from None
        except ValueError:
            raise forms.ValidationError(self.wrong) from None


class ContentField(forms.CharField):
    """How much a variant holds as it is typed, such as 750 ml; cleaned to a `Content`, or None if it is empty."""

    def clean(self, value: str | None) -> Content | None:
        text = super().clean(value)
        try:
            return measures.content(text, "" if COMMA in text else POINT) if text else None
        except ValueError:
            raise forms.ValidationError(CONTENT_HINT) from None


def _separator_hint(currency: str) -> str:
    """Return what to do about `2,500`."""
    return "Leave out the thousands separator: " + ("2500 or 2.50." if digits(currency) else "2500.")


class PositionField(forms.CharField):
    """A picture's position. What is no number puts it last: an order is never refused."""

    def clean(self, value: str | None) -> int:
        return parse_int(value or "", MAX_PICTURES)
