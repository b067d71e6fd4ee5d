"""Form fields that read their limits from a contract's type."""

import pytest
from django import forms

from backend.contracts.types import Note, Quantity, ShortText, Sku
from storefront.web.fields import ContractCharField, ContractTextField, text_limits


def test_what_is_no_text_has_no_limits() -> None:
    with pytest.raises(TypeError, match="is not text"):
        text_limits(Quantity)


@pytest.mark.parametrize("typed", ["a b", "-a", "a\u0301", "a" * 65, "<b>"])
def test_what_the_contract_refuses_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        ContractCharField(Sku, "No.").clean(typed)


def test_the_words_of_the_refusal_are_the_fields_own() -> None:
    with pytest.raises(forms.ValidationError, match="Not an article of ours"):
        ContractCharField(Sku, "Not an article of ours.").clean("a b")


def test_the_browser_gets_the_same_length_limit() -> None:
    assert ContractCharField(ShortText, "No.").widget.attrs["maxlength"] == "200"


def test_an_optional_word_may_be_empty() -> None:
    assert ContractCharField(Sku, "No.", required=False).clean("  ") == ""


UNSEEN = ["\u200b", "\u202e", "\u2066", "\ufeff", "\xad", "\u3164", "\u2800", "\ud800", "\uffff"]


@pytest.mark.parametrize("sign", [*UNSEEN, "\u200d", "\u200f"])
def test_what_nobody_can_see_is_no_answer(sign: str) -> None:
    for field in (ContractCharField(ShortText, "No."), ContractTextField(Note, "No.")):
        with pytest.raises(forms.ValidationError, match="required"):
            field.clean(f" {sign} {sign}")


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_copies_from_other_programs_bring_along_does_no_harm(sign: str) -> None:
    assert ContractCharField(Sku, "No.").clean(f"{sign}TIDE-A4{sign}") == "TIDE-A4"
    assert ContractTextField(Note, "No.").clean(f"One\r\n{sign}two") == "One\ntwo"


@pytest.mark.parametrize("text", ["👩‍🚀", "می‌خواهم", "רחוב 12\u200f, א", "Zoë & Bø", "हिन्दी"])
def test_letters_of_every_script_stay_as_they_are(text: str) -> None:
    assert ContractCharField(ShortText, "No.").clean(text) == text
