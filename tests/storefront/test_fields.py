"""Form fields that read their limits from a contract's type."""

import pytest
from django import forms

from backend.contracts.types import Quantity, ShortText, Sku
from storefront.web.fields import ContractCharField, text_limits


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


def test_the_browser_is_told_the_same_length() -> None:
    assert ContractCharField(ShortText, "No.").widget.attrs["maxlength"] == "200"


def test_an_optional_word_may_be_empty() -> None:
    assert ContractCharField(Sku, "No.", required=False).clean("  ") == ""
