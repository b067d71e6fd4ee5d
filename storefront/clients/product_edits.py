"""Edits of the latest version of a product: whatever somebody else changes meanwhile is kept."""

from collections.abc import Callable

from django.http import HttpRequest

from backend.contracts.problem import Problem
from backend.contracts.product.models import Product, ProductBody
from backend.contracts.product.operations import GET_PRODUCT, REPLACE_PRODUCT
from backend.contracts.product.queries import ProductPath, ReplaceQuery
from storefront.clients import api

_TRIES = 3


def edit_product(
    product_id: str,
    edit: Callable[[Product], ProductBody | None],
    *,
    request: HttpRequest | None = None,
    token: str | None = None,
) -> Product | None:
    """Replace the product by what `edit` makes of it, for the staff of `request` or of `token`.

    `edit` is asked again where somebody changed the product meanwhile. Return the product that it was asked about last;
    None where it left that as it is, which it says by None. Raises api.Refusal, also of the type `busy` where others
    keep changing it, and api.Unavailable.
    """
    path = ProductPath(product_id=product_id)
    for _ in range(_TRIES):
        product: Product = api.call(GET_PRODUCT, path=path, bypass_cache=True)
        body = edit(product)
        if body is None:
            return None
        query = ReplaceQuery(version=product.version)
        try:
            api.call(REPLACE_PRODUCT, request=request, token=token, path=path, query=query, body=body)
        except api.Refusal as refusal:
            if refusal.problem.type != "stale-version":
                raise
            continue
        return product
    raise api.Refusal(Problem(type="busy", title="Others keep changing this product", status=409))
