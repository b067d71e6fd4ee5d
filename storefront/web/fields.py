"""Form fields with the limits of a contract's type, so that a form refuses whatever the service would refuse."""

import unicodedata
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, TypedDict, Unpack

import msgspec
from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from msgspec import inspect

from backend.contracts.promotion import codes

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

UNREADABLE_TEXT = gettext_lazy("Use letters, digits and common punctuation only.")
"""What is said of a text with signs that nobody can read."""
NO_CODE = gettext_lazy("A code has 3 to 24 letters and digits. Please check how it is written.")


def text_limits(shape: object) -> inspect.StrType:
    """Return the limits of a contract's text type, such as `types.ShortText`."""
    shape_type = inspect.type_info(shape)
    text_type = shape_type.type if isinstance(shape_type, inspect.Metadata) else shape_type
    if not isinstance(text_type, inspect.StrType):
        raise TypeError(f"{shape} is not text")
    return text_type


def form_errors(form: forms.Form) -> str:
    """Return all mistakes in a form, one sentence after another; empty for a valid one."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


class Labels(TypedDict, total=False):
    """Django's arguments of a field: its label and help text, and whether it may be empty."""

    required: bool
    label: "_StrOrPromise"
    help_text: "_StrOrPromise"


class TextOptions(Labels, total=False):
    """Django's arguments of a text field."""

    max_length: int | None
    error_messages: "Mapping[str, _StrOrPromise]"


class FieldOptions(TextOptions, total=False):
    """Django's arguments of a text field, with what draws it."""

    widget: forms.Widget | type[forms.Widget]


def drop_unseen(text: str) -> str:
    """Return the text without invisible characters, which copies from other programs bring along, and without those
    that reverse the text after them; empty if nothing else is left."""
    seen = text.translate(_UNSEEN)
    return seen if seen.strip(_JOINERS) else ""


_JOINERS = "\u200c\u200d\u200e\u200f \t\r\n"
"""Signs of Persian, emoji and Hebrew that are kept, and are nothing by themselves."""
_UNSEEN = dict.fromkeys((
    *(0xAD, 0x115F, 0x1160, 0x180E, 0x200B, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFFE, 0xFFFF),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000)),
))  # fmt: skip
"""Soft hyphens, blanks of no width or of a letter's, directions of text, halves of characters."""


class FastTextInput(forms.TextInput):
    """Django's text input, written without the three templates that Django renders for each."""

    def render(
        self, name: str, value: object, attrs: dict[str, object] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        attributes = {name: widget[name] for name in ("type", "name", "value") if widget[name] is not None}
        return SafeString(f"<input{_render_attributes(attributes | widget['attrs'])}>")


def _render_attributes(attributes: dict[str, object]) -> str:
    values = {name: value for name, value in attributes.items() if value is not False}
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in values.items())


class ContractCharField(forms.CharField):
    """One line of text of a contract's type.

    Surrounding and repeated spaces are removed, as are invisible characters, and letters are composed (NFC). `wrong`
    tells people in words what to type instead.
    """

    def __init__(self, shape: object, wrong: "_StrOrPromise", **options: Unpack[FieldOptions]) -> None:
        self.shape, self.wrong = shape, wrong
        options.setdefault("max_length", text_limits(shape).max_length)
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        return unicodedata.normalize("NFC", " ".join(drop_unseen(str(super().to_python(value) or "")).split()))

    def run_validators(self, value: object) -> None:
        super().run_validators(value)
        try:
            if value:
                msgspec.convert(value, self.shape)
        except msgspec.ValidationError:
            raise forms.ValidationError(self.wrong, code="shape") from None


class ContractTextField(ContractCharField):
    """Text of several lines, of a contract's type. Surrounding space is removed, line breaks become `\n`, and letters
    are composed (NFC)."""

    def __init__(self, shape: object, wrong: "_StrOrPromise", rows: int = 8, **options: Unpack[TextOptions]) -> None:
        super().__init__(shape, wrong, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: object) -> str:
        text = drop_unseen(str(forms.CharField.to_python(self, value) or ""))
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class PromotionCodeField(forms.CharField):
    """A promotion's code as it is typed: case, width, spaces and hyphens do not matter."""

    def __init__(self, widget: forms.Widget | None = None, **options: Unpack[Labels]) -> None:
        refusals = dict.fromkeys(("required", "max_length"), NO_CODE)
        super().__init__(max_length=100, error_messages=refusals, widget=widget, **options)

    def clean(self, value: object) -> str:
        code = codes.normalize(str(super().clean(value)))
        if code is None:
            raise forms.ValidationError(NO_CODE)
        return code
