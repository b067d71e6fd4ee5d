"""Saleor's demo shop, a Django fixture: products, variants, attributes, prices by channel, stocks and media, joined by
their keys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from storefront.imports.dialect import Dialect, no_price
from storefront.imports.documents import from_json, text_of
from storefront.imports.entry import Entry, picture, whole

Fields = dict[str, object]


class _Tables:
    """The fixture's records by model and key, and who points to whom."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.records: dict[str, dict[str, Fields]] = defaultdict(dict)
        self.line: dict[str, int] = {}
        for line, value in from_json(lines):
            fields = value.get("fields")
            if isinstance(fields, dict):
                model, key = text_of(value, "model"), text_of(value, "pk")
                self.records[model][key] = fields
                if model == "product.productvariant":
                    self.line[key] = line
        self._index: dict[tuple[str, str], dict[str, list[Fields]]] = {}

    def pointing(self, model: str, field: str, key: str) -> list[Fields]:
        """Return the records of a model whose `field` is `key`, in the file's order."""
        if (model, field) not in self._index:
            by_key: dict[str, list[Fields]] = defaultdict(list)
            for pk, fields in self.records[model].items():
                by_key[text_of(fields, field)].append(fields | {"pk": pk})
            self._index[model, field] = by_key
        return self._index[model, field].get(key, [])


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield a row per variant, with its price in the first of the dialect's currencies that it has."""
    tables = _Tables(lines)
    for key, variant in tables.records["product.productvariant"].items():
        product = tables.records["product.product"].get(text_of(variant, "product"), {})
        yield _entry(tables, key, variant, product, dialect)


def _entry(tables: _Tables, key: str, variant: Fields, product: Fields, dialect: Dialect) -> Entry:
    prices = {
        text_of(each, "currency"): text_of(each, "price_amount")
        for each in tables.pointing("product.productvariantchannellisting", "variant", key)
    }
    currency = next((code for code in dialect.currencies if prices.get(code)), "")
    listed = [
        each
        for each in tables.pointing("product.productchannellisting", "product", text_of(variant, "product"))
        if text_of(each, "currency") == currency
    ]
    price = prices.get(currency, "")
    stocks = [
        whole(text_of(each, "quantity")) or 0 for each in tables.pointing("warehouse.stock", "product_variant", key)
    ]
    return Entry(
        line=tables.line[key],
        key=text_of(product, "slug"),
        title=" ".join(text_of(product, "name").split()),
        description=text_of(product, "description_plaintext"),
        category=_category(tables, text_of(product, "category")),
        choices=_choices(tables, key, variant),
        currency=currency,
        sku=text_of(variant, "sku"),
        price=price.rstrip("0").rstrip(".") if "." in price else price,
        stock=sum(stocks) if stocks else None,
        pictures=tuple(
            picture(text_of(each, "external_url") or text_of(each, "image"), text_of(each, "alt"))
            for each in tables.pointing("product.productmedia", "product", text_of(variant, "product"))
            if text_of(each, "type") == "IMAGE"
        ),
        skip="it is not published" if listed and not any(each.get("is_published") is True for each in listed) else "",
        wrong="" if price else no_price(dialect, ", ".join(sorted(prices)) or "none"),
    )


def _category(tables: _Tables, key: str) -> tuple[str, ...]:
    titles: list[str] = []
    while (category := tables.records["product.category"].get(key)) and len(titles) < 10:
        titles.insert(0, text_of(category, "name"))
        key = text_of(category, "parent")
    return tuple(titles)


def _choices(tables: _Tables, key: str, variant: Fields) -> tuple[tuple[str, str], ...]:
    """Return what the variant's attributes say; where there is nothing, its name, if it is one of several."""
    choices = []
    for assigned in tables.pointing("attribute.assignedvariantattribute", "variant", key):
        for each in tables.pointing("attribute.assignedvariantattributevalue", "assignment", text_of(assigned, "pk")):
            value = tables.records["attribute.attributevalue"].get(text_of(each, "value"), {})
            attribute = tables.records["attribute.attribute"].get(text_of(value, "attribute"), {})
            choices.append((text_of(attribute, "name"), text_of(value, "name")))
    several = len(tables.pointing("product.productvariant", "product", text_of(variant, "product"))) > 1
    return tuple(choices) or ((("Variant", text_of(variant, "name")),) if several else ())
