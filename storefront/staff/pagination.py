"""Pages of lists that go on at a cursor of the address."""

from typing import Protocol, TypeVar

from django.http import HttpRequest

from backend.contracts.operation import Empty, Operation, Reply
from storefront.clients import api


class HasCursor(Protocol):
    """A query for a page of a list."""

    @property
    def cursor(self) -> str | None: ...


PageQueryT = TypeVar("PageQueryT", bound=HasCursor)


def page_at(
    request: HttpRequest, operation: Operation[Empty, PageQueryT, Empty, Reply], query: PageQueryT
) -> Reply | None:
    """Return the page of a list at `query`, whose cursor is None at the beginning; None for a cursor that is not ours.

    Raises api.Refusal for whatever else is refused.
    """
    try:
        return api.call(operation, request=request, query=query)
    except api.Refusal as refusal:
        if query.cursor is None or refusal.problem.status != 400:
            raise
        return None
