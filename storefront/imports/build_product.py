"""Builds the contract's product from the entries of one product, as a whole or not at all."""

from dataclasses import replace

import msgspec
from ftfy.badness import is_bad

from backend.contracts.product.models import NewProduct
from storefront.imports import languages, limits, picture_options, tax_classes
from storefront.imports.any_value import expand
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Bad, Entry, Found, Good, Invalid, Skipped
from storefront.imports.error_messages import explain, variant
from storefront.imports.option_rows import gather_options
from storefront.imports.parts import join_parts
from storefront.imports.prices import Prices
from storefront.imports.spool import MAX_ENTRIES, Group
from storefront.imports.surcharges import complete_prices
from storefront.imports.variants import Variants, options, without_parents
from storefront.imports.versions import explain_missing, fold

FALLBACK_CATEGORY = "Everything else"
_SHOWN = 60
_WITH_HANDLES = frozenset(("shopify", "medusa", "saleor"))
"""Formats whose products have an address; those of others are made from SKU or title."""


def build_product(group: Group, dialect: Dialect, pieces: int | None = None) -> Found:
    """Return the product of these entries, or why there is none. `pieces` is the stock of variants without any."""
    joined = join_parts(group.entries)
    versions = fold(joined.entries)
    first, handle = versions.entries[0], group.handle
    if reason := explain_missing(group.entries):
        return Skipped(first.line, first.title, reason)
    if reason := _explain_bad_name(group):
        return Bad(first.line, handle, reason)
    if reason := next((each.skip for each in versions.entries if each.skip), ""):
        return Skipped(first.line, handle, reason)
    unsold = tuple((each.line, each.sku, each.unsold) for each in versions.entries if each.unsold)
    entries = [each for each in versions.entries if not each.unsold]
    if unsold and not any(each.sells for each in entries):
        return Skipped(first.line, handle, f"none of its variants is for sale: {unsold[0][2]}")
    try:
        good = _good(group, entries, dialect, pieces, unsold)
        notes = tuple(dict.fromkeys((*joined.notes, *versions.notes, *good.notes)))
        return replace(good, notes=notes, local_columns=(*good.local_columns, *versions.columns))
    except Invalid as wrong:
        return Bad(wrong.line, handle, wrong.reason)
    except msgspec.ValidationError as error:
        return Bad(_line(entries, variant(str(error))), handle, explain(str(error), dialect.into))


def _explain_bad_name(group: Group) -> str:
    """Return why the product cannot have an address, or be told apart from others."""
    if not group.id:
        return group.entries[0].wrong or ("the handle has no letter or digit" if group.handle else "there is no handle")
    if group.twin:
        return f"another handle of the file makes the same id, {group.id}: {group.twin[:100]}"
    return f"more than {MAX_ENTRIES} rows for one product" if len(group.entries) > MAX_ENTRIES else ""


def _line(group: list[Entry], variant: int | None) -> int:
    """Return the line of the variant's entry, or else of the product's first."""
    sold = [each for each in group if each.sells]
    return sold[variant].line if variant is not None and variant < len(sold) else group[0].line


def _good(
    group: Group, entries: list[Entry], dialect: Dialect, pieces: int | None, unsold: tuple[tuple[int, str, str], ...]
) -> Good:
    """Return the product of these entries. Raise `Invalid` if one of them is wrong."""
    for each in entries:
        if each.wrong:
            raise Invalid(each.line, each.wrong)
    if dialect.format == "woocommerce" and not any(each.title for each in entries):
        raise Invalid(entries[0].line, f"the product that it belongs to, {group.handle[:_SHOWN]}, is not in the file")
    all_of = expand(without_parents(gather_options(entries)))
    priced = complete_prices(all_of.entries, dialect)
    entries = priced.entries
    notes = [*all_of.notes, *priced.notes, *((each.line, note) for each in entries for note in each.notes)]
    first = next((each for each in entries if each.title), entries[0])

    def note(text: str) -> None:
        notes.append((first.line, text))

    choices, prices = options(entries), Prices(entries, dialect)
    option_names = tuple(option.name for option in choices)
    sold = Variants(group, entries, option_names, prices, pieces)
    had, lost = picture_options.collect(entries, sold.found, option_names, dialect.pictures_at, note)
    pictures = limits.pictures(had, note)
    category = limits.category(first.category, note) or (FALLBACK_CATEGORY,)
    body = {
        "id": group.id,
        "title": limits.line(first.title, "title", note),
        "currency": prices.currency,
        "category": category,
        "brand": limits.line(first.brand, "brand", note),
        "description": limits.description(first.description, note),
        "tags": limits.tags(first.tags, note),
        "pictures": pictures,
        "options": choices,
        "variants": tuple(sold.found),
        "rank": first.rank,
        "kind": first.kind,
        "tax_class": first.tax_classes[0],
        "translations": languages.fit(entries, first.translations, len(category), choices, pictures, note),
    }
    if dialect.format in _WITH_HANDLES and group.id != group.handle and not group.former:
        note(f"the handle {group.handle[:_SHOWN]} makes the address {group.id}")
    _warn_of_garbling(first, note)
    if differing := tax_classes.explain_variants(
        first.tax_classes, [each.tax_classes for each in entries if each.sells]
    ):
        note(differing)
    product = msgspec.convert(msgspec.to_builtins(body), NewProduct)
    all_notes = tuple(dict.fromkeys((*notes, *sold.notes, *prices.notes)))
    return Good(
        group.entries[0].line, product, sold.stock, lost, unsold, all_notes, sold.unknown, former=group.former,
        position=group.position, local_columns=dialect.local_columns, tells_contents=dialect.tells_contents,
        tax_classes=first.tax_classes,
    )  # fmt: skip


def _warn_of_garbling(entry: Entry, note: limits.Note) -> None:
    """Note text that was read in a wrong encoding before it came here, such as `LÃ

    ffel`.
    """
    for text in (entry.title, *entry.category, *entry.tags, entry.brand, entry.description[:2000]):
        if not text.isascii() and is_bad(text):
            note(f"“{text[:_SHOWN]}” looks garbled, as text read in a wrong encoding does: it goes in as it is")
            return
