"""Whoever made a file reads what is wrong in it in words."""

from typing import Any

import msgspec
import pytest

from backend.contracts.product.models import NewProduct
from storefront.imports.error_messages import explain
from storefront.imports.error_messages import variant as fault_of

PRODUCT: dict[str, Any] = {
    "id": "a", "title": "A", "currency": "EUR", "category": ["All"], "variants": [{"sku": "A", "values": [], "price": 1}],
}  # fmt: skip


def variant(**wrong: Any) -> list[dict[str, Any]]:
    return [PRODUCT["variants"][0] | wrong]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "x" * 201}, "the title is longer than 200 characters"),
        ({"title": ""}, "the title is empty"),
        ({"brand": "x" * 201}, "the brand is longer than 200 characters"),
        ({"category": ["x"] * 9}, "there are more than 8 categories"),
        ({"category": []}, "there are no categories"),
        ({"tags": ["x"] * 31}, "there are more than 30 tags"),
        ({"variants": []}, "there are no variants"),
        ({"variants": variant(price=10**12)}, "the price is more than 10,000,000.00"),
        ({"tags": ["x" * 201]}, "the tag is longer than 200 characters"),
        ({"variants": variant(sku="a b")}, "the SKU has signs that it may not have"),
        ({"variants": variant(sku="x" * 65)}, "the SKU is longer than 64 characters"),
        ({"variants": variant(price=-1)}, "the price is less than 0.00"),
        ({"rank": 10**7}, "the rank is more than 1,000,000"),
    ],
)
def test_a_value_that_the_contract_does_not_take_is_named_in_words(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(PRODUCT | wrong, NewProduct)
    assert explain(str(refused.value)) == said


def test_an_error_that_is_not_understood_is_passed_on_unchanged() -> None:
    assert explain("Invalid") == "Invalid"
    assert explain("Expected `bool` - at `$.rank`") == "Expected `bool` - at `rank`"


def test_a_variants_fault_names_the_variant() -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(PRODUCT | {"variants": [*variant(), *variant(sku="B", price=-1)]}, NewProduct)
    assert fault_of(str(refused.value)) == 1
    assert fault_of("Expected `str` - at `$.title`") is None
