"""The fields of an address: each accepts what the contract's `NewAddress` accepts."""

from typing import TYPE_CHECKING, get_type_hints

import msgspec
from django.utils.translation import gettext_lazy

from backend.contracts.basket.models import NewAddress
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, FastTextInput

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHAPES = get_type_hints(NewAddress, include_extras=True)
NEEDED = {field.name for field in msgspec.structs.fields(NewAddress) if field.required}
CHECK = {  # a field is checked when it is left; the delay lets a button pressed meanwhile stay where it is
    "hx-trigger": "change delay:300ms",
    "hx-target": "closest .field",
    "hx-swap": "outerHTML",
}
"""Attributes of a field that is checked; the form says by which address."""
TOO_LONG = gettext_lazy("This is too long for a parcel label; please shorten it.")


def text_field(
    name: str,
    label: "_StrOrPromise",
    autocomplete: str,
    *,
    missing: "_StrOrPromise" = "",
    wrong: "_StrOrPromise" = UNREADABLE_TEXT,
    help: "_StrOrPromise" = "",
    **attributes: str,
) -> ContractCharField:
    """Return the field for a text of `NewAddress`, which may be as long as there and is needed where it is there."""
    return ContractCharField(
        SHAPES[name],
        wrong,
        required=name in NEEDED,
        label=label,
        help_text=help,
        error_messages={"required": missing, "max_length": TOO_LONG},
        widget=FastTextInput(attrs={"autocomplete": autocomplete, **attributes, **CHECK}),
    )


def email_field(**attributes: str) -> ContractCharField:
    """Return the field for the address that is told about the order."""
    widget = {"autocomplete": "email", "type": "email", "inputmode": "email", "autocapitalize": "none"}
    return ContractCharField(
        SHAPES["email"],
        gettext_lazy("Enter an e-mail address such as ada@example.org; letters such as ü or é do not work in it."),
        label=gettext_lazy("E-mail"),
        error_messages={
            "required": gettext_lazy("Enter your e-mail address, so that we can tell you about the order."),
            "max_length": TOO_LONG,
        },
        widget=FastTextInput(attrs={**widget, "spellcheck": "false", **attributes}),
    )
