"""The rules of the catalogue: what follows from a valid product. No I/O."""

from collections.abc import Iterable, Mapping

import msgspec

from backend.contracts.problem import FieldError, Refused
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.models import NewProduct, Product, ProductBody
from backend.contracts.slug import slug

WHOLE_SHOP = "/"
"""The list, and the category row, that every product belongs to."""

UNLISTED = "-"
"""The list of what is not in the shop."""

LOCAL_TITLE = "title_"
"""What a category's attribute with its title in a further language begins with: `title_de`."""


def category_path(titles: Iterable[str]) -> str:
    """Return the titles as slugs joined by slashes, from the root down."""
    return "/".join(slug(title) for title in titles)


def level(path: str, depth: int) -> str:
    """Return the ancestor of `path` at this depth, or `path` itself if it is not that deep."""
    return "/".join(path.split("/")[:depth])


def resolve_moves(moved_to: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    """Return, for each empty category, the non-empty one that its products moved to, following chains."""
    moves = {}
    for path in moved_to:
        to, visited = path, set[str]()
        while counts.get(to, 0) <= 0 and to in moved_to and to not in visited:
            visited.add(to)
            to = moved_to[to]
        if to != path and counts.get(to, 0) > 0:
            moves[path] = to
    return moves


def categories(product: Product) -> dict[str, str]:
    """Return path and title of each category that the product counts in, from the root down."""
    slugs = product.category_path.split("/")
    return {"/".join(slugs[: depth + 1]): title for depth, title in enumerate(product.category)}


def category_attributes(product: Product) -> dict[str, dict[str, str]]:
    """Return the names of each category that the product counts in: `title`, and `title_de` in a further language."""
    attributes = {path: {"title": title} for path, title in categories(product).items()}
    for each in product.translations:
        for names, title in zip(attributes.values(), each.category, strict=False):
            names[f"{LOCAL_TITLE}{each.language}"] = title
    return attributes


def _check_kind(body: ProductBody, old: Product) -> None:
    """Raise Refused 422 for another kind: a basket that already has the product would get something else."""
    if body.kind is not old.kind:
        error = FieldError(field="kind", message=f"It stays {old.kind}: make another product of the other kind")
        raise Refused(422, "invalid", "The product is not right", errors=(error,))


def new_product(body: NewProduct, version: int, now: str) -> Product:
    """Return the new product. A withdrawn one continues with the version after its withdrawal."""
    return _product(body, category_path(body.category), version, created_at=now, changed_at=now)


def revise(old: Product, body: ProductBody, now: str) -> Product:
    """Return the product with new content, or the same object if nothing differs.

    A category path is kept while the titles stay the same: an earlier rule may have made it. Raises Refused 422 for
    another kind.
    """
    _check_kind(body, old)
    path = old.category_path if body.category == old.category else category_path(body.category)
    new = _product(
        msgspec.convert({**msgspec.structs.asdict(body), "id": old.id}, NewProduct),
        path,
        old.version + 1,
        old.created_at,
        now,
    )
    return old if _content(new) == _content(old) else new


def _product(body: NewProduct, path: str, version: int, created_at: str, changed_at: str) -> Product:
    return Product(
        **msgspec.structs.asdict(body),
        category_path=path,
        version=version,
        created_at=created_at,
        changed_at=changed_at,
    )


def has_same_content(product: Product, body: NewProduct) -> bool:
    """Return whether the product's content equals the body."""
    return _content(product) == body


def _content(product: Product) -> NewProduct:
    return NewProduct(**{field: getattr(product, field) for field in NewProduct.__struct_fields__})


def skus(product: Product | None) -> tuple[str, ...]:
    """Return the product's SKUs in the order of its variants; empty for None."""
    return tuple(variant.sku for variant in product.variants) if product else ()


def withdrawn_event(product: Product) -> ProductWithdrawn:
    """Return the event of the product's deletion, which takes a version of its own."""
    return ProductWithdrawn(product_id=product.id, version=product.version + 1, skus=skus(product))
