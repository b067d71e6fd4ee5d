"""Paging by cursor that goes back, too: the address carries the cursors of the pages before, newest last."""

from urllib.parse import urlencode

from django.http import QueryDict
from msgspec import Struct

from backend.contracts.product.models import Sort
from storefront.web.parsing import parse_int

MAX_CURSORS = 8  # cursors in an address; from further back, only the first page can be reached
MAX_PAGE = 10_000


class PagePosition(Struct, frozen=True):
    """Which page of a list this is. `trail` holds the cursors that led here, the last one being this page's."""

    sort: Sort = Sort.FEATURED
    number: int = 1
    trail: tuple[str, ...] = ()

    @property
    def cursor(self) -> str | None:
        return self.trail[-1] if self.trail else None

    def sorted_by(self, sort: Sort) -> str:
        """Return the query of the first page in another order."""
        return PagePosition(sort).query

    def following(self, cursor: str | None) -> str | None:
        """Return the query of the next page, whose cursor this page's reply brought; None at the end."""
        return PagePosition(self.sort, self.number + 1, (*self.trail, cursor)[-MAX_CURSORS:]).query if cursor else None

    @property
    def preceding(self) -> str | None:
        """The query of the page before; None on the first page, and where its cursor is no longer carried."""
        if self.number == 1 or (self.number > 2 and len(self.trail) < 2):
            return None
        return PagePosition(self.sort, self.number - 1, self.trail[:-1]).query

    @property
    def query(self) -> str:
        """What stands behind the list's address, `?` included; the bare address is the first page, featured first."""
        parameters = {"sort": self.sort.value} if self.sort is not Sort.FEATURED else {}
        if self.trail:
            parameters |= {"page": str(self.number), "after": ".".join(self.trail)}
        return f"?{urlencode(parameters)}" if parameters else "?"


def parse_position(query: QueryDict) -> PagePosition:
    """Return what an address asks for; what it asks in no way we know is as if it had not asked."""
    sort_name = query.get("sort")
    sort = Sort(sort_name) if sort_name in set(Sort) else Sort.FEATURED
    trail = tuple(cursor for cursor in query.get("after", "").split(".") if cursor)[-MAX_CURSORS:]
    number = parse_int(query.get("page", ""), 0, digits=5)
    return PagePosition(sort, min(max(number, len(trail) + 1), MAX_PAGE) if trail else 1, trail)
