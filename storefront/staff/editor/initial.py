"""The form before anybody typed into it: a new product's, or that of a product as it is."""

from backend.contracts.product.models import MAX_OPTIONS, Product
from storefront.imports.money import written
from storefront.staff import list_fields
from storefront.staff.editor.draft import APART, COMMA, TEXTS, Choice, Draft, Row, Shot, rows_of


def empty() -> Draft:
    """A new product's form."""
    return Draft(dict.fromkeys(TEXTS, ""), [Choice() for _ in range(MAX_OPTIONS)], rows_of([], 0), [], 1)


def of(product: Product) -> Draft:
    """The form of a product as it is."""
    texts = {"title": product.title, "brand": product.brand, "category": list_fields.shown(product.category, APART),
             "tags": list_fields.shown(product.tags, COMMA), "description": product.description}  # fmt: skip
    options = [Choice(option.name, list_fields.shown(option.values, COMMA), option.values) for option in product.options]
    rows = [
        Row(each.sku, money(each.price, product.currency), money(each.compare_at, product.currency), list(each.values))
        for each in product.variants
    ]
    shots = [Shot(picture, picture.alt, str(place)) for place, picture in enumerate(product.pictures, 1)]
    missing = [Choice() for _ in range(MAX_OPTIONS - len(options))]
    return Draft(texts, [*options, *missing], rows_of(rows, len(product.options)), shots, product.version, product)


def money(amount: int | None, currency: str) -> str:
    """As it is typed: `24.00`; nothing for none."""
    return "" if amount is None else written(amount, currency)
