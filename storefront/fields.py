"""Form fields that hold what a contract's type allows: its limits are read from there, so a form refuses what the service refuses."""

import unicodedata
from typing import Any

import msgspec
from django import forms
from msgspec import inspect


def limits(shape: Any) -> inspect.StrType:
    """The limits of a contract's text type, such as `words.Line`."""
    described = inspect.type_info(shape)
    found = described.type if isinstance(described, inspect.Metadata) else described
    if not isinstance(found, inspect.StrType):
        raise TypeError(f"{shape} is not text")
    return found


def told(form: forms.Form) -> str:
    """All that is wrong with a form, one sentence after another; empty for a valid one."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


class Word(forms.CharField):
    """One line of text of a contract's type. Space around and doubled inside goes, and letters are composed (NFC).

    `wrong` tells people what to type instead, in words.
    """

    def __init__(self, shape: Any, wrong: str, **options: Any) -> None:
        self.shape, self.wrong = shape, wrong
        super().__init__(max_length=limits(shape).max_length, **options)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", " ".join(str(super().to_python(value) or "").split()))

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        try:
            if value:
                msgspec.convert(value, self.shape)
        except msgspec.ValidationError:
            raise forms.ValidationError(self.wrong, code="shape") from None
