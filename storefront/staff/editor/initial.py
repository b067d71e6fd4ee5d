"""What the editor's forms show before anybody types: a product as text, field by field."""

from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.http import QueryDict

from backend.contracts.currencies import decimal
from backend.contracts.product.models import Product
from backend.contracts.shop import LANGUAGES
from backend.contracts.tax import TaxClass
from storefront.imports import measures
from storefront.staff import list_fields
from storefront.staff.editor import local_alts
from storefront.web.parsing import parse_int

APART, COMMA = " / ", ", "
MAX_SENT_PICTURES = 100
"""Pictures that are read from a form at most, whatever it says."""


def texts(product: Product | None) -> dict[str, str]:
    """Return the texts of a product as they are typed; a new one has none."""
    if product is None:
        return {"tax_class": TaxClass.STANDARD}
    return {
        "tax_class": product.tax_class,
        "title": product.title,
        "brand": product.brand,
        "category": list_fields.format_list(product.category, APART),
        "tags": list_fields.format_list(product.tags, COMMA),
        "description": product.description,
    }


def options(product: Product | None) -> list[dict[str, str]]:
    """Return its options, each with its values separated by commas."""
    return [
        {"name": each.name, "values": list_fields.format_list(each.values, COMMA)}
        for each in (product.options if product else ())
    ]


def variants(product: Product | None, currency: str) -> list[dict[str, str]]:
    """Return its variants, with their prices as they are typed, such as 24.00.

    Prices in another currency are left out: they are typed anew, and 24.00 does not become 24 of something else.
    """
    same = product is not None and product.currency == currency
    return [
        {
            "sku": variant.sku,
            "price": decimal(variant.price, currency) if same else "",
            "compare_at": decimal(variant.compare_at, currency) if same and variant.compare_at is not None else "",
            "content": measures.format_content(variant.content) if variant.content else "",
            **{f"value_{number}": value for number, value in enumerate(variant.values)},
        }
        for variant in (product.variants if product else ())
        if product
    ]


def pictures(product: Product | None) -> list[dict[str, str]]:
    """Return what can be typed of the product's pictures."""
    local = local_alts.initial(product)
    return [
        {"src": each.src, "alt": each.alt, **local.get(each.src, {})} for each in (product.pictures if product else ())
    ]


def align_pictures(sent: QueryDict, product: Product | None) -> QueryDict:
    """Return what was sent of each picture, in the order that the product has them now.

    A picture is known by its `src`, and of several with the same one by its turn: somebody else may have changed the
    order meanwhile. One that was not sent stays as it is.
    """
    stored_pictures = pictures(product)
    total = parse_int(sent.get("pictures-TOTAL_FORMS", ""), 0)
    by_src: dict[str, list[int]] = {}
    for number in range(min(total, MAX_SENT_PICTURES)):
        by_src.setdefault(sent.get(f"pictures-{number}-src", ""), []).append(number)
    aligned = QueryDict(mutable=True)
    count = str(len(stored_pictures))
    aligned.update({"pictures-TOTAL_FORMS": count, "pictures-INITIAL_FORMS": count})
    for number, picture in enumerate(stored_pictures):
        numbers = by_src.get(picture["src"], [])
        before = {**picture, ORDERING_FIELD_NAME: str(number + 1)}
        source = numbers.pop(0) if numbers else None
        local = map(local_alts.name, LANGUAGES[1:])
        for name in ("src", "alt", *local, ORDERING_FIELD_NAME, DELETION_FIELD_NAME):
            value = before.get(name) if source is None else sent.get(f"pictures-{source}-{name}", before.get(name))
            if value is not None and (name != DELETION_FIELD_NAME or value):
                aligned[f"pictures-{number}-{name}"] = value
    return aligned
