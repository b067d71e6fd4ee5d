"""Why a change of the catalogue is refused: it exists already, is out of date, or a SKU belongs to another product."""

from collections.abc import Iterable, Mapping

from backend.contracts.problem import FieldError, Refused
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import Product
from backend.product import domain, transaction
from backend.product.transaction import ProductEvent
from backend.shared import dynamodb


def _refusal(changed: bool, old: Product | None, last: ProductEvent | None, sku_refusal: Refused) -> Refused:
    if not changed:
        return sku_refusal
    return _stale(transaction.version(last) if last else 0) if old else _already_exists(last)


def _already_exists(last: ProductEvent | None) -> Refused:
    return Refused(
        409, "exists", "There is a product with this id already", version=transaction.version(last) if last else None
    )


def _stale(version: int) -> Refused:
    return Refused(
        409, "stale-version", "The product has changed since", f"Its version is {version} now.", version=version
    )


def _sku_taken(event: ProductEvent, owners: Mapping[str, str]) -> Refused:
    """Names each SKU that another product has, and that product; `owners` has an empty one where it is gone by now."""
    errors = [
        FieldError(
            field=f"variants[{index}].sku",
            message=f"{sku} belongs to {owners[sku] or 'a product that was just withdrawn'}",
            holder=owners[sku],
        )
        for index, sku in enumerate(domain.skus(event.product if isinstance(event, ProductChanged) else None))
        if sku in owners
    ]
    return Refused(409, "sku-taken", "Another product has this SKU", errors=tuple(errors))


def _find_owners(skus: Iterable[str], but: str = "") -> dict[str, str]:
    """By SKU, the id of the product that has it; SKUs that nobody has, or that the product `but` has, are left out."""
    items = dynamodb.batch_get(
        (dynamodb.to_item({**transaction.sku_key(sku)}) for sku in sorted(skus)), ConsistentRead=True
    )
    owners = {item["pk"]["S"].removeprefix("SKU#"): item["product_id"]["S"] for item in items}
    return {sku: owner for sku, owner in owners.items() if owner != but}
