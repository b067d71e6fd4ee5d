"""An order's number as people type it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext_lazy

from storefront.web.fields import Labels, drop_unseen

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_NUMBER = re.compile(r"([0-9A-F]{4})[\s\u2010-\u2014-]*([0-9A-F]{4})$")


def order_number(typed: str) -> str:
    """Return an order's number as the shop writes it: `#3f9a 72c1` → `3F9A-72C1`.

    Empty for what has none at its end.
    """
    match = _NUMBER.search(drop_unseen(unicodedata.normalize("NFKC", typed)).strip().upper())
    return "-".join(match.groups()) if match else ""


class OrderNumber(forms.CharField):
    """An order's number, however it is spelled."""

    def __init__(self, error_messages: "Mapping[str, _StrOrPromise] | None" = None, **options: Unpack[Labels]) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "short"}
        )
        options.setdefault("label", gettext_lazy("Order number"))
        super().__init__(max_length=60, widget=widget, error_messages=error_messages, **options)

    def clean(self, value: object) -> str:
        typed = str(super().clean(value) or "")
        if typed and not order_number(typed):
            raise forms.ValidationError(
                gettext_lazy("An order number looks like 3F9A-72C1. It stands in every mail about the order."),
                code="shape",
            )
        return order_number(typed)
