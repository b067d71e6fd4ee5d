"""Actions of a review's author, and effects of the order service's events."""

from backend.contracts.event import OrderEvent
from backend.contracts.order.events import AccountClosed, PurchaseVerified
from backend.contracts.review.identity import review_id
from backend.contracts.review.models import ReviewBody
from backend.review import domain, repository, visitors
from backend.review.domain import StoredReview
from backend.shared import clock, dynamodb


def put(owner: str, product_id: str, body: ReviewBody) -> StoredReview:
    """Store the owner's review of a product, new or changed; a repeated request changes nothing."""

    def write(old: StoredReview | None) -> StoredReview | None:
        return old if domain.is_duplicate(old, body) else domain.write(old, owner, product_id, body, clock.now())

    return repository.require(repository.change(review_id(owner, product_id), write))


def withdraw(owner: str, product_id: str) -> None:
    """Delete the owner's review of a product, if there is one, with its votes."""
    _delete(review_id(owner, product_id))


def verify(event: PurchaseVerified) -> None:
    """Pass a review on to staff: its product was delivered. One that was withdrawn meanwhile stays deleted."""
    repository.change(
        review_id(event.buyer, event.product_id),
        lambda review: (domain.verify(review, event) or review) if review else None,
    )


def erase(event: AccountClosed | OrderEvent) -> None:
    """Delete everything that the event's owner wrote."""
    for review in repository.list_own(event.owner):
        _delete(review.id)


def _delete(review_id: str) -> None:
    """Delete a review, if it is there, with the votes for it and the reports of it. Raise Refused 409 at the last try.

    Votes go first, each with its count: whatever stops in between, as many are counted as there are. A vote that comes
    meanwhile is another write of the review, and has the deletion begin again.
    """
    for _ in range(repository.TRIES):
        review, writes = repository.load(review_id)
        if review is None:
            return
        if not visitors.forget(review_id) and dynamodb.transact_if(list(repository.parts(review, None, writes))):
            return
    raise repository.busy()
