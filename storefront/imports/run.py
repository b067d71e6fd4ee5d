"""An import from beginning to end: each product of a file is put into the shop, and everything that was not is told."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from storefront import api
from storefront.imports.put import Outcome, put, reason
from storefront.imports.shopify import Bad, Found, Good, Skipped


@dataclass
class Summary:
    """What an import came to."""

    done: Counter[Outcome] = field(default_factory=Counter)
    bad: list[Bad] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def run(found: Iterable[Found], *, dry: bool, step: Callable[[], None]) -> Summary:
    """Puts the products in, one after another; `step` is called after each. Raises api.Unavailable when the shop does not answer."""
    summary = Summary()
    for each in found:
        _take(summary, each, dry)
        step()
    return summary


def _take(summary: Summary, each: Found, dry: bool) -> None:
    match each:
        case Good(line, product):
            try:
                summary.done[put(product, dry=dry)] += 1
            except api.Refusal as refusal:
                summary.bad.append(Bad(line, product.id, reason(refusal.problem)))
        case Bad():
            summary.bad.append(each)
        case Skipped():
            summary.skipped.append(each)


def report(summary: Summary, *, dry: bool) -> Iterator[str]:
    """The summary in lines: first what is wrong, then the figures."""
    for each in summary.skipped:
        yield f"line {each.line}: {each.handle} left out: {each.reason}"
    for bad in summary.bad:
        yield f"line {bad.line}: {bad.handle or '(no handle)'} refused: {bad.reason}"
    figures = ", ".join(f"{summary.done[outcome]} {outcome}" for outcome in Outcome)
    would = "Would be: " if dry else ""
    yield f"{would}{figures}, {len(summary.skipped)} left out, {len(summary.bad)} refused."
