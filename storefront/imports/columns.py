"""What the columns of a Shopify file are called: merchants' files have the header of before 2025 or the present one."""

from collections.abc import Collection
from dataclasses import dataclass

from storefront.imports.entry import NotReadable

OURS = "{} (product.metafields.halftone.{})"
RANK, CURRENCY = OURS.format("Rank", "rank"), OURS.format("Currency", "currency")
KIND = OURS.format("Kind", "kind")
TAX_CLASS = OURS.format("Tax class", "tax-class")
WIDTH, HEIGHT = OURS.format("Picture width", "picture-width"), OURS.format("Picture height", "picture-height")
SHOWS = OURS.format("Picture shows", "picture-shows")
COLOURS = OURS.format("Picture colours", "picture-colours")
VALUES = tuple(OURS.format(f"Option{number} values", f"option{number}-values") for number in (1, 2, 3))
"""What Shopify has no column for, in metafields of our own. Their presence tells that the file is our export."""

CONTENT, CONTENT_UNIT = "Unit Price Total Measure", "Unit Price Total Measure Unit"
MEASURE = "unit_pricing_measure"
TELLING_CONTENTS = frozenset((CONTENT.lower(), MEASURE))
BASE, BASE_UNIT = "Unit Price Base Measure", "Unit Price Base Measure Unit"


@dataclass(frozen=True)
class Columns:
    """Names in lower case."""

    handle: str = "handle"
    title: str = "title"
    body: str = "body (html)"
    vendor: str = "vendor"
    taxonomy: str = "product category"
    type: str = "type"
    tags: str = "tags"
    published: str = "published"
    status: str = "status"
    sku: str = "variant sku"
    price: str = "variant price"
    compare_at: str = "variant compare at price"
    stock: str = "variant inventory qty"
    image: str = "image src"
    position: str = "image position"
    alt: str = "image alt text"
    variant_image: str = "variant image"
    taxable: str = "variant taxable"


CLASSIC = Columns()
PRESENT = Columns(
    handle="url handle",
    body="description",
    published="published on online store",
    sku="sku",
    price="price",
    compare_at="compare-at price",
    stock="inventory quantity",
    image="product image url",
    variant_image="variant image url",
    taxable="charge tax",
)


def columns(header: Collection[str]) -> Columns:
    """Return the names this file uses. Raises NotReadable for a file that has neither header."""
    for names in (CLASSIC, PRESENT):
        if {names.handle, names.title, names.price} <= set(header):
            return names
    classic_columns = ", ".join((CLASSIC.handle, CLASSIC.title, CLASSIC.price))
    raise NotReadable(f"line 1: this is no Shopify product CSV; the header needs at least {classic_columns}")
