"""The review service's part of a data export."""

from msgspec.structs import asdict

from backend.contracts.order.data_export import DataRequested
from backend.contracts.review.models import OwnReview
from backend.review import domain, repository
from backend.shared.export_parts import put_part


class GivenReview(OwnReview, frozen=True, kw_only=True):
    """A review as its writer sees it, with where in the shop its pictures are, for whoever may open the order."""

    picture_addresses: tuple[str, ...] = ()


def give(event: DataRequested) -> None:
    """Put the owner's reviews into the export, as their author sees them, once for the whole request."""
    own = repository.list_own(event.owner) if event.number == 1 else ()
    put_part(event, [_with_addresses(domain.view(review, OwnReview)) for review in own])


def _with_addresses(review: OwnReview) -> GivenReview:
    page = f"/orders/{review.order_id}/review/{review.product_id}/pictures"
    addresses = tuple(f"{page}/{picture.id}/?size=large" for picture in review.pictures)
    return GivenReview(**asdict(review), picture_addresses=addresses)
