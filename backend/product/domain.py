"""The rules of the catalogue: validation of products, and what follows from one. No I/O."""

import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from backend.contracts.problem import FieldError, Refused
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import FREE_PRICE_MESSAGE, NewProduct, Product, ProductBody
from backend.contracts.shop import LANGUAGES
from backend.contracts.slug import slug
from backend.contracts.voucher.models import value_range

WHOLE_SHOP = "/"
"""The list, and the category row, that every product belongs to."""

UNLISTED = "-"
"""The list of what is not in the shop."""

LOCAL_TITLE = "title_"
"""What a category's attribute with its title in a further language begins with: `title_de`."""

MAX_PRODUCT_BYTES = 100 * 1024
"""Bytes of a product as JSON: kept once in its item (DynamoDB: 400 KB) and sent once as an event (EventBridge, SQS: 256
KB)."""

_MAX_PATH_LENGTH = 300  # as in contracts.words.CategoryPath


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
    """Return what each category that the product counts in is called: `title`, and `title_de` in a further language."""
    attributes = {path: {"title": title} for path, title in categories(product).items()}
    for each in product.translations:
        for names, title in zip(attributes.values(), each.category, strict=False):
            names[f"{LOCAL_TITLE}{each.language}"] = title
    return attributes


def check(body: ProductBody, currency: str) -> None:
    """Validate the product. Raise Refused 422 naming each wrong field."""
    errors = [*_basics(body, currency), *_translations(body), *_options(body), *_variants(body, currency)]
    if errors:
        raise Refused(422, "invalid", "The product is not right", errors=tuple(errors))


def check_prices(body: ProductBody, old: Product | None) -> None:
    """Raise Refused 422 for a new price of 0: most are slips, and the first buyer would pay nothing."""
    before = {variant.sku for variant in old.variants if not variant.price} if old else set()
    free = [index for index, variant in enumerate(body.variants) if not variant.price and variant.sku not in before]
    if free:
        errors = tuple(FieldError(field=f"variants[{index}].price", message=FREE_PRICE_MESSAGE) for index in free)
        raise Refused(422, "free", "Something would cost nothing", errors=errors)


def _check_kind(body: ProductBody, old: Product) -> None:
    """Raise Refused 422 for another kind: whoever has it in a basket would get something else."""
    if body.kind is not old.kind:
        error = FieldError(field="kind", message=f"It stays {old.kind}: make another product of the other kind")
        raise Refused(422, "invalid", "The product is not right", errors=(error,))


def _basics(body: ProductBody, currency: str) -> Iterable[FieldError]:
    if body.currency != currency:
        yield FieldError(field="currency", message=f"The shop sells in {currency}")
    for index, title in enumerate(body.category):
        if not slug(title):
            yield FieldError(field=f"category[{index}]", message="Needs a letter or a digit")
    if len(category_path(body.category)) > _MAX_PATH_LENGTH:
        yield FieldError(field="category", message=f"At most {_MAX_PATH_LENGTH} characters as a path")
    if (size := len(msgspec.json.encode(body))) > MAX_PRODUCT_BYTES:
        yield FieldError(field="", message=f"The product has {size} bytes; at most {MAX_PRODUCT_BYTES}")


def _translations(body: ProductBody) -> Iterable[FieldError]:
    for index in _find_duplicates(each.language for each in body.translations):
        yield FieldError(field=f"translations[{index}].language", message="There are texts in this language already")
    for index, each in enumerate(body.translations):
        if each.language == LANGUAGES[0]:
            yield FieldError(field=f"translations[{index}].language", message="The product's own texts are in it")
        if each.is_empty:
            yield FieldError(field=f"translations[{index}].title", message="Says nothing: leave the language out")
        if each.category and len(each.category) != len(body.category):
            message = f"Needs {len(body.category)}: one per level of the category"
            yield FieldError(field=f"translations[{index}].category", message=message)


def _options(body: ProductBody) -> Iterable[FieldError]:
    for index in _find_duplicates(option.name for option in body.options):
        yield FieldError(field=f"options[{index}].name", message="Another option has this name")
    for index, option in enumerate(body.options):
        for value in _find_duplicates(option.values):
            yield FieldError(field=f"options[{index}].values[{value}]", message="The option has this value already")


def _variants(body: ProductBody, currency: str) -> Iterable[FieldError]:
    for index in _find_duplicates(variant.sku for variant in body.variants):
        yield FieldError(field=f"variants[{index}].sku", message="Another variant has this SKU")
    for index in _find_duplicates("\n".join(variant.values) for variant in body.variants):
        yield FieldError(field=f"variants[{index}].values", message="Another variant has these values")
    for index, variant in enumerate(body.variants):
        if len(variant.values) != len(body.options):
            yield FieldError(
                field=f"variants[{index}].values", message=f"Needs {len(body.options)}: one value per option"
            )
        elif unknown := [
            position for position, option in enumerate(body.options) if variant.values[position] not in option.values
        ]:
            yield FieldError(field=f"variants[{index}].values[{unknown[0]}]", message="Not among the option's values")
        if variant.compare_at is not None and variant.compare_at <= variant.price:
            yield FieldError(field=f"variants[{index}].compare_at", message="Must be above the price")
    if body.kind is ProductKind.VOUCHER:
        yield from _vouchers(body, currency)


def _vouchers(body: ProductBody, currency: str) -> Iterable[FieldError]:
    """Yield what keeps a variant from being a gift voucher, which is worth what it costs."""
    least, most = value_range(currency)
    for index, variant in enumerate(body.variants):
        if not least <= variant.price <= most:
            message = f"A gift voucher costs from {least} to {most} minor units"
            yield FieldError(field=f"variants[{index}].price", message=message)
        if variant.compare_at is not None:
            yield FieldError(field=f"variants[{index}].compare_at", message="A gift voucher is never reduced")
        if variant.content is not None:
            yield FieldError(field=f"variants[{index}].content", message="A gift voucher has no content")


def _find_duplicates(texts: Iterable[str]) -> list[int]:
    """Return the indexes of texts equal to an earlier one, ignoring case, width and accent encoding."""
    visited: set[str] = set()
    twins = []
    for index, text in enumerate(texts):
        key = unicodedata.normalize("NFKC", text).casefold()
        if key in visited:
            twins.append(index)
        visited.add(key)
    return twins


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
