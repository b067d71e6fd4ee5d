"""Magento's product CSV, which is Adobe Commerce's: a configurable product names the simple ones that are its variants,
and rows of store views hold its texts in further languages.

https://experienceleague.adobe.com/en/docs/commerce-admin/systems/data-transfer/data-attributes-product
"""

import re
from collections.abc import Iterable, Iterator

from backend.contracts.shop import LANGUAGES
from backend.contracts.tax import TaxClass
from storefront.imports import tax_classes
from storefront.imports.categories import deepest
from storefront.imports.dialect import Dialect
from storefront.imports.entities import decode_entities, decode_markup
from storefront.imports.entry import Entry, Price, VariantChoices, explain_pieces, picture, whole
from storefront.imports.image_urls import addresses
from storefront.imports.rows import Row, rows
from storefront.imports.sales import of_days

_BY_ITSELF = ("", "admin", "default", "all")
"""The store views whose rows are the products themselves."""
_LEFT_OUT = {
    "grouped": "it is a group of other products, without a price of its own",
    "bundle": "it is put together from other products",
}
_PAIR = re.compile(r"(?:^|,)\s*(?P<name>[A-Za-z0-9_]+)=(?P<value>.*?)(?=,\s*[A-Za-z0-9_]+=|$)", re.DOTALL)
_SEPARATOR = re.compile(r"(?<!\\),")


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield every row in common words."""
    for row in rows(lines, dialect):
        yield _product(row) if row["store view code"].lower() in _BY_ITSELF else _version(row)


def _product(row: Row) -> Entry:
    sku, price = row["sku"], _price(row)
    variants = tuple(_variants(row))
    category, others = deepest(tuple(_paths(row["categories"])))
    pictures, is_hidden = _pictures(row), row["visibility"].lower() == "not visible individually"
    is_parent = row["product type"].lower() == "configurable"
    off = "it is not enabled" if row["product online"] in ("0", "2") else ""
    return Entry(
        line=row.line,
        key=f"sku:{sku}" if sku else "",
        also=tuple(f"sku:{each}" for each, _ in variants),
        handle="" if is_hidden else row["url key"] or sku,
        apart=sku,
        title=decode_entities(row["name"]),
        description=decode_markup(row["description"] or row["short description"]),
        brand=decode_entities(_brand(row)),
        category=category,
        sells=not is_parent,
        is_parent=is_parent,
        parts=variants,
        language=LANGUAGES[0],
        sku=sku,
        price=price.price,
        compare_at=price.before,
        stock=0 if row["is in stock"] == "0" else whole(row["qty"]),
        tax_classes=_tax_classes(row["tax class name"]),
        pictures=pictures,
        image=next((src for src, *_ in pictures), ""),
        alone="it is not visible in the shop by itself, and no product has it as a variant" if is_hidden else "",
        unsold=off if is_hidden else "",
        skip=_LEFT_OUT.get(row["product type"].lower(), "") or ("" if is_hidden else off),
        wrong=row.wrong,
        notes=(
            *(note for note in (others, price.note) if note),
            *explain_pieces(row["qty"]),
        ),
    )


def _version(row: Row) -> Entry:
    """Return the texts of a product in a store view, which is called as its language, such as `de` or `de_at`."""
    category, _ = deepest(tuple(_paths(row["categories"])))
    return Entry(
        line=row.line,
        key=f"sku:{row['sku']}",
        title=decode_entities(row["name"]),
        description=decode_markup(row["description"] or row["short description"]),
        category=category,
        sells=False,
        sku=row["sku"],
        language=row["store view code"].lower().replace("-", "_").partition("_")[0],
        is_version=True,
        wrong=row.wrong,
    )


def _variants(row: Row) -> Iterator[VariantChoices]:
    """Yield SKU and choices of each variant, `sku=S-1,size=S|sku=S-2,size=M`, named by the labels, `size=Size`."""
    names = {match["name"]: match["value"] for match in _PAIR.finditer(row["configurable variation labels"])}
    for part in row["configurable variations"].split("|"):
        pairs = [(match["name"], match["value"].strip()) for match in _PAIR.finditer(part)]
        sku = next((value for name, value in pairs if name == "sku"), "")
        choices = ((names.get(name) or name.replace("_", " ").capitalize(), value) for name, value in pairs)
        if sku:
            yield sku, tuple(choice for choice, (name, _) in zip(choices, pairs, strict=True) if name != "sku")


def _brand(row: Row) -> str:
    """Return who made it, from the further attributes; others are not read, so the column is told to be unread."""
    pairs = {match["name"]: match["value"] for match in _PAIR.finditer(row.cells.get("additional attributes", ""))}
    return (pairs.get("manufacturer") or pairs.get("brand") or "").strip()


def _paths(cell: str) -> Iterator[tuple[str, ...]]:
    """Yield the titles of each category's levels below the root: `Default Category/Women/Tops`."""
    for path in _SEPARATOR.split(cell):
        levels = tuple(decode_entities(each.replace("\\,", ",")) for each in path.split("/")[1:] if each.strip())
        if levels:
            yield levels


def _pictures(row: Row) -> tuple[tuple[str, str, int, int], ...]:
    """Return the base picture and the others, each once; labels are in the order of the addresses."""
    base, others = addresses(row["base image"])[:1], addresses(row["additional images"])
    words = dict(zip(others, row["additional image labels"].split(","), strict=False))
    words.update(dict.fromkeys(base, row["base image label"]))
    return tuple(picture(src, words.get(src, "")) for src in dict.fromkeys((*base, *others)))


def _price(row: Row) -> Price:
    if not row["special price"]:
        return Price(row["price"])
    return of_days(row["price"], row["special price"], row["special price from date"], row["special price to date"])


def _tax_classes(name: str) -> tax_classes.TaxClasses:
    if name.lower() in ("none", "0"):
        return (TaxClass.ZERO,)
    own = tax_classes.by_name(name) if name else None
    return (own,) if own else tax_classes.TAXED if name else tax_classes.ANY
