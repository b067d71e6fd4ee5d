"""What a list's address asks for, and the addresses of everything that could be asked next.

`/search/?q=hill&f.size=A3&f.size=A2&min=20&max=50&stock=1&sort=price-up&page=2`: facets have a prefix of their own,
since an option may be called anything. What is asked in no way we know is as if it had not been asked.
"""

import re
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict
from django.urls import reverse
from msgspec import Struct, structs

from backend.contracts.currencies import decimal
from backend.contracts.search.models import MAX_CHOICES, MAX_PAGE, SearchQuery, SearchSort
from backend.contracts.search.models import filters as form_encoded
from backend.contracts.shop import CURRENCY
from backend.contracts.text_folding import comparable
from backend.contracts.types import CategoryPath
from storefront.search import price_input
from storefront.web import languages
from storefront.web.parsing import parse_int

LONGEST, ENCODED = 200, 4_000
"""Characters of a search or a value, and of all chosen values together, as the contract has them."""
FACET_PREFIX = "f."
_UNFIT = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")

Chosen = tuple[tuple[str, str], ...]


class ProductListQuery(Struct, frozen=True):
    """A list that is asked for.

    `listing` says that it is a category's page (or everything's), whose place is in the path.

    `unread` are prices (`min`, `max`) that cannot be read, as they were typed: the page tells so, and no address holds
    them.
    """

    listing: bool = False
    q: str = ""
    category: str | None = None
    chosen: Chosen = ()
    least: int | None = None
    most: int | None = None
    in_stock: bool = False
    sort: SearchSort = SearchSort.RELEVANCE
    page: int = 1
    unread: tuple[tuple[str, str], ...] = ()
    currency: str = CURRENCY

    @property
    def beyond(self) -> bool:
        """Whether the page is behind the last that can be asked for."""
        return self.page > MAX_PAGE

    @property
    def filter_count(self) -> int:
        """How many choices narrow the list down."""
        return len(self.chosen) + (self.least is not None or self.most is not None) + self.in_stock

    @property
    def usual(self) -> SearchSort:
        """The order that need not be asked for."""
        return SearchSort.FEATURED if self.listing or not self.q else SearchSort.RELEVANCE

    @property
    def search_query(self) -> SearchQuery:
        """As the search service is asked."""
        values: dict[str, list[str]] = {}
        for name, value in self.chosen:
            values.setdefault(name, []).append(value)
        return SearchQuery(
            q=self.q, category=self.category, filters=form_encoded(values), price_min=self.least, price_max=self.most,
            in_stock=self.in_stock, sort=self.sort, page=self.page,
            language=languages.current() if self.q or self.sort is SearchSort.NAME else None,
        )  # fmt: skip

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the address, but for the page."""
        parameters = [] if self.listing else [("q", self.q)]
        parameters += [("category", self.category)] if self.category and not self.listing else []
        parameters += [(FACET_PREFIX + name, value) for name, value in self.chosen]
        parameters += [("min", format_price(self.least, self.currency))] if self.least is not None else []
        parameters += [("max", format_price(self.most, self.currency))] if self.most is not None else []
        parameters += [("stock", "1")] if self.in_stock else []
        return parameters + ([("sort", self.sort.value)] if self.sort is not self.usual else [])

    @property
    def path(self) -> str:
        if not self.listing:
            return reverse("search:results")
        return reverse("search:category", args=[self.category]) if self.category else reverse("search:shop")

    @property
    def address(self) -> str:
        pairs = self.pairs + ([("page", str(self.page))] if self.page > 1 else [])
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def but(self, **changes: object) -> "ProductListQuery":
        """Return the first page of the same with something changed."""
        return structs.replace(self, **{"page": 1, **changes})

    def without(self, name: str, value: str) -> "ProductListQuery":
        return self.but(chosen=tuple(pair for pair in self.chosen if pair != (name, value)))

    @property
    def bare(self) -> "ProductListQuery":
        """Narrowed down by nothing."""
        return self.but(chosen=(), least=None, most=None, in_stock=False, unread=())


def parse(
    parameters: QueryDict, category: str | None = None, *, listing: bool = False, currency: str = CURRENCY
) -> ProductListQuery:
    """Return what this query string asks for, with prices in the currency."""
    q = "" if listing else clean_line(parameters.get("q", ""))
    prices = {name: clean_line(parameters.get(name, "")) for name in ("min", "max")}
    least, most = (price_input.parse_price(text, currency) for text in prices.values())
    read_as = zip(prices.items(), (least, most), strict=True)
    unread = tuple((name, text[: price_input.MAX_LENGTH]) for (name, text), price in read_as if text and price is None)
    if least is not None and most is not None and least > most:
        least, most = most, least
    number = parse_int(parameters.get("page", ""), 1, digits=5)
    query = ProductListQuery(
        listing=listing, q=q, category=category if listing else _category(parameters.get("category", "")),
        chosen=_parse_facets(parameters), least=least, most=most, in_stock=parameters.get("stock") == "1",
        page=min(max(number, 1), MAX_PAGE + 1), unread=unread, currency=currency,
    )  # fmt: skip
    sort = parameters.get("sort")
    return structs.replace(query, sort=SearchSort(sort) if sort in set(SearchSort) else query.usual)


def clean_line(text: str) -> str:
    """Text as one line that the contract takes."""
    return " ".join(_UNFIT.sub(" ", text).split())[:LONGEST].strip()


def exact(text: str) -> str:
    """Text as the contract takes it and the index holds it: what a merchant calls a value may have any spaces."""
    return _UNFIT.sub("", text)[:LONGEST]


def format_price(minor: int, currency: str) -> str:
    """Return a price as it stands in an address, which `parse` reads: 19.50, and 20 for a whole one."""
    whole, _, part = decimal(minor, currency).partition(".")
    return f"{whole}.{part}" if part.strip("0") else whole


def _category(path: str) -> str | None:
    try:
        return msgspec.convert(path, CategoryPath) if path else None
    except msgspec.ValidationError:
        return None


def _parse_facets(parameters: QueryDict) -> Chosen:
    """Return the chosen values with their facets; of spellings of one value the first, as it was typed."""
    facets: dict[tuple[str, str], tuple[str, str]] = {}
    for name in parameters:
        if name.startswith(FACET_PREFIX) and (facet := clean_line(name.removeprefix(FACET_PREFIX))):
            for value in filter(None, map(exact, parameters.getlist(name))):
                facets.setdefault((comparable(facet), comparable(value)), (comparable(facet), value))
    values = list(facets.values())[:MAX_CHOICES]
    while len(urlencode(values)) > ENCODED:
        values.pop()
    return tuple(values)
