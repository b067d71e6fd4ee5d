"""The form before anybody typed into it: a new product's, or that of a product as it is."""

from backend.contracts.product.models import MAX_OPTIONS, Product
from storefront.imports.money import format_price
from storefront.staff import list_fields
from storefront.staff.editor.draft import APART, COMMA, TEXTS, Draft, OptionField, PictureField, VariantRow, rows_of


def empty_draft() -> Draft:
    """A new product's form."""
    return Draft(dict.fromkeys(TEXTS, ""), [OptionField() for _ in range(MAX_OPTIONS)], rows_of([], 0), [], 1)


def initial_draft(product: Product) -> Draft:
    """The form of a product as it is."""
    texts = {"title": product.title, "brand": product.brand,
             "category": list_fields.format_list(product.category, APART),
             "tags": list_fields.format_list(product.tags, COMMA), "description": product.description}  # fmt: skip
    options = [
        OptionField(option.name, list_fields.format_list(option.values, COMMA), option.values)
        for option in product.options
    ]
    rows = [
        VariantRow(
            each.sku, money(each.price, product.currency), money(each.compare_at, product.currency), list(each.values)
        )
        for each in product.variants
    ]
    shots = [PictureField(picture, picture.alt, str(place)) for place, picture in enumerate(product.pictures, 1)]
    missing = [OptionField() for _ in range(MAX_OPTIONS - len(options))]
    return Draft(texts, [*options, *missing], rows_of(rows, len(product.options)), shots, product.version, product)


def money(amount: int | None, currency: str) -> str:
    """As it is typed: `24.00`; nothing for none."""
    return "" if amount is None else format_price(amount, currency)
