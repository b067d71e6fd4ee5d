"""The demo catalogue's prices in the shop's currency: its tables are in euro."""

from msgspec.structs import replace

from backend.contracts.currencies import EURO, about
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import NewProduct, Variant
from storefront.web.formats import money


def price_in(product: NewProduct, currency: str) -> NewProduct:
    """Return the product with round prices in the currency that are worth about as much; in euro as it is."""
    if currency == EURO:
        return product
    priced = replace(
        product, currency=currency, variants=tuple(_price_variant(each, currency) for each in product.variants)
    )
    return _name_worths(priced) if product.kind is ProductKind.VOUCHER else priced


def _price_variant(variant: Variant, currency: str) -> Variant:
    price = about(variant.price, currency)
    before = about(variant.compare_at, currency) if variant.compare_at is not None else None
    return replace(variant, price=price, compare_at=before if before is not None and before > price else None)


def _name_worths(product: NewProduct) -> NewProduct:
    """Return the gift voucher with values that say what each is worth: €25 becomes JP¥4,300."""
    worths = tuple(money(each.price, product.currency) for each in product.variants)
    variants = (replace(each, values=(worth,)) for each, worth in zip(product.variants, worths, strict=True))
    (option,) = product.options
    return replace(product, options=(replace(option, values=worths),), variants=tuple(variants))
