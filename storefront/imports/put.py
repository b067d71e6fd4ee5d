"""Products into the shop through the staff API: created, replaced where they differ, left alone where they do not."""

import enum

import msgspec

from backend.contracts.problem import Problem
from backend.contracts.product import (
    CREATE_PRODUCT,
    GET_PRODUCT,
    REPLACE_PRODUCT,
    NewProduct,
    Product,
    ProductBody,
    ProductPath,
    VersionQuery,
)
from storefront import api
from storefront.account.terminal import access_token

_TRIES = 3


class Outcome(enum.StrEnum):
    """What became of a product."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Change(msgspec.Struct, frozen=True):
    """What became of a product, or would; `fields` are those that differ from the shop's."""

    outcome: Outcome
    fields: tuple[str, ...] = ()


def put(product: NewProduct, *, dry: bool = False, token: str = "") -> Change:
    """Makes the shop's product this one, in one call that does it wholly or not at all. With `dry`, only tells what it would do.

    `token` is that of the staff; else the one who is signed in at this terminal.

    Raises api.Refusal with the reason, api.Unavailable.
    """
    for _ in range(_TRIES):
        present = _present(product.id)
        change = needed(product, present)
        if dry or change.outcome is Outcome.UNCHANGED:
            return change
        try:
            _send(product, present, token or access_token())
        except api.Refusal as refusal:
            if refusal.problem.type not in ("stale-version", "exists"):
                raise
            continue  # somebody else was at it: look again
        return change
    raise api.Refusal(Problem(type="busy", title="Others keep changing this product", status=409))


def reason(problem: Problem) -> str:
    """A refusal in one line: what is wrong, with which field."""
    fields = "; ".join(f"{error.field}: {error.message}" for error in problem.errors)
    return " – ".join(part for part in (problem.title, problem.detail, fields) if part)


def _present(id: str) -> Product | None:
    try:
        found: Product = api.call(GET_PRODUCT, path=ProductPath(product_id=id), now=True)
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None
    return found


def needed(product: NewProduct, present: Product | None) -> Change:
    """What makes the shop's product this one."""
    if present is None:
        return Change(Outcome.CREATED)
    fields = tuple(name for name in ProductBody.__struct_fields__ if getattr(product, name) != getattr(present, name))
    return Change(Outcome.CHANGED if fields else Outcome.UNCHANGED, fields)


def _body(product: NewProduct) -> ProductBody:
    """What staff send of a product, without its id and what the service adds."""
    return ProductBody(**{name: getattr(product, name) for name in ProductBody.__struct_fields__})


def _send(product: NewProduct, present: Product | None, token: str) -> None:
    if present is None:
        api.call(CREATE_PRODUCT, token=token, body=product)
        return
    path, query = ProductPath(product_id=product.id), VersionQuery(version=present.version)
    api.call(REPLACE_PRODUCT, token=token, path=path, query=query, body=_body(product))
