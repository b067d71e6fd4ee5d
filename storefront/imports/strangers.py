"""Files of programs that are not read here, known by their beginning: whose they are, and what to do instead."""

import re
from collections.abc import Sequence

from storefront.imports.headers import DELIMITERS, plain, split_cells
from storefront.imports.table_rows import bare

_INSTEAD = "export a Google Merchant feed there, or the products as a Shopify or WooCommerce CSV"
_SAVE = "open it in a spreadsheet program, and save it as CSV (UTF-8)"
_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<body|<table|<meta)", re.I | re.S
)
_OF_PLAIN_ROWS = (
    ("PrestaShop", {"product id", "active (0/1)"}),
    ("Amazon", {"item-name", "seller-sku"}),
    ("Squarespace", {"product id [non editable]", "title"}),
    ("Shopware", {"productnumber", "name"}),
)
"""Programs by columns of their exports, which are read as a plain table where they have titles and prices."""
_OF_ORDERS = frozenset(
    (
        "order id",
        "order number",
        "order no",
        "order date",
        "sale date",
        "buyer",
        "bestellnummer des kunden",
        "lineitem name",
        "invoice",
        "invoice number",
        "invoice date",
        "customer",
        "customer id",
        "customer name",
        "customer email",
        "rechnungsnummer",
        "rechnungsdatum",
        "bestelldatum",
        "auftragsnummer",
        "auftragsdatum",
        "kunde",
        "kundennummer",
        "kundenname",
        "numéro de commande",
        "date de commande",
        "numéro de facture",
        "número de pedido",
        "fecha de pedido",
    )
)
_OTHER_FILES = (
    (
        {"type", "identification", "field", "locale"},
        "this is a file of Shopify's Translate & Adapt, which names its products by numbers that the product CSV does "
        "not have: put the texts into columns such as Title (de) of the product CSV",
    ),
)
"""Files that hold no products, by their columns, and what to do."""


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


def explain_rows(start: Sequence[str]) -> str:
    """Return what else a table holds than products, and what to do; empty if nothing is known of it."""
    return _explain_columns(start, ())


def _explain_columns(start: Sequence[str], shops: Sequence[tuple[str, set[str]]]) -> str:
    for line in start:
        for delimiter in DELIMITERS:
            names = {bare(plain(cell)) for cell in split_cells(line, delimiter)}
            if not _OF_ORDERS.isdisjoint(names):
                return "these are orders or customers, by their columns, and no products"
            if other := next((reason for needed, reason in _OTHER_FILES if needed <= names), ""):
                return other
            if shop := next((shop for shop, needed in shops if needed <= names), ""):
                return f"this is an export of {shop}, which is not read here: {_INSTEAD}"
    return ""


def explain_table(start: Sequence[str]) -> str:
    """Return whose table has such a header, or how it was spoilt, and what to do; empty if nothing is known of it."""
    if reason := explain_rows(start) or _explain_columns(start, _OF_PLAIN_ROWS):
        return reason
    if all(re.fullmatch(r'"(?:[^"]|"")*[,;\t](?:[^"]|"")*"\s*', line) for line in start[:3]) and start:
        return (
            "line 1: each line is one cell in quotation marks: a spreadsheet has taken the file for a single column; "
            "open the original again with its delimiter (Data, From Text/CSV), and save it as CSV"
        )
    return ""
