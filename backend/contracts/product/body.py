"""What staff send of a product, from the product as it is."""

from backend.contracts.product.models import ProductBody


def body_of(product: ProductBody, **changes: object) -> ProductBody:
    """Return what staff send of a product, without its id and what the service adds; `changes` by name of the field."""
    return ProductBody(**{name: getattr(product, name) for name in ProductBody.__struct_fields__} | changes)
