"""Small Shopify files of our own making."""

import csv
import io
from typing import Any

CLASSIC = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value",
    "Variant SKU", "Variant Price", "Variant Compare At Price", "Image Src", "Image Position", "Image Alt Text", "Status",
)  # fmt: skip
PRESENT = (
    "Title", "URL handle", "Description", "Vendor", "Product category", "Type", "Tags", "Published on online store", "Status", "SKU",
    "Option1 name", "Option1 value", "Price", "Compare-at price", "Product image URL", "Image position", "Image alt text",
)  # fmt: skip


def row(**cells: Any) -> dict[str, Any]:
    """A row that is right, but for what is told."""
    plain = {
        "Handle": "teapot",
        "Title": "Teapot",
        "Type": "Kitchen",
        "Variant SKU": "TEA-1",
        "Variant Price": "19.90",
        "Published": "true",
    }
    return plain | {name.replace("__", " "): value for name, value in cells.items()}


def file(*rows: dict[str, Any], header: tuple[str, ...] = CLASSIC, newline: str = "\r\n") -> str:
    """The rows as a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator=newline, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
