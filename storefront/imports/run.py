"""An import from beginning to end: each product of a file is put into the shop, and everything that was not is told as it happens."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from storefront import api
from storefront.imports import stock
from storefront.imports.entry import Bad, Found, Good, Skipped
from storefront.imports.put import Outcome, put, reason

Tell = Callable[[str], None]


@dataclass
class Summary:
    """What an import came to, in numbers of products; `stocked` in SKUs whose pieces were set, `lost` in pictures."""

    done: Counter[Outcome] = field(default_factory=Counter)
    bad: int = 0
    skipped: int = 0
    lost: int = 0
    stocked: int = 0

    def figures(self, *, dry: bool) -> str:
        """In one line."""
        outcomes = ", ".join(f"{self.done[outcome]} {outcome}" for outcome in Outcome)
        would = "Would be: " if dry else ""
        rest = f"{self.skipped} left out, {self.bad} refused; {self.lost} pictures without a place, {self.stocked} SKUs stocked."
        return f"{would}{outcomes}, {rest}"


@dataclass(frozen=True)
class Import:
    """How to import: `dry` only tells what would change, `over` sets stock that somebody had set before; `token` is that of the
    staff, else the one who is signed in at this terminal."""

    tell: Tell
    step: Callable[[], None] = lambda: None
    dry: bool = False
    over: bool = False
    token: str = ""

    def run(self, found: Iterable[Found]) -> Summary:
        """Puts the products in, one after another. Raises api.Unavailable when the shop does not answer: what is in is in."""
        summary = Summary()
        for each in found:
            self._take(summary, each)
            self.step()
        return summary

    def _take(self, summary: Summary, each: Found) -> None:
        match each:
            case Good():
                self._put(summary, each)
            case Bad():
                self._refuse(summary, each)
            case Skipped():
                summary.skipped += 1
                self.tell(f"line {each.line}: {each.handle[:100]} left out: {each.reason}")

    def _put(self, summary: Summary, good: Good) -> None:
        id = good.product.id
        try:
            change = put(good.product, dry=self.dry, token=self.token)
            summary.stocked += 0 if self.dry else stock.fill(good.stock, over=self.over, token=self.token)
        except api.Refusal as refusal:
            self._refuse(summary, Bad(good.line, id, reason(refusal.problem)))
            return
        summary.done[change.outcome] += 1
        if self.dry and change.outcome is not Outcome.UNCHANGED:
            fields = f": {', '.join(change.fields)}" if change.fields else ""
            self.tell(f"line {good.line}: {id} would be {change.outcome}{fields}")
        for name in good.lost:
            summary.lost += 1
            self.tell(f"line {good.line}: {id} gets a placeholder: the picture {name} has no address")

    def _refuse(self, summary: Summary, bad: Bad) -> None:
        summary.bad += 1
        self.tell(f"line {bad.line}: {bad.handle[:100] or '(no handle)'} refused: {bad.reason}")
