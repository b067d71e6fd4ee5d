"""The pieces of a file that has nothing else, set for variants that the shop has already."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from backend.contracts.inventory.models import MAX_PIECES
from backend.contracts.product.models import Product
from storefront.imports import stock
from storefront.imports.entry import Counted, VariantCount
from storefront.imports.report import ReportKind, ReportLine
from storefront.imports.upsert import find_product


class Counting(NamedTuple):
    """How many variants of a product got other pieces, or would,
    and what is to be told; `refused` is why none did."""

    changed: int = 0
    lines: tuple[ReportLine, ...] = ()
    refused: str = ""


class _Step(NamedTuple):
    """What becomes of one variant's pieces: the SKU that they are set for, None where they stay, and what is told."""

    sku: str | None
    line: ReportLine | None = None


def set_counts(counted: Counted, *, dry: bool, over: bool, token: str) -> Counting:
    """Set the pieces of a product's variants; with `dry` only tell what would be set.

    What somebody has set before stays, unless `over`. Raises api.Refusal, api.Unavailable.
    """
    product = _find_product(counted.ids)
    if product is None:
        return Counting(refused="the shop has no product of this handle: import the file of products before this one")
    counts, doubtful = _gather(product, counted.counts)
    lines = [ReportLine(line, product.id, ReportKind.NOTE, note) for line, note in counted.notes] + doubtful
    count = 0
    for each in counts:
        step = _step(product, each, over, token)
        lines += [step.line] if step.line else []
        if step.sku is None:
            continue
        count += 1 if dry else stock.fill({step.sku: each.pieces}, over=over, token=token)
        if dry:
            lines.append(ReportLine(each.line, product.id, ReportKind.CHANGED, f"{step.sku} gets {each.pieces} pieces"))
    return Counting(count, tuple(lines))


def _find_product(ids: Sequence[str]) -> Product | None:
    return next(filter(None, map(find_product, ids)), None)


def _gather(product: Product, counts: Iterable[VariantCount]) -> tuple[list[VariantCount], list[ReportLine]]:
    """Return each of the shop's variants once, whichever of the file's rows have its SKU; and what is to be told of a
    SKU that the file has for several.
    """
    by_variant: dict[tuple[str, ...], list[VariantCount]] = {}
    for each in counts:
        sku = _find_sku(product, each)
        by_variant.setdefault((sku,) if sku else ("", each.sku, *each.values), []).append(each)
    clear = {key: several for key, several in by_variant.items() if len({_choice_of(each) for each in several}) == 1}
    lines = [_explain_shared(product, several) for key, several in by_variant.items() if key not in clear]
    return [_add_up(several) for several in clear.values()], lines


def _choice_of(count: VariantCount) -> str:
    return " / ".join(count.values).casefold()


def _add_up(several: Sequence[VariantCount]) -> VariantCount:
    return replace(several[0], pieces=min(sum(each.pieces for each in several), MAX_PIECES))


def _explain_shared(product: Product, several: Sequence[VariantCount]) -> ReportLine:
    shown = " and ".join(f"“{' / '.join(each.values)}”" for each in several)[:100]
    why = f"the file has several variants for {_find_sku(product, several[0])}, {shown}: none of their pieces are set"
    return ReportLine(several[0].line, product.id, ReportKind.VARIANT, why)


def _step(product: Product, count: VariantCount, over: bool, token: str) -> _Step:
    sku = _find_sku(product, count)
    if not sku:
        shown = count.sku or " / ".join(count.values) or "one without a SKU"
        return _Step(
            None, ReportLine(count.line, product.id, ReportKind.VARIANT, f"{shown}: the shop has no such variant")
        )
    present = stock.find(sku, token)
    is_set = present is not None and present.version > stock.INTRODUCED
    if present and is_set and present.available == count.pieces:
        return _Step(None)
    if present and is_set and not over:
        stays = (
            f"{sku} keeps the {present.available} pieces that were set before, and gets the file's {count.pieces} only "
        )
        how = "where the file's pieces are set over those (--stock, or the field for it)"
        return _Step(None, ReportLine(count.line, product.id, ReportKind.NOTE, stays + how))
    other = f"{count.sku} is {sku} in the shop, by its options"
    note = ReportLine(count.line, product.id, ReportKind.NOTE, other)
    return _Step(sku, note if count.sku and count.sku != sku else None)


def _find_sku(product: Product, count: VariantCount) -> str:
    """Return the SKU that the shop knows the variant by: the file's, or that of the variant with its choice."""
    if any(each.sku == count.sku for each in product.variants):
        return count.sku
    return next((each.sku for each in product.variants if each.values == count.values), "")
