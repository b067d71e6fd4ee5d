"""Catalogues that are a list of plain objects: the Retail Demo Store's YAML and eShop's JSON."""

from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from backend.contracts.slug import slug
from storefront.imports.dialect import Dialect
from storefront.imports.documents import from_json, from_yaml, text_of
from storefront.imports.entry import Entry, NotReadable, picture, whole
from storefront.imports.spool import former_slug


def retail(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield the Retail Demo Store's products; its categories alone are no products."""
    for line, value in from_yaml(lines):
        if "price" not in value and "has_gender_affinity" in value:
            raise NotReadable(
                f"line {line}: these are categories and no products; each product of products.yaml names its own"
            )
        visibility = text_of(value, "where_visible")
        yield Entry(
            line=line,
            key=f"{slug(text_of(value, 'name'), 80)}-{text_of(value, 'id')[:8]}",
            former=former_slug(f"{slugify(text_of(value, 'name'))[:80]}-{text_of(value, 'id')[:8]}"),
            title=" ".join(text_of(value, "name").split()),
            description=text_of(value, "description"),
            category=tuple(part.capitalize() for part in (text_of(value, "category"), text_of(value, "style")) if part),
            sku=text_of(value, "id"),
            price=text_of(value, "price"),
            stock=whole(text_of(value, "current_stock")),
            pictures=(picture(text_of(value, "image")),) if text_of(value, "image") else (),
            skip="" if visibility in ("", "UI") else f"it is shown by {visibility[:40]} only",
            wrong="" if text_of(value, "id") else "there is no id",
        )


def eshop(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """eShop's products."""
    for line, value in from_json(lines):
        number = text_of(value, "Id")
        yield Entry(
            line=line,
            key=f"{slug(text_of(value, 'Name'), 90)}-{number}",
            former=former_slug(f"{slugify(text_of(value, 'Name'))[:90]}-{number}"),
            title=" ".join(text_of(value, "Name").split()),
            description=text_of(value, "Description"),
            brand=text_of(value, "Brand"),
            category=tuple(part for part in (text_of(value, "Type"),) if part),
            sku=f"ESHOP-{number}",
            price=text_of(value, "Price"),
            pictures=(picture(f"{number}.webp"),),
            wrong="" if number else "there is no Id",
        )


def bestbuy(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Best Buy's category graph: it holds no products, and that is said with its figures."""
    yield from ()  # a generator, as the other formats are
    count = 0
    parents: dict[str, int] = {}
    for _, value in from_json(lines):
        count += 1
        below = value.get("subCategories")
        for child in below if isinstance(below, list) else []:
            name = text_of(child, "id") if isinstance(child, dict) else ""
            parents[name] = parents.get(name, 0) + 1
    several = sum(number > 1 for number in parents.values())
    raise NotReadable(
        f"this is a graph of {count:,} categories, {several:,} of them below more than one other; it holds no products"
    )
