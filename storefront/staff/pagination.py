"""Pages of lists that go on at a cursor of the address."""

from typing import Any

from django.http import HttpRequest

from backend.contracts.operation import Operation
from storefront.clients import api


def page_at(request: HttpRequest, operation: Operation, query: Any) -> Any:
    """Return the page of a list at `query`, whose cursor is None at the beginning; None for a cursor that is not ours.

    Raises api.Refusal for whatever else is refused.
    """
    try:
        return api.call(operation, request=request, query=query)
    except api.Refusal as refusal:
        if query.cursor is None or refusal.problem.status != 400:
            raise
        return None
