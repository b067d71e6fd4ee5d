"""A product to vary."""

from typing import Any

import msgspec

from backend.contracts.product.models import (
    MAX_CATEGORY_DEPTH,
    MAX_OPTIONS,
    MAX_VARIANTS,
    NewProduct,
    Option,
    Picture,
    ProductBody,
    Variant,
)

PICTURE = Picture(src="harbour-1", alt="A harbour at dusk", width=1280, height=1600)


def new(product_id: str = "harbour", **changes: Any) -> NewProduct:
    """A right product with two variants, whose SKUs begin with its id."""
    values: dict[str, Any] = {
        "id": product_id,
        "title": "Harbour at dusk",
        "currency": "EUR",
        "category": ("Prints", "Sea & Shore"),
        "variants": (
            Variant(sku=f"{product_id}-a4", values=("A4",), price=2500),
            Variant(sku=f"{product_id}-a3", values=("A3",), price=3900, compare_at=4500),
        ),
        "options": (Option(name="Size", values=("A4", "A3")),),
        "pictures": (PICTURE,),
        "rank": 5,
    }
    return NewProduct(**{**values, **changes})


def body(product_id: str = "harbour", **changes: Any) -> ProductBody:
    """The same as staff send it to replace one: without the id."""
    values = msgspec.structs.asdict(new(product_id, **changes))
    del values["id"]
    return ProductBody(**values)


def plain(product_id: str, **changes: Any) -> NewProduct:
    """A product without a choice: one variant, no options. `price` is that variant's."""
    price = changes.pop("price", 1000)
    return new(
        product_id, **{"variants": (Variant(sku=f"{product_id}-1", values=(), price=price),), "options": (), **changes}
    )


def largest(letter: str) -> dict[str, Any]:
    """As many SKUs and as deep a category as may be; of another letter, each of them is another one."""
    values = tuple(f"v{number}" for number in range(MAX_VARIANTS))
    options = (
        Option(name="Size", values=values),
        *(Option(name=f"o{more}", values=("x",)) for more in range(1, MAX_OPTIONS)),
    )
    variants = tuple(
        Variant(sku=f"{letter}{value}", values=(value, *("x",) * (MAX_OPTIONS - 1)), price=1) for value in values
    )
    return {
        "category": tuple(f"{letter}{depth}" for depth in range(MAX_CATEGORY_DEPTH)),
        "options": options,
        "variants": variants,
    }
