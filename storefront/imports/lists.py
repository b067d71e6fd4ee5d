"""Catalogues that are a list of plain objects: the Retail Demo Store's YAML and eShop's JSON."""

from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from backend.contracts.slug import slug
from storefront.imports.dialect import Dialect
from storefront.imports.documents import from_json, from_yaml, told
from storefront.imports.entry import Entry, NotReadable, picture, whole
from storefront.imports.spool import former_slug


def retail(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """The Retail Demo Store's products; its categories alone are no products."""
    for line, value in from_yaml(lines):
        if "price" not in value and "has_gender_affinity" in value:
            raise NotReadable(f"line {line}: these are categories and no products; each product of products.yaml names its own")
        place = told(value, "where_visible")
        yield Entry(
            line=line,
            key=f"{slug(told(value, 'name'), 80)}-{told(value, 'id')[:8]}",
            former=former_slug(f"{slugify(told(value, 'name'))[:80]}-{told(value, 'id')[:8]}"),
            title=" ".join(told(value, "name").split()),
            description=told(value, "description"),
            category=tuple(part.capitalize() for part in (told(value, "category"), told(value, "style")) if part),
            sku=told(value, "id"),
            price=told(value, "price"),
            stock=whole(told(value, "current_stock")),
            pictures=(picture(told(value, "image")),) if told(value, "image") else (),
            skip="" if place in ("", "UI") else f"it is shown by {place[:40]} only",
            wrong="" if told(value, "id") else "there is no id",
        )


def eshop(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """eShop's products."""
    for line, value in from_json(lines):
        number = told(value, "Id")
        yield Entry(
            line=line,
            key=f"{slug(told(value, 'Name'), 90)}-{number}",
            former=former_slug(f"{slugify(told(value, 'Name'))[:90]}-{number}"),
            title=" ".join(told(value, "Name").split()),
            description=told(value, "Description"),
            brand=told(value, "Brand"),
            category=tuple(part for part in (told(value, "Type"),) if part),
            sku=f"ESHOP-{number}",
            price=told(value, "Price"),
            pictures=(picture(f"{number}.webp"),),
            wrong="" if number else "there is no Id",
        )


def bestbuy(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Best Buy's category graph: it holds no products, and that is said with its figures."""
    count = several = 0
    parents: dict[str, int] = {}
    for _, value in from_json(lines):
        count += 1
        below = value.get("subCategories")
        for child in below if isinstance(below, list) else []:
            name = told(child, "id") if isinstance(child, dict) else ""
            parents[name] = parents.get(name, 0) + 1
    several = sum(number > 1 for number in parents.values())
    raise NotReadable(f"this is a graph of {count:,} categories, {several:,} of them below more than one other; it holds no products")
    yield  # a generator, as the other formats are
