"""Reviews of the review service's tests, written by the service itself."""

from typing import Any

from backend.contracts.order.events import PurchaseVerified
from backend.contracts.review.identity import review_id
from backend.contracts.review.models import DecideReview, OwnReview, ReviewBody
from backend.review import domain, item, repository, writing
from backend.review.domain import StoredReview
from backend.shared import clock
from backend.shared.aws import client

PRODUCT, ORDER_ID = "harbour", f"{1:028x}"
AT = "2026-11-03T10:20:00.000Z"
BODY: dict[str, Any] = {"order_id": ORDER_ID, "stars": 4, "name": "Ada L.", "title": "On my wall", "text": "Lovely."}


def owner(number: int = 1) -> str:
    return f"shopper#{number}"


def write(number: int = 1, product: str = PRODUCT, **changes: Any) -> StoredReview:
    """A review that the order service has not confirmed yet."""
    return writing.put(owner(number), product, ReviewBody(**BODY | changes))


def purchase_verified(number: int = 1, product: str = PRODUCT) -> PurchaseVerified:
    """What the order service answers about a review of this shopper."""
    return PurchaseVerified(
        order_id=ORDER_ID,
        owner=owner(number),
        at=AT,
        buyer=owner(number),
        product_id=product,
        title="Harbour at dawn",
        variant="A3 · Oak",
    )


def waiting(number: int = 1, **changes: Any) -> StoredReview:
    """A review that waits for staff."""
    product = changes.pop("product", PRODUCT)
    write(number, product, **changes)
    writing.verify(purchase_verified(number, product))
    return read(number, product)


def decide(review: StoredReview, publish: bool, reason: str = "") -> StoredReview:
    body = DecideReview(publish=publish, reason=reason, version=review.version, by="Grace")
    decided = repository.change(
        review.id, lambda found: domain.decide(repository.require(found), body, "g", clock.now())
    )
    return repository.require(decided)


def published_review(number: int = 1, **changes: Any) -> StoredReview:
    """A review that everybody sees."""
    return decide(waiting(number, **changes), publish=True)


def read(number: int = 1, product: str = PRODUCT) -> StoredReview:
    return repository.require(repository.load(review_id(owner(number), product))[0])


def own(number: int = 1) -> list[OwnReview]:
    return [domain.view(review, OwnReview) for review in repository.list_own(owner(number))]


def count_published(product: str = PRODUCT) -> tuple[int, ...]:
    """Published reviews of a product by stars, counted one by one, and asserted to be what its tally says."""
    reviews = [item.decode(each) for each in client("dynamodb").scan(TableName="review")["Items"] if "review" in each]
    shown = [review.stars for review in reviews if review.is_shown and review.product_id == product]
    counts = tuple(shown.count(stars) for stars in range(1, 6))
    assert repository.get_tally(product).by_stars == counts
    return counts
