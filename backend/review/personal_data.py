"""The review service's part of a data export."""

from backend.contracts.order.data_export import DataRequested
from backend.contracts.review.models import OwnReview
from backend.review import domain, repository
from backend.shared.export_parts import put_part


def give(event: DataRequested) -> None:
    """Put what the owner wrote into the export, as its writer sees it, once for the whole request."""
    own = repository.list_own(event.owner) if event.number == 1 else ()
    put_part(event, [domain.view(review, OwnReview) for review in own])
