"""An import from beginning to end: each product of a file is put into the shop, and everything that was not is told as
it happens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from backend.contracts.problem import Problem
from storefront.clients import api
from storefront.clients.problems import describe
from storefront.imports import stock
from storefront.imports.counting import Counting, set_counts
from storefront.imports.entry import Bad, Counted, Found, Good, Skipped
from storefront.imports.report import ReportKind, ReportLine
from storefront.imports.upsert import Change, Outcome, upsert

WriteLine = Callable[[ReportLine], None]
_NOBODY = (401, 403)
"""Statuses that are about who asks, and so about every product that is still to come."""
_PICTURES_AT = " Say where pictures without an address are with --pictures-at (the field Pictures at), or upload them."
_NAMED = 3
"""Pictures at other hosts that are named of one product."""


@dataclass
class Summary:
    """What an import came to, in numbers of products; `stocked` in SKUs whose pieces were set, `unsold` in variants
    that were left out.

    `lost` are pictures that cannot be had, `external` those at other hosts: of both, pages show a placeholder.
    `unknown` are variants whose pieces the file does not tell.
    """

    done: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    bad: int = 0
    skipped: int = 0
    unsold: int = 0
    lost: int = 0
    external: int = 0
    stocked: int = 0
    unknown: int = 0

    def figures(self, *, dry: bool) -> str:
        """In one line."""
        outcomes = ", ".join(f"{self.done[outcome]} {outcome}" for outcome in Outcome)
        would = "Would be: " if dry else ""
        stocked = "" if dry and not self.stocked else f", {self.stocked} SKUs stocked"
        rest = f"{self.skipped} left out, {self.bad} refused; {self.lost} pictures without a place{stocked}."
        unsold = (
            f" {_describe_count(self.unsold, 'variant is', 'variants are')} not for sale and left out."
            if self.unsold
            else ""
        )
        external = f" {self._external_pictures()}" if self.external else ""
        pieces = f" {self._without_pieces()}" if self.unknown else ""
        return f"{would}{outcomes}, {rest}{unsold}{_PICTURES_AT if self.lost else ''}{external}{pieces}"

    def _external_pictures(self) -> str:
        are = _describe_count(
            self.external, "picture is at another host and shows", "pictures are at other hosts and show"
        )
        return f"{are} as a placeholder: python manage.py fetch_pictures brings them in."

    def _without_pieces(self) -> str:
        come = _describe_count(
            self.unknown,
            "variant comes without its number of pieces and shows",
            "variants come without their pieces and show",
        )
        return (
            f"{come} as sold out until they are set: set them under Stock, "
            "or say how many there are of each with --stock-if-unknown N (the field Quantity)."
        )


def _describe_count(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


@dataclass(frozen=True)
class Import:
    """How to import: `dry` only tells what would change, `over` sets stock that somebody had set before, and with
    `free` what costs 0 is given away; `token` is that of the staff, else the one who is signed in at this terminal.
    `before` finds the file's product of an id that stands before a place."""

    write_line: WriteLine
    step: Callable[[], None] = lambda: None
    dry: bool = False
    over: bool = False
    free: bool = False
    token: str = ""
    before: Callable[[str, int], Found | None] = lambda id, position: None

    def run(self, products: Iterable[Found]) -> Summary:
        """Put the products in, one after another.

        Raises api.Unavailable when the shop does not answer, and api.Refusal when it does
        not take anything from whoever asks: what is in is in."""
        summary = Summary()
        for each in products:
            self.take(summary, each)
            self.step()
        return summary

    def take(self, summary: Summary, each: Found) -> None:
        """Put one product in. Raises as `run`."""
        match each:
            case Good():
                self._put(summary, each)
            case Bad():
                self._refuse(summary, each)
            case Counted():
                self._count(summary, each)
            case Skipped():
                summary.skipped += 1
                self.write_line(ReportLine(each.line, each.handle, ReportKind.LEFT_OUT, each.reason))

    def _count(self, summary: Summary, counted: Counted) -> None:
        try:
            counting = set_counts(counted, dry=self.dry, over=self.over, token=self.token)
        except api.Refusal as refusal:
            if refusal.problem.status in _NOBODY:
                raise
            counting = Counting(refused=describe(refusal.problem))
        if counting.refused:
            self._refuse(summary, Bad(counted.line, counted.handle, counting.refused))
            return
        summary.done[Outcome.CHANGED if counting.changed else Outcome.UNCHANGED] += 1
        summary.stocked += counting.changed
        for line in counting.lines:
            summary.unsold += line.what is ReportKind.VARIANT
            self.write_line(line)

    def _put(self, summary: Summary, good: Good) -> None:
        try:
            change = self._change(good, dry=self.dry)
        except api.Refusal as refusal:
            if refusal.problem.status in _NOBODY:
                raise
            self._refuse(summary, Bad(good.line, good.product.id, _why(refusal.problem, good)))
            return
        summary.done[change.outcome] += 1
        summary.unknown += good.unknown
        if self.dry and change.outcome is not Outcome.UNCHANGED:
            self.write_line(ReportLine(good.line, change.id, ReportKind(change.outcome), ", ".join(change.fields)))
        if change.id != good.product.id:
            self.write_line(
                ReportLine(
                    good.line,
                    change.id,
                    ReportKind.NOTE,
                    f"it keeps its address; a new product would be at {good.product.id}",
                )
            )
        for line, note in good.notes:
            self.write_line(ReportLine(line, change.id, ReportKind.NOTE, note))
        for variant in good.product.variants:
            if not variant.price:
                self.write_line(
                    ReportLine(good.line, change.id, ReportKind.NOTE, f"{variant.sku} costs 0: it is given away")
                )
        if not self.dry:
            self._fill(summary, good, change)
        self._report_missing(summary, good, change)

    def _change(self, good: Good, *, dry: bool) -> Change:
        return upsert(
            good.product,
            former=good.former,
            dry=dry,
            token=self.token,
            freed=partial(self._free_sku, good),
            free=self.free,
            local_columns=good.local_columns,
            tells_contents=good.tells_contents,
            tax_classes=good.tax_classes,
        )

    def _free_sku(self, good: Good, sku: str, holder: str) -> bool:
        """Whether a product that stands before this one in the file goes in without the SKU that it has in the shop."""
        earlier = self.before(holder, good.position)
        if not isinstance(earlier, Good) or any(each.sku == sku for each in earlier.product.variants):
            return False
        try:
            self._change(earlier, dry=True)
        except api.Refusal:
            return False
        return True

    def _fill(self, summary: Summary, good: Good, change: Change) -> None:
        try:
            pieces = {change.skus.get(sku, sku): count for sku, count in good.stock.items()}
            summary.stocked += stock.fill(pieces, over=self.over, token=self.token)
        except api.Refusal as refusal:
            if refusal.problem.status in _NOBODY:
                raise
            self.write_line(
                ReportLine(
                    good.line, good.product.id, ReportKind.NOTE, f"its pieces are not set: {describe(refusal.problem)}"
                )
            )

    def _report_missing(self, summary: Summary, good: Good, change: Change) -> None:
        id = good.product.id
        for line, sku, why in good.unsold:
            summary.unsold += 1
            self.write_line(ReportLine(line, id, ReportKind.VARIANT, f"{sku or 'one without a SKU'}: {why}"))
        for name in good.lost:
            summary.lost += 1
            self.write_line(ReportLine(good.line, id, ReportKind.PLACEHOLDER, f"the picture {name} has no address"))
        if away := change.external_pictures:
            summary.external += len(away)
            and_more = f" and {len(away) - _NAMED} more" if len(away) > _NAMED else ""
            are = _describe_count(len(away), "picture is at another host", "pictures are at other hosts")
            self.write_line(
                ReportLine(
                    good.line,
                    id,
                    ReportKind.PLACEHOLDER,
                    f"{are}, from which nothing is shown: {', '.join(away[:_NAMED])}{and_more}",
                )
            )

    def _refuse(self, summary: Summary, bad: Bad) -> None:
        summary.bad += 1
        self.write_line(ReportLine(bad.line, bad.handle or "(no handle)", ReportKind.REFUSED, bad.reason))


def _why(problem: Problem, good: Good) -> str:
    """Return the refusal in one line, and what helps where the currency is another one or something costs nothing."""
    code = good.product.currency
    other = any(error.field == "currency" for error in problem.errors)
    if problem.type == "free":
        return f"{describe(problem)}; if it is meant so, say --free (the field Given away)"
    return describe(problem) + (
        f"; to convert it, say what one {code} is worth: --rate {code}=… (the field Exchange rates)" if other else ""
    )
