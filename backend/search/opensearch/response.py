"""Conversion of OpenSearch's replies to the contract's types. No I/O."""

from collections.abc import Collection, Iterable

from backend.contracts.product.models import Category
from backend.contracts.search.models import (
    BRAND,
    CATEGORY,
    MAX_NEAREST_WORDS,
    Facet,
    FacetValue,
    Hit,
    PriceRange,
    SearchPage,
    SearchQuery,
    Suggestions,
)
from backend.search.document import hit
from backend.search.facet_selection import select_facets, top_values, value_to_choose
from backend.search.opensearch.index import CHOSEN, KNOWN, OFFERS, OTHERS, PART, RANGE, STOCK
from backend.search.opensearch.local_names import fuller, unpack
from backend.search.opensearch.reply import Aggregation, Reply
from backend.search.query.analysis import begins, words
from backend.search.variant_filters import ChosenFilters, key

# a value, what people read of it, what they read of its facet, both with names in further languages, how many products
Rows = list[tuple[str, str, str, int]]


def page(reply: Reply, query: SearchQuery) -> SearchPage:
    """Return the reply to a search as a page."""
    aggregations, chosen_filters = reply["aggregations"], ChosenFilters(query)
    selected = chosen_filters.chosen
    facets = _rows_by_facet(aggregations[OTHERS])
    known_rows = _rows_by_facet(aggregations[KNOWN][KNOWN]) if selected else {}
    for index, name in enumerate(selected):
        here = _rows_by_facet(aggregations[f"{CHOSEN}{index}"]).get(name, [])
        facets[name] = here + _missing_rows(here, known_rows.get(name, []), name, selected[name])
    total = reply["hits"]["total"]["value"]
    every = (_to_facet(name, rows, query.category, selected.get(name, ())) for name, rows in facets.items())
    return SearchPage(
        items=hits(reply, chosen_filters),
        total=total,
        page=query.page,
        facets=select_facets(every, selected),
        prices=_prices(aggregations[RANGE]),
        in_stock=aggregations[STOCK]["doc_count"],
        suggestions=() if total else tuple(nearest(reply)),
    )


def suggestions(reply: Reply, q: str) -> Suggestions:
    """Return the reply to a suggestion search."""
    facets = _by_name(reply["aggregations"][OTHERS])
    named = {name: [row for row in facets.get(name, []) if _begins(row[1], q)][:2] for name in (CATEGORY, BRAND)}
    other = correct_query(reply, " ".join(words(q)))
    return Suggestions(
        products=hits(reply),
        categories=tuple(
            Category(path=value, title=unpack(names)[0], count=count) for value, names, _, count in named[CATEGORY]
        ),
        brands=tuple(FacetValue(value=title, title=title, count=count) for _, title, _, count in named[BRAND]),
        corrections=(other,) if other and not hits(reply) else (),
    )


def _begins(names: str, q: str) -> bool:
    """Return whether a name begins with the query, in the shop's own language or in a further one."""
    title, titles = unpack(names)
    return any(begins(name, q) for name in (title, *(each.title for each in titles)))


def hits(reply: Reply, chosen_filters: ChosenFilters | None = None) -> tuple[Hit, ...]:
    """Return the products of a page, priced by the variants that match."""
    documents = [each["_source"]["document"] for each in reply["hits"]["hits"]]
    return tuple(
        hit(each, chosen_filters.matching_offers(each) if chosen_filters and chosen_filters.of_variants() else None)
        for each in documents
    )


def nearest(reply: Reply) -> list[str]:
    """Return words of titles that are similar to the query's, the nearest first."""
    options = [option for part in reply.get("suggest", {}).get("near", ()) for option in part["options"]]
    return list(dict.fromkeys(option["text"] for option in sorted(options, key=lambda option: -option["score"])))[
        :MAX_NEAREST_WORDS
    ]


def correct_query(reply: Reply, q: str) -> str:
    """Return the query with each unknown word replaced by the nearest; empty if nothing can be replaced."""
    better = q
    for part in reversed(reply.get("suggest", {}).get("near", [])):
        if part["options"]:
            better = better[: part["offset"]] + part["options"][0]["text"] + better[part["offset"] + part["length"] :]
    return "" if better == q else better


def _rows_by_facet(counted: Aggregation) -> dict[str, Rows]:
    """Return the rows of each facet: of products, and of options by their variants."""
    return _by_name(counted["facets"]) | _by_name(counted[OFFERS][OFFERS]["facets"])


def _by_name(counted: Aggregation) -> dict[str, Rows]:
    """Return the rows of each facet, most frequent first, each value in its most frequent spelling."""
    rows: dict[str, dict[str, tuple[str, str, int]]] = {}
    buckets = ((each["key"].split(PART), each.get("products", each)["doc_count"]) for each in counted["buckets"])
    for (name, value, title, shown), count in sorted(buckets, key=lambda bucket: (-bucket[1], bucket[0])):
        first, of, before = rows.setdefault(name, {}).get(value, (shown, title, 0))
        rows[name][value] = (fuller(first, shown), fuller(of, title), before + count)
    return {
        name: sorted(((value, *rest) for value, rest in each.items()), key=lambda row: (-row[3], row[0]))
        for name, each in rows.items()
    }


def _missing_rows(here: Rows, known_rows: Rows, name: str, selected: Iterable[str]) -> Rows:
    """Return rows of the chosen values that no match has, with the titles that they have elsewhere."""
    shown = {value: (title, of) for value, title, of, _ in known_rows}
    of = (here or known_rows)[0][2] if here or known_rows else name
    keys = {key(name, value): value for value in selected}
    missing = [
        value for value in keys if value not in {row[0] for row in here} and (value in shown or name != CATEGORY)
    ]
    return [(value, *shown.get(value, (keys[value], of)), 0) for value in missing]


def _to_facet(name: str, rows: Rows, category: str | None, selected: Collection[str]) -> Facet:
    shown = {row[0]: row for row in rows if name != CATEGORY or row[0].rpartition("/")[0] == (category or "")}
    keys = {key(name, value) for value in selected}
    top = top_values({value: count for value, _, _, count in shown.values()}, keys)
    values = tuple(_to_value(name, shown[value], count, value in keys) for value, count in top)
    title, titles = unpack(next(iter(shown.values()))[2] if shown else name)
    return Facet(name=name, title=title, values=values, titles=titles)


def _to_value(name: str, row: tuple[str, str, str, int], count: int, selected: bool) -> FacetValue:
    title, titles = unpack(row[1])
    if name == CATEGORY:  # followed, and called what the tree calls it
        titles = ()
    value = value_to_choose(name, row[0], title)
    return FacetValue(value=value, title=title, count=count, selected=selected, titles=titles)


def _prices(counted: Aggregation) -> PriceRange | None:
    variants = counted[OFFERS][OFFERS]
    least, most = variants["least"]["value"], variants["most"]["value"]
    if least is None or most is None:  # of no document
        return None
    return PriceRange(least=int(least), most=int(most), currency=counted["currency"]["buckets"][0]["key"])
