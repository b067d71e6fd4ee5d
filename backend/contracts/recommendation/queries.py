"""The queries of the recommendation service's operations."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.recommendation.models import MAX_SEEDS
from backend.contracts.types import RequestModel

_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
Slugs = Annotated[
    str,
    Meta(
        pattern=rf"^{_SLUG}(,{_SLUG}){{0,{MAX_SEEDS - 1}}}$(?!\n)",
        max_length=MAX_SEEDS * 101,
        description="ids of products, separated by commas",
    ),
]


class SeedQuery(RequestModel, frozen=True, kw_only=True):
    """What a visitor did lately with which products, the newest first. Nothing of it is stored."""

    basket: Slugs | None = None
    bought: Slugs | None = None
    wished: Slugs | None = None
    seen: Slugs | None = None
