"""The checks that a product must pass, field by field. No I/O."""

from collections.abc import Iterable

import msgspec

from backend.contracts.problem import FieldError, Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import FREE_PRICE_MESSAGE, Product, ProductBody
from backend.contracts.slug import slug
from backend.contracts.voucher.models import value_range
from backend.product.domain import category_path
from backend.product.duplicates import find_duplicates
from backend.product.translations import wrong_translations

MAX_PRODUCT_BYTES = 100 * 1024
"""Bytes of a product as JSON: kept once in its item (DynamoDB: 400 KB) and sent once as an event (EventBridge, SQS: 256
KB)."""


_MAX_PATH_LENGTH = 300  # as in contracts.words.CategoryPath


def check(body: ProductBody, currency: str) -> None:
    """Validate the product. Raise Refused 422 naming each wrong field."""
    errors = [*_basics(body, currency), *wrong_translations(body), *_options(body), *_variants(body, currency)]
    if errors:
        raise Refused(422, "invalid", "The product is not right", errors=tuple(errors))


def check_prices(body: ProductBody, old: Product | None) -> None:
    """Raise Refused 422 for a new price of 0: most are slips, and the first buyer would pay nothing."""
    before = {variant.sku for variant in old.variants if not variant.price} if old else set()
    free = [index for index, variant in enumerate(body.variants) if not variant.price and variant.sku not in before]
    if free:
        errors = tuple(FieldError(field=f"variants[{index}].price", message=FREE_PRICE_MESSAGE) for index in free)
        raise Refused(422, "free", "Something would cost nothing", errors=errors)


def _basics(body: ProductBody, currency: str) -> Iterable[FieldError]:
    if body.currency != currency:
        yield FieldError(field="currency", message=f"The shop sells in {currency}")
    for index, title in enumerate(body.category):
        if not slug(title):
            yield FieldError(field=f"category[{index}]", message="Needs a letter or a digit")
    if len(category_path(body.category)) > _MAX_PATH_LENGTH:
        yield FieldError(field="category", message=f"At most {_MAX_PATH_LENGTH} characters as a path")
    if (size := len(msgspec.json.encode(body))) > MAX_PRODUCT_BYTES:
        yield FieldError(field="", message=f"The product has {size} bytes; at most {MAX_PRODUCT_BYTES}")


def _options(body: ProductBody) -> Iterable[FieldError]:
    for index in find_duplicates(option.name for option in body.options):
        yield FieldError(field=f"options[{index}].name", message="Another option has this name")
    for index, option in enumerate(body.options):
        for value in find_duplicates(option.values):
            yield FieldError(field=f"options[{index}].values[{value}]", message="The option has this value already")


def _variants(body: ProductBody, currency: str) -> Iterable[FieldError]:
    for index in find_duplicates(variant.sku for variant in body.variants):
        yield FieldError(field=f"variants[{index}].sku", message="Another variant has this SKU")
    for index in find_duplicates("\n".join(variant.values) for variant in body.variants):
        yield FieldError(field=f"variants[{index}].values", message="Another variant has these values")
    for index, variant in enumerate(body.variants):
        if len(variant.values) != len(body.options):
            yield FieldError(
                field=f"variants[{index}].values", message=f"Needs {len(body.options)}: one value per option"
            )
        elif unknown := [
            position for position, option in enumerate(body.options) if variant.values[position] not in option.values
        ]:
            yield FieldError(field=f"variants[{index}].values[{unknown[0]}]", message="Not among the option's values")
        if variant.compare_at is not None and variant.compare_at <= variant.price:
            yield FieldError(field=f"variants[{index}].compare_at", message="Must be above the price")
    if body.kind is ProductKind.VOUCHER:
        yield from _vouchers(body, currency)


def _vouchers(body: ProductBody, currency: str) -> Iterable[FieldError]:
    """Yield the mistakes of a variant that is to be a gift voucher, which must be worth its price."""
    least, most = value_range(currency)
    for index, variant in enumerate(body.variants):
        if not least <= variant.price <= most:
            message = f"A gift voucher costs from {least} to {most} minor units"
            yield FieldError(field=f"variants[{index}].price", message=message)
        if variant.compare_at is not None:
            yield FieldError(field=f"variants[{index}].compare_at", message="A gift voucher is never reduced")
        if variant.content is not None:
            yield FieldError(field=f"variants[{index}].content", message="A gift voucher has no content")
