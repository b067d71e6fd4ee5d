"""Writes products to the shop through the staff API: new ones are created, different ones replaced, equal ones left
alone."""

import enum
import re
from collections.abc import Callable, Collection

import msgspec
from msgspec.structs import replace

from backend.contracts.problem import FieldError, Problem
from backend.contracts.product.body import body_of
from backend.contracts.product.local_options import move_alts
from backend.contracts.product.models import NewProduct, Product, ProductBody, Variant
from backend.contracts.product.operations import CHECK_PRODUCT, CREATE_PRODUCT, GET_PRODUCT, REPLACE_PRODUCT
from backend.contracts.product.queries import NewQuery, ProductPath, ReplaceQuery
from storefront.account.cli_login import access_token
from storefront.clients import api
from storefront.imports import languages
from storefront.imports.image_urls import is_external, keep_fetched
from storefront.imports.tax_classes import ANY, TaxClasses

_TRIES = 3


class Outcome(enum.StrEnum):
    """What happened to a product."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Change(msgspec.Struct, frozen=True):
    """What happened to a product, or would; `fields` are those that differ from the shop's.

    `id` is its id in the shop, and `skus` are those that the shop has under another name. `external_pictures` are the
    addresses of pictures at other hosts.
    """

    outcome: Outcome
    fields: tuple[str, ...] = ()
    id: str = ""
    skus: dict[str, str] = {}
    external_pictures: tuple[str, ...] = ()


Freed = Callable[[str, str], bool]
"""Tells of a SKU and the product that has it whether that product gives it up before this one is put into the shop."""


def upsert(product: NewProduct, *, former: str = "", dry: bool = False, token: str = "",
        freed: Freed = lambda sku, holder: False, free: bool = False,
        local_columns: Collection[tuple[str, str]] = (), tells_contents: bool = False,
        tax_classes: TaxClasses = ANY) -> Change:  # fmt: skip
    """Make the shop's product equal to this one, in one call that does all of it or nothing.

    With `dry` the service is only asked, and refuses for the same reasons. `freed` tells which SKUs other products of
    the same run will have given up by then. A product that the shop has under the id `former` keeps that id. `token` is
    that of the staff; by default of the person signed in at this terminal. With `free` a new price of 0 is accepted.
    The shop's texts in further languages are kept unless `local_columns` names language and field, contents of variants
    unless the file `tells_contents`, and its tax class if that is one of the `tax_classes` that the file allows.

    Raises api.Refusal with the reason, api.Unavailable.
    """
    for _ in range(_TRIES):
        known_product, present = _find_known(product, former)
        if present:
            known_product = _keep_unmentioned(known_product, present, local_columns, tells_contents, tax_classes)
        change = _describe_change(product, known_product, present)
        if change.outcome is Outcome.UNCHANGED:
            return change
        try:
            if dry:
                _check(known_product, token or access_token(), freed, free)
            else:
                _send(known_product, present, token or access_token(), free)
        except api.Refusal as refusal:
            if refusal.problem.type not in ("stale-version", "exists"):
                raise
            continue  # somebody else changed it meanwhile: look again
        return change
    raise api.Refusal(Problem(type="busy", title="Others keep changing this product", status=409))


def _find_known(product: NewProduct, former: str) -> tuple[NewProduct, Product | None]:
    """Return the product under the id that the shop has for it, and the shop's own.

    Under a former id it is the same one if they share a SKU or the title; SKUs that were made from the former id are
    kept.
    """
    if (present := find_product(product.id)) or not former:
        return product, present
    older = find_product(former)
    if older is None or not (
        older.title == product.title or {each.sku for each in older.variants} & {each.sku for each in product.variants}
    ):
        return product, None
    made = {each.values: each.sku for each in older.variants if each.sku.startswith(former.upper())}
    variants = tuple(
        replace(each, sku=made[each.values])
        if each.values in made and each.sku.startswith(product.id.upper())
        else each
        for each in product.variants
    )
    return replace(product, id=former, variants=variants), older


def _keep_unmentioned(
    product: NewProduct,
    present: Product,
    local_columns: Collection[tuple[str, str]],
    tells_contents: bool,
    tax_classes: TaxClasses,
) -> NewProduct:
    """Return the product with what the shop has and the file does not mention; a product never changes its kind."""
    pictures = keep_fetched(product.pictures, present.pictures)
    moves = {ours.src: theirs.src for ours, theirs in zip(product.pictures, pictures, strict=True)}
    return replace(
        product,
        kind=present.kind,
        translations=languages.merge(
            move_alts(product.translations, moves),
            present.translations,
            local_columns,
            product.category == present.category,
            product.options,
            pictures,
        ),
        variants=product.variants if tells_contents else _keep_contents(product, present),
        tax_class=present.tax_class if present.tax_class in tax_classes else product.tax_class,
        pictures=pictures,
    )


def _describe_change(product: NewProduct, known_product: NewProduct, present: Product | None) -> Change:
    """Return what would change, with the SKUs that the shop has under another name, and pictures at other hosts."""
    skus = {
        ours.sku: theirs.sku
        for ours, theirs in zip(product.variants, known_product.variants, strict=True)
        if ours.sku != theirs.sku
    }
    external = tuple(each.src for each in known_product.pictures if is_external(each.src))
    return replace(changes_needed(known_product, present), skus=skus, external_pictures=external)


def _keep_contents(product: NewProduct, present: Product) -> tuple[Variant, ...]:
    """Return the variants, with the shop's contents where the file has none."""
    contents = {each.sku: each.content for each in present.variants}
    return tuple(replace(each, content=each.content or contents.get(each.sku)) for each in product.variants)


def _check(product: NewProduct, token: str, freed: Freed, free: bool) -> None:
    try:
        api.call(CHECK_PRODUCT, token=token, query=NewQuery(free=free), body=product)
    except api.Refusal as refusal:
        problem = refusal.problem
        if problem.type != "sku-taken":
            raise
        remaining_errors = tuple(error for error in problem.errors if not freed(_sku(product, error), error.holder))
        if remaining_errors:
            raise api.Refusal(replace(problem, errors=remaining_errors)) from None


def _sku(product: NewProduct, error: FieldError) -> str:
    """Return the SKU that a refusal is about: its field is `variants[3].sku`."""
    match = re.search(r"\[(\d+)\]", error.field)
    index = int(match[1]) if match else len(product.variants)
    return product.variants[index].sku if index < len(product.variants) else ""


def find_product(id: str) -> Product | None:
    """Return the product as the shop has it now, None where there is none of this id."""
    try:
        product = api.call(GET_PRODUCT, path=ProductPath(product_id=id), bypass_cache=True)
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None
    return product


def changes_needed(product: NewProduct, present: Product | None) -> Change:
    """Return what would make the shop's product equal to this one."""
    if present is None:
        return Change(Outcome.CREATED, id=product.id)
    fields = tuple(name for name in ProductBody.__struct_fields__ if getattr(product, name) != getattr(present, name))
    return Change(Outcome.CHANGED if fields else Outcome.UNCHANGED, fields, product.id)


def _send(product: NewProduct, present: Product | None, token: str, free: bool) -> None:
    if present is None:
        api.call(CREATE_PRODUCT, token=token, query=NewQuery(free=free), body=product)
        return
    path, query = ProductPath(product_id=product.id), ReplaceQuery(version=present.version, free=free)
    api.call(REPLACE_PRODUCT, token=token, path=path, query=query, body=body_of(product))
