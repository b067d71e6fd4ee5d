"""The paths and queries of the product service's operations."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.product.models import ADDRESS_PAGE_SIZE, MAX_PAGE_SIZE, PAGE_SIZE, Sort
from backend.contracts.types import (
    MAX_SAFE_INTEGER,
    CategoryPath,
    Cursor,
    Model,
    RequestModel,
    Slug,
    Version,
)


class UnlistedQuery(RequestModel, frozen=True, kw_only=True):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE


class DraftQuery(RequestModel, frozen=True, kw_only=True):
    """The version the caller has seen; 0 for a product that is new."""

    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)]


class AddressQuery(RequestModel, frozen=True, kw_only=True):
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=ADDRESS_PAGE_SIZE)] = ADDRESS_PAGE_SIZE


class ProductPath(Model, frozen=True, kw_only=True):
    product_id: Slug


class ListQuery(RequestModel, frozen=True, kw_only=True):
    """`category` None lists the whole shop."""

    category: CategoryPath | None = None
    sort: Sort = Sort.FEATURED
    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE


class RepublishQuery(RequestModel, frozen=True, kw_only=True):
    """The next page of products to publish again; `cursor` is the `next` of the page before."""

    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE


class VersionQuery(RequestModel, frozen=True, kw_only=True):
    """The version the caller has seen; another one in the store is a 409 that names it."""

    version: Version


class NewQuery(RequestModel, frozen=True, kw_only=True):
    """`free` confirms that what costs 0 shall be given away; without it a new price of 0 is refused at its field."""

    free: bool = False


class ReplaceQuery(VersionQuery, frozen=True, kw_only=True):
    """As `NewQuery`; what cost 0 before is not asked about again."""

    free: bool = False
