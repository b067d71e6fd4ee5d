"""The audit log's entry about a change of a product."""

from collections.abc import Iterator

from backend.contracts.currencies import decimal
from backend.contracts.product.content import decimal_content
from backend.contracts.product.models import Product
from backend.shared import staff_changes

_SHOWN = ("title", "brand", "category", "tags", "rank", "currency", "tax_class")
"""Fields that the log keeps before and after."""
_NAMED = ("description", "options", "pictures", "translations")
"""Fields that are too long for it: it says that they changed."""


def describe(old: Product | None, new: Product | None, was_listed: bool, is_listed: bool) -> None:
    """Describe in the audit log how the product changed. One of the two is None if there is no such product."""
    staff_changes.describe(*_differences(old, new, was_listed, is_listed))


def _differences(
    old: Product | None, new: Product | None, was_listed: bool, is_listed: bool
) -> Iterator[tuple[str, object, object]]:
    if was_listed != is_listed:
        yield "place", "in the shop" if was_listed else "outside", "in the shop" if is_listed else "outside"
    for part, of in (("price", _prices), ("content", _contents)):
        before, after = of(old), of(new)
        for sku in before | after:
            if before.get(sku) != after.get(sku):
                yield f"{part} of {sku}", before.get(sku), after.get(sku)
    yield from (
        (field.replace("_", " "), before, after) for field, before, after in staff_changes.compare(old, new, _SHOWN)
    )
    yield from ((field, "", "") for field, _, _ in staff_changes.compare(old, new, _NAMED))


def _prices(product: Product | None) -> dict[str, str]:
    return {each.sku: decimal(each.price, product.currency) for each in product.variants} if product else {}


def _contents(product: Product | None) -> dict[str, str]:
    contents = {each.sku: each.content for each in (product.variants if product else ())}
    return {sku: f"{decimal_content(content)} {content.unit}" for sku, content in contents.items() if content}
