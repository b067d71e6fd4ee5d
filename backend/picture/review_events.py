"""What the review service's events do to pictures."""

from backend.contracts.review.events import ReviewPicturesChanged
from backend.picture import review_storage


def settle(event: ReviewPicturesChanged) -> None:
    """Keep, show and remove pictures as their review now has them.

    A removal is remembered before files go, and asked about after files were written: whichever of two events at the
    same time comes second deletes what is to go.
    """
    for picture_id in event.removed:
        review_storage.remove(event.review_id, picture_id)
    for picture_id in event.pictures:
        review_storage.keep(event.review_id, picture_id)
        if event.shown:
            review_storage.show(event.review_id, picture_id)
    for picture_id in review_storage.find_removed(event.review_id, event.pictures):
        review_storage.delete_files(event.review_id, picture_id)
