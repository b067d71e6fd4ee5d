"""An order's number as people type it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

_NUMBER = re.compile(r"([0-9A-F]{4})[\s\u2010-\u2014-]*([0-9A-F]{4})$")


def order_number(typed: str) -> str:
    """Return an order's number as the shop writes it: `#3f9a 72c1` → `3F9A-72C1`.

    Empty for what has none at its end.
    """
    match = _NUMBER.search(typed.strip().upper())
    return "-".join(match.groups()) if match else ""


class OrderNumber(forms.CharField):
    """An order's number, however it is spelled."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "short"}
        )
        super().__init__(label=gettext_lazy("Order number"), max_length=60, widget=widget, **options)

    def clean(self, value: object) -> str:
        typed = str(super().clean(value) or "")
        if typed and not order_number(typed):
            raise forms.ValidationError(
                gettext_lazy("An order number looks like 3F9A-72C1. It stands in every mail about the order."),
                code="shape",
            )
        return order_number(typed)
