"""The rules of wish lists. No I/O."""

from collections.abc import Mapping

from msgspec import structs

from backend.contracts.inventory.models import Level, StockLevel
from backend.contracts.problem import Refused
from backend.contracts.product.content import Content
from backend.contracts.product.local_options import local_values
from backend.contracts.product.models import Picture, Product, Variant, pictures_of
from backend.contracts.product.translations import LocalTitle, LocalValues, local_titles
from backend.contracts.shop import CURRENCY
from backend.contracts.types import Model
from backend.contracts.wish.models import MAX_WISHES, Wish, Wished, WishedVariant

Levels = Mapping[str, StockLevel]
"""What is known of the stock, by SKU. What is not known counts as there."""


class CopiedVariant(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What this service keeps of a variant."""

    sku: str
    price: int
    values: tuple[str, ...] = ()
    picture: Picture | None = None
    content: Content | None = None
    local_values: tuple[LocalValues, ...] = ()


class CopiedProduct(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What this service keeps of a product, as its last event told it. A withdrawn one keeps its last variants."""

    id: str
    title: str
    currency: str
    variants: tuple[CopiedVariant, ...]
    withdrawn: bool = False
    titles: tuple[LocalTitle, ...] = ()


class StoredWish(Model, frozen=True, kw_only=True):
    """A wish as it is stored: which variant, what it cost then, and since when (milliseconds since 1970)."""

    product_id: str
    sku: str
    price: int
    since: int
    currency: str = CURRENCY


def copy_product(product: Product) -> CopiedProduct:
    """Return what is kept of a product."""
    return CopiedProduct(
        id=product.id,
        title=product.title,
        currency=product.currency,
        variants=tuple(_copy_variant(product, variant) for variant in product.variants),
        titles=local_titles(product.translations),
    )


def _copy_variant(product: Product, variant: Variant) -> CopiedVariant:
    shown = next(iter(pictures_of(product, variant)), None)
    picture = structs.replace(shown, shows=(), colours=()) if shown else None
    return CopiedVariant(
        sku=variant.sku,
        price=variant.price,
        values=variant.values,
        picture=picture,
        content=variant.content,
        local_values=local_values(product, variant),
    )


def choose_variant(product: CopiedProduct | None, sku: str | None, levels: Levels) -> CopiedVariant:
    """Return the variant of that SKU; without one, the cheapest that is not sold out, or the cheapest.

    Raises Refused 404 if the product or the variant is not sold.
    """
    variants = () if product is None or product.withdrawn else product.variants
    fitting = [variant for variant in variants if sku in (None, variant.sku)]
    if not fitting:
        raise Refused(404, "not-found", "This is no longer available")
    return min(fitting, key=lambda variant: (is_sold_out(levels, variant.sku), variant.price))


def find_variant(product: CopiedProduct | None, sku: str) -> CopiedVariant | None:
    """Return the product's variant of that SKU; None if it has none."""
    return next((variant for variant in product.variants if variant.sku == sku), None) if product else None


def is_sold_out(levels: Levels, sku: str) -> bool:
    """Tell whether there is none of it, as far as is known."""
    return sku in levels and levels[sku].level is Level.SOLD_OUT


def check_room(wishes: tuple[StoredWish, ...], product_id: str, sku: str) -> None:
    """Raise Refused 409 if the list is full, unless it holds this variant already."""
    if len(wishes) >= MAX_WISHES and (product_id, sku) not in keys(wishes):
        raise Refused(409, "too-many-wishes", f"A wish list holds {MAX_WISHES} things at most")


def keys(wishes: tuple[StoredWish, ...]) -> set[tuple[str, str]]:
    """Return the product and the SKU of each wish."""
    return {(wish.product_id, wish.sku) for wish in wishes}


def currency_of(wishes: tuple[StoredWish, ...], product_id: str, sku: str) -> str:
    """Return what the price of a variant that is in the list is in; empty for one that is not."""
    return next((wish.currency for wish in wishes if (wish.product_id, wish.sku) == (product_id, sku)), "")


def describe_keys(wishes: tuple[StoredWish, ...]) -> Wished:
    """Return the keys of a list."""
    return Wished(items=tuple(WishedVariant(product_id=wish.product_id, sku=wish.sku) for wish in wishes))


def _same_currency(wish: StoredWish, product: CopiedProduct | None) -> bool:
    """Tell whether the price of then can be compared with that of now."""
    return product is not None and product.currency == wish.currency


def view(wish: StoredWish, product: CopiedProduct | None, levels: Levels) -> Wish:
    """Return a wish with what is known of its variant by now. A product that was never heard of is gone."""
    variant = find_variant(product, wish.sku)
    stock = levels.get(wish.sku)
    return Wish(
        product_id=wish.product_id,
        sku=wish.sku,
        title=product.title if product else wish.product_id,
        currency=product.currency if product and variant else wish.currency,
        price=variant.price if variant else wish.price,
        wished_price=wish.price if variant is None or _same_currency(wish, product) else variant.price,
        since=wish.since,
        values=variant.values if variant else (),
        picture=variant.picture if variant else None,
        content=variant.content if variant else None,
        level=stock.level if stock else None,
        left=stock.left if stock else None,
        gone=variant is None or product is None or product.withdrawn,
        titles=product.titles if product else (),
        local_values=variant.local_values if variant else (),
    )
