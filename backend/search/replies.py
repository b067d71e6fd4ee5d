"""What OpenSearch's replies to `dsl`'s searches say, in the contract's words. No I/O."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from backend.contracts.product import Category
from backend.contracts.search import (
    BRAND,
    CATEGORY,
    NEAREST,
    Facet,
    FacetValue,
    Hit,
    PriceRange,
    SearchPage,
    SearchQuery,
    Suggestions,
    chosen,
)
from backend.search.dsl import CHOSEN, KNOWN, OTHERS, PART, PRICES, STOCK
from backend.search.telling import most, told

JSON = dict[str, Any]
Rows = list[tuple[str, str, str, int]]  # a value, what people read of it, what they read of its facet, how many products


def page(reply: JSON, asked: SearchQuery) -> SearchPage:
    """What the reply to a search says."""
    counted, selected = reply["aggregations"], chosen(asked.filters)
    facets = _by_name(counted[OTHERS]["facets"])
    known = _by_name(counted[KNOWN][KNOWN]["facets"]) if selected else {}
    for place, name in enumerate(selected):
        here = _by_name(counted[f"{CHOSEN}{place}"]["facets"]).get(name, [])
        facets[name] = here + _none(here, known.get(name, []), name, selected[name])
    total = reply["hits"]["total"]["value"]
    every = (_facet(name, rows, asked.category, selected.get(name, ())) for name, rows in facets.items())
    return SearchPage(
        items=hits(reply),
        total=total,
        page=asked.page,
        facets=told(every, selected),
        prices=_prices(counted[PRICES]),
        in_stock=counted[STOCK]["doc_count"],
        suggestions=() if total else tuple(nearest(reply)),
    )


def suggestions(reply: JSON, q: str) -> Suggestions:
    """What the reply to a search for suggestions says."""
    facets, start = _by_name(reply["aggregations"][OTHERS]), q.strip().casefold()
    named = {name: [row for row in facets.get(name, []) if row[1].casefold().startswith(start)][:2] for name in (CATEGORY, BRAND)}
    other = corrected(reply, q)
    return Suggestions(
        products=hits(reply),
        categories=tuple(Category(path=value, title=title, count=count) for value, title, _, count in named[CATEGORY]),
        brands=tuple(FacetValue(value=value, title=title, count=count) for value, title, _, count in named[BRAND]),
        corrections=(other,) if other and not hits(reply) else (),
    )


def hits(reply: JSON) -> tuple[Hit, ...]:
    """The products of one page."""
    return tuple(msgspec.convert(each["_source"]["hit"], Hit) for each in reply["hits"]["hits"])


def nearest(reply: JSON) -> list[str]:
    """Words of titles that are near to those asked for, the nearest first."""
    options = [option for part in reply.get("suggest", {}).get("near", ()) for option in part["options"]]
    return list(dict.fromkeys(option["text"] for option in sorted(options, key=lambda option: -option["score"])))[:NEAREST]


def corrected(reply: JSON, q: str) -> str:
    """The query with the nearest word in the place of each that no title has; empty where there is none to put."""
    better = q
    for part in reversed(reply.get("suggest", {}).get("near", [])):
        if part["options"]:
            better = better[: part["offset"]] + part["options"][0]["text"] + better[part["offset"] + part["length"] :]
    return "" if better == q else better


def _by_name(counted: JSON) -> dict[str, Rows]:
    """The rows of each facet, those with most products first. A value that is titled differently here and there is one all the same."""
    rows: dict[str, dict[str, tuple[str, str, int]]] = {}
    for bucket in counted["buckets"]:
        name, value, title, shown = bucket["key"].split(PART)
        _, _, before = rows.setdefault(name, {}).get(value, ("", "", 0))
        rows[name][value] = (shown, title, before + bucket["doc_count"])
    return {
        name: sorted(((value, *rest) for value, rest in each.items()), key=lambda row: (-row[3], row[0])) for name, each in rows.items()
    }


def _none(here: Rows, known: Rows, name: str, selected: Iterable[str]) -> Rows:
    """Rows of the chosen values that nothing here has, as they are known elsewhere; of categories, which are only followed, no others."""
    shown = {value: (title, of) for value, title, of, _ in known}
    of = (here or known)[0][2] if here or known else name
    missing = [value for value in selected if value not in {row[0] for row in here} and (value in shown or name != CATEGORY)]
    return [(value, *shown.get(value, (value, of)), 0) for value in missing]


def _facet(name: str, rows: Rows, category: str | None, selected: Collection[str]) -> Facet:
    shown = {row[0]: row for row in rows if name != CATEGORY or row[0].rpartition("/")[0] == (category or "")}
    kept = most({value: count for value, _, _, count in shown.values()}, selected)
    values = tuple(FacetValue(value=value, title=shown[value][1], count=count, selected=value in selected) for value, count in kept)
    return Facet(name=name, title=next(iter(shown.values()))[2] if shown else name, values=values)


def _prices(counted: JSON) -> PriceRange | None:
    if not counted["doc_count"]:
        return None
    least, most = int(counted["least"]["value"]), int(counted["most"]["value"])
    return PriceRange(least=least, most=most, currency=counted["currency"]["buckets"][0]["key"])
