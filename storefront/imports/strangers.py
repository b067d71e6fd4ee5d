"""Files of programs that are not read here, known by their beginning: whose they are, and what to do instead."""

import re
from collections.abc import Sequence

from storefront.imports.headers import DELIMITERS, plain, split_cells

_INSTEAD = "export a Google Merchant feed there, or the products as a Shopify or WooCommerce CSV"
_SAVE = "open it in a spreadsheet program, and save it as CSV (UTF-8)"
_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<body|<table|<meta)", re.I | re.S
)
_SHOPS = (
    ("Magento", {"sku", "product type", "name", "price"}),
    ("Magento", {"sku", "product online", "name", "price"}),
    ("PrestaShop", {"product id", "active (0/1)"}),
    ("PrestaShop", {"id", "reference", "name", "price (tax excl.)"}),
    ("Etsy", {"title", "price", "currency code", "image1"}),
    ("Amazon", {"item sku", "item name"}),
    ("Amazon", {"item-name", "seller-sku"}),
    ("eBay", {"item number", "title", "start price"}),
    ("Wix", {"handleid", "fieldtype", "name"}),
    ("Squarespace", {"product id [non editable]", "title"}),
    ("BigCommerce", {"item type", "product name", "price"}),
    ("Shopware", {"productnumber", "name", "price"}),
    ("OpenCart", {"product id", "name(en-gb)", "price"}),
)
"""Programs and columns that tell their exports."""


def explain_document(start: Sequence[str]) -> str:
    """Return whose document begins with these lines, and what to do; empty if it may be one of ours."""
    text = "".join(start)[:4000].lstrip()
    if _PAGE.match(text):
        return (
            f"this is a web page, which some programs save tables as: {_SAVE}; or the shop asked for a sign-in instead"
        )
    if text.startswith("<") and "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return f"this is an Excel table in XML: {_SAVE}"
    if text.startswith("{"):
        return f"this is a JSON object, and no list of products: {_INSTEAD}"
    return ""


def explain_table(start: Sequence[str]) -> str:
    """Return whose table has such a header, or how it was spoilt, and what to do; empty if nothing is known of it."""
    for line in start:
        for delimiter in DELIMITERS:
            cells = split_cells(line, delimiter)
            names = {plain(cell).rstrip(" *") for cell in cells}
            if shop := next((shop for shop, needed in _SHOPS if needed <= names), ""):
                return f"this is an export of {shop}, which is not read here: {_INSTEAD}"
    if all(re.fullmatch(r'"(?:[^"]|"")*[,;\t](?:[^"]|"")*"\s*', line) for line in start[:3]) and start:
        return (
            "line 1: each line is one cell in quotation marks: a spreadsheet has taken the file for a single column; "
            "open the original again with its delimiter (Data, From Text/CSV), and save it as CSV"
        )
    return ""
