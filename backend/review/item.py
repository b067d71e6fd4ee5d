"""Reviews, and what was counted of them, as DynamoDB items.

| pk            | sk             | else                                                                  |
| REVIEW#<id>   | REVIEW         | review (compressed), writes, helpful, keys of the indexes, event      |
| REVIEW#<id>   | VOTE#<visitor> | one for each visitor who called it helpful; `<visitor>` is a digest   |
| REVIEW#<id>   | REPORT#<visitor> | one for each visitor who reported it                                |
| OWNER#<owner> | <review id>    | one for each review that somebody wrote                               |
| REVIEW#<id>   | PICTURES       | the last event about its pictures; expires                            |
| PRODUCT#<id>  | RATING         | by_stars, version, event                                              |

`writes` grows with every write of a review, votes included, and is what changes are conditional on. Staff read a shown
or waiting review in the index `by_state` (pk `in_state`, sharded). Everybody reads those that are shown in `by_time`
and `by_rank` (pk `listed`), and those of so many stars in `stars_by_time` and `stars_by_rank` (pk `listed_stars`).
A `rank` is the number of votes, then the time.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from backend.contracts.event import Event
from backend.contracts.review.events import ReviewPicturesChanged
from backend.contracts.review.models import ReviewState
from backend.review.domain import StoredReview, Tally, rating_event
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.shards import shard_key

SK = "REVIEW"
VOTE_RANK = 10**10
"""What a vote adds to a rank: more than any time in seconds."""
UNVERIFIED_DAYS = 30
"""How long a review is kept that the order service does not confirm: longer than a dead letter may wait."""


def key(review_id: str, sk: str = SK) -> dynamodb.Item:
    """Return the primary key of a review, or of a vote or report beside it."""
    return {"pk": {"S": f"REVIEW#{review_id}"}, "sk": {"S": sk}}


def owner_key(owner: str, review_id: str) -> dynamodb.Item:
    """Return the primary key of the entry that an owner wrote this review."""
    return {"pk": {"S": f"OWNER#{owner}"}, "sk": {"S": review_id}}


def rating_key(product_id: str) -> dynamodb.Item:
    """Return the primary key of a product's tally."""
    return {"pk": {"S": f"PRODUCT#{product_id}"}, "sk": {"S": "RATING"}}


def stars_key(product_id: str, stars: int) -> str:
    """Return the key under which the indexes list a product's reviews of so many stars."""
    return f"{product_id}#{stars}"


def encode(review: StoredReview, writes: int, event: Event | None) -> dynamodb.Item:
    """Return the item of a review, with the event that its write publishes."""
    values: dict[str, object] = {
        "review": compression.compress(replace(review, helpful=0)),
        "writes": writes,
        "helpful": review.helpful,
        "at": review.at,
        "in_state": None if review.state is ReviewState.UNVERIFIED else shard_key(review.state, review.id),
        "event": outbox.encode_event(event).decode() if event else None,
        "expires": _expires(review),
    }
    if review.is_shown:
        values |= {
            "listed": review.product_id,
            "listed_stars": stars_key(review.product_id, review.stars),
            "rank": review.helpful * VOTE_RANK + int(datetime.fromisoformat(review.at).timestamp()),
        }
    return key(review.id) | dynamodb.to_item(values)


def encode_entry(review: StoredReview) -> dynamodb.Item:
    """Return the item that says who wrote a review. It goes when the review does."""
    return owner_key(review.owner, review.id) | dynamodb.to_item({"expires": _expires(review)})


def _expires(review: StoredReview) -> int | None:
    """Return when a review goes by itself, in seconds; None for one that the order service has confirmed."""
    is_verified = review.state is not ReviewState.UNVERIFIED
    return None if is_verified else clock.epoch() + UNVERIFIED_DAYS * 86_400


def decode(item: dynamodb.Item) -> StoredReview:
    """Return the review in an item."""
    return replace(compression.decode(item["review"]["B"], StoredReview), helpful=int(item["helpful"]["N"]))


def encode_pictures(event: ReviewPicturesChanged) -> dynamodb.Item:
    """Return the item that publishes what becomes of a review's pictures. It outlives the review until that is told."""
    values = {"event": outbox.encode_event(event).decode(), "expires": clock.epoch() + UNVERIFIED_DAYS * 86_400}
    return key(event.review_id, "PICTURES") | dynamodb.to_item(values)


def encode_tally(product_id: str, tally: Tally) -> dynamodb.Item:
    """Return the item of a product's tally, with RatingChanged."""
    event = outbox.encode_event(rating_event(product_id, tally)).decode()
    values = {"by_stars": list(tally.by_stars), "version": tally.version, "event": event}
    return rating_key(product_id) | dynamodb.to_item(values)


def decode_tally(item: dynamodb.Item | None) -> Tally:
    """Return the tally in an item; without one, that of a product nobody has reviewed."""
    if not item:
        return Tally()
    return msgspec.convert({name: dynamodb.from_item(item)[name] for name in ("by_stars", "version")}, Tally)
