"""The field for the province or county, as the country's addresses have it."""

from collections.abc import Mapping
from typing import get_type_hints

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from backend.contracts.addresses import AddressFormat
from backend.contracts.basket.models import NewAddress
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, FastTextInput
from storefront.web.memoize import memoize

_SHAPE = get_type_hints(NewAddress, include_extras=True)["state"]
_AUTOCOMPLETE = "shipping address-level1"
_LABELS = {
    "Area": (gettext_lazy("Area"), gettext_lazy("Choose the area.")),
    "County": (gettext_lazy("County"), gettext_lazy("Choose the county.")),
    "County or region": (gettext_lazy("County or region"), gettext_lazy("Choose the county or region.")),
    "Emirate": (gettext_lazy("Emirate"), gettext_lazy("Choose the emirate.")),
    "Prefecture": (gettext_lazy("Prefecture"), gettext_lazy("Choose the prefecture.")),
    "Province": (gettext_lazy("Province"), gettext_lazy("Choose the province.")),
    "State": (gettext_lazy("State"), gettext_lazy("Choose the state.")),
}
"""By the contract's label, which is English: the field's, and what is said of an empty one."""


class FastSelect(forms.Select):
    """A select whose options are drawn once for each value: Django renders two templates an option."""

    def render(
        self, name: str, value: object, attrs: dict[str, object] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        built = self.build_attrs(self.attrs, attrs)
        return _select(name, str(value or ""), tuple(built.items()), tuple(self.choices))  # type: ignore[arg-type]


@memoize
def _select(
    name: str, value: str, attrs: tuple[tuple[str, object], ...], choices: tuple[tuple[str, str], ...]
) -> SafeString:
    return forms.Select(dict(attrs), choices).render(name, value)


def state_field(country: AddressFormat, checks: Mapping[str, object]) -> forms.Field | None:
    """Return the country's field: a list to choose from, a line of text, or None where addresses name no province.

    `checks` are attributes of the widget that have it checked as it is left.
    """
    if not country.state_label:
        return None
    label, choose = _LABELS[country.state_label]
    attrs = {"autocomplete": _AUTOCOMPLETE, "class": "medium", **checks}
    if not country.states:
        widget = FastTextInput(attrs=attrs)
        return ContractCharField(_SHAPE, UNREADABLE_TEXT, required=False, label=label, widget=widget)
    return forms.ChoiceField(
        choices=[("", "–"), *country.states],
        required=country.state_required,
        label=label,
        error_messages={"required": choose, "invalid_choice": choose},
        widget=FastSelect(attrs=attrs),
    )
