"""What must hold of reviews once everything has come to rest: INV-22, INV-23 and INV-36."""

from collections import Counter

from backend.contracts.order.states import State
from backend.contracts.picture.review_models import review_files
from backend.contracts.review.models import ReviewState
from backend.order.item import decode as decode_order
from backend.review import item as items
from backend.review.domain import StoredReview
from tests.simulation.monitor import must
from tests.simulation.shop import Shop
from tests.simulation.store import Item


def check_reviews(shop: Shop, orders: dict[str, Item]) -> None:
    """Counts equal what was published, votes what was voted, and every review that is seen is of a delivered order."""
    rows = shop.cloud.store.tables.get("review", {})
    reviews = [items.decode(row) for (_, sk), row in rows.items() if sk == items.SK]
    shown = Counter((review.product_id, review.stars) for review in reviews if review.is_shown)
    counted: Counter[tuple[str, int]] = Counter()
    for (pk, sk), row in rows.items():
        if sk == "RATING":
            for stars, count in enumerate(items.decode_tally(row).by_stars, 1):
                counted[pk.removeprefix("PRODUCT#"), stars] += count
    must(+shown == +counted, f"INV-22: published {+shown}, counted {+counted}")
    for review in reviews:
        votes = sum(pk == f"REVIEW#{review.id}" and sk.startswith("VOTE#") for pk, sk in rows)
        must(review.helpful == votes, f"INV-22: {votes} votes for {review.id}, counted {review.helpful}")
        must((f"OWNER#{review.owner}", review.id) in rows, f"INV-22: nothing says who wrote {review.id}")
        if review.state is not ReviewState.UNVERIFIED:
            _check_purchase(review, orders)
    _check_pictures(shop, [review for review in reviews if review.state is not ReviewState.UNVERIFIED])


def _check_pictures(shop: Shop, reviews: list[StoredReview]) -> None:
    """Each picture that a review has is there, to be seen by those who may; none is there that no review has."""
    gone = {sk.partition("#")[2] for _, sk in shop.cloud.store.tables.get("picture", {}) if sk.startswith("REMOVED#")}
    waiting, public = set[str](), set[str]()
    for review in reviews:
        was_published = any(each.state is ReviewState.PUBLISHED for each in review.moderations)
        # one that was taken out in another window is gone, whatever an older form says
        names = {name for each in review.pictures if each.id not in gone for name in review_files(review.id, each.id)}
        waiting |= names
        public |= names if was_published else set()
        missing = names - _folder(shop, "pictures") if review.is_shown else set()
        must(not missing, f"INV-36: {missing} of a published review are not to be seen")
    must(not waiting - _folder(shop, "waiting"), "INV-36: a picture is missing that a review has")
    must(not _folder(shop, "waiting") - waiting, "INV-36: a picture stays that no review has")
    must(not _folder(shop, "pictures") - public, "INV-36: everybody sees a picture that staff have not published")


def _folder(shop: Shop, name: str) -> set[str]:
    keys = shop.cloud.objects.contents
    return {key.removeprefix(f"{name}/") for key in keys if key.startswith(f"{name}/reviews/")}


def _check_purchase(review: StoredReview, orders: dict[str, Item]) -> None:
    order, details = decode_order(orders[review.order_id])
    must(review.owner in (order.owner, order.shopper), f"INV-23: {review.owner} reviewed an order of {order.owner}")
    must(
        any(step.state is State.DELIVERED for step in order.steps),
        f"INV-23: {review.order_id} was reviewed and is {order.state}",
    )
    must(
        any(line.product_id == review.product_id for line in details.lines),
        f"INV-23: {review.product_id} is not in {review.order_id}",
    )
