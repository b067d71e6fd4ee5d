"""A product's options and variants, from its entries."""

from hashlib import blake2s

from msgspec.structs import replace

from backend.contracts.product.content import Content
from backend.contracts.product.models import MAX_VARIANTS, Option, Variant
from backend.contracts.slug import slug
from storefront.imports import measures
from storefront.imports.entry import Entry, Invalid
from storefront.imports.limits import LINE
from storefront.imports.prices import Prices
from storefront.imports.skus import MAX_SKU_LENGTH, fit_sku, replace_unfit
from storefront.imports.spool import Group


def options(group: list[Entry]) -> tuple[Option, ...]:
    """Return the choices, in the order of the rows.

    `Title` / `Default Title` is Shopify's way of saying that there is none.
    """
    sold = [each for each in group if each.sells]
    named = [name for each in group for name, value in each.choices if name and (value or each.sells or each.offers)]
    offered = []
    for name in dict.fromkeys(named):
        number = next(n for each in group for n, (title, _) in enumerate(each.choices) if title == name)
        values = [_value(each, number, name) for each in sold]
        if sold and sold[0].loose and not all(values):
            continue
        listed = group[0].values[number] if number < len(group[0].values) else ()
        distinct = tuple(dict.fromkeys(value for value in (*listed, *values) if value))
        if distinct and (name, distinct) != ("Title", ("Default Title",)):
            offered.append(Option(name=name, values=distinct))
    for option in offered:
        for text, what in (
            (option.name, "name of the option"),
            *((value, f"value of {option.name[:40]}") for value in option.values),
        ):
            if len(text) > LINE:
                raise Invalid(group[0].line, f"the {what} has {len(text)} characters; {LINE} is the most: {text[:60]}…")
    return tuple(offered)


def without_parents(entries: list[Entry]) -> list[Entry]:
    """Return the entries, first the one that others name as their product, which brings no variant of its own."""
    if all(each.is_parent or not each.sells for each in entries):
        return entries
    parents = [replace(each, sells=False) for each in entries if each.is_parent]
    return parents + [each for each in entries if not each.is_parent]


class Variants:
    """The variants of a product's entries.

    `found` has the pieces of each, where they are known, `notes` things to know with their line, `unknown` the number
    of variants without pieces. Raises Invalid for a malformed price, a SKU or choice that occurs twice, and a SKU of
    another product in the file.
    """

    def __init__(
        self, group: Group, entries: list[Entry], names: tuple[str, ...], prices: Prices, pieces: int | None
    ) -> None:
        self.found: dict[Variant, int | None] = {}
        self.notes: list[tuple[int, str]] = []
        self._group, self._names, self._prices = group, names, prices
        self._skus: set[str] = set()
        self._chosen: set[tuple[str, ...]] = set()
        self._place = {name: n for each in reversed(entries) for n, (name, _) in enumerate(each.choices) if name}
        sold = [each for each in entries if each.sells]
        if not sold:
            raise Invalid(entries[0].line, "no row has a price")
        if len(sold) > MAX_VARIANTS:
            raise Invalid(sold[MAX_VARIANTS].line, f"there are {len(sold)} variants; {MAX_VARIANTS} is the most")
        for entry in sold:
            self.found[self._variant(entry)] = pieces if entry.stock is None else entry.stock
        self.stock = {variant.sku: count for variant, count in self.found.items() if count is not None}
        self.unknown = len(self.found) - len(self.stock)

    def _variant(self, entry: Entry) -> Variant:
        values = tuple(_value(entry, self._place[name], name) for name in self._names)
        if not all(values):
            raise Invalid(entry.line, "the variant lacks the value of an option")
        sku = self._sku(entry, values)
        if other := (self._group.shared or {}).get(sku):
            raise Invalid(entry.line, f"the SKU {sku} is also that of {other}: each product needs SKUs of its own")
        if sku in self._skus:
            raise Invalid(entry.line, f"the SKU {sku} was there before")
        if values in self._chosen:
            raise Invalid(entry.line, _explain_twin(values))
        self._skus.add(sku)
        self._chosen.add(values)
        price, before = self._prices.price(entry), self._prices.before(entry)
        return Variant(sku=sku, values=values, price=price, compare_at=before, content=self._content(entry))

    def _content(self, entry: Entry) -> Content | None:
        """Return what the variant holds; none, and a note, where the file's words for it are not understood."""
        try:
            return measures.content(entry.content, self._prices.mark) if entry.content else None
        except ValueError as wrong:
            self.notes.append((entry.line, f"the content {wrong}: left out"))
            return None

    def _sku(self, entry: Entry, values: tuple[str, ...]) -> str:
        """Return the merchant's own SKU, in the characters that a SKU may have; else one made of the product's id and
        the choice, the same each time.
        """
        given = fit_sku(entry.sku)
        if given.wrong:
            raise Invalid(entry.line, given.wrong)
        new_sku = given.sku or make_sku(self._group.id, values)
        note = given.note or (
            f"the SKU {entry.sku} has no letter or digit: it goes in as {new_sku}"
            if entry.sku and not given.sku
            else ""
        )
        if note:
            self.notes.append((entry.line, note))
        return new_sku


def _explain_twin(values: tuple[str, ...]) -> str:
    if values:
        return f"the variant {' / '.join(values)} was there before"
    return (
        "the variant without options was there before: variants of a product differ by a column such as Size or Color"
    )


def make_sku(id: str, values: tuple[str, ...]) -> str:
    """Return a SKU for a variant that has none, from the product's id and the option's values."""
    parts = [value if replace_unfit(value) else slug(value) for value in values]
    new_sku = replace_unfit("-".join((id, *parts)).upper())
    return (
        new_sku
        if len(new_sku) <= MAX_SKU_LENGTH
        else f"{new_sku[:51]}-{blake2s(new_sku.encode(), digest_size=6).hexdigest().upper()}"
    )


def _value(entry: Entry, number: int, name: str) -> str:
    """By the option's name, or by its place where, as in Shopify's further rows, only the first row names it."""
    by_name = dict(entry.choices)
    if name in by_name:
        return by_name[name]
    unnamed = len(entry.choices) > number and not entry.choices[number][0]
    return entry.choices[number][1] if unnamed else ""
