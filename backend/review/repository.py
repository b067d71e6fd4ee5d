"""Reads and writes of reviews. A change, and what it does to the product's tally, are one transaction.

A tally changes only when staff publish or refuse, when a writer changes or withdraws what is published, and when an
account is closed. Each is somebody's click, so the key of a popular product stays far below what one key takes.
"""

from collections.abc import Callable, Iterator

from backend.contracts.problem import Refused
from backend.contracts.review.models import ReviewState
from backend.review import domain, item
from backend.review.domain import StoredReview, Tally
from backend.shared import clock, dynamodb
from backend.shared.aws import client
from backend.shared.pagination import query_all

TRIES = 10
Change = Callable[[StoredReview | None], StoredReview | None]
Part = dynamodb.TransactionItem


def load(review_id: str) -> tuple[StoredReview | None, int]:
    """Return the review by a consistent read, or None, and how often it was written."""
    stored_item = read(item.key(review_id))
    return (item.decode(stored_item), int(stored_item["writes"]["N"])) if stored_item else (None, 0)


def require(review: StoredReview | None) -> StoredReview:
    """Return the review, or raise Refused 404 if it is None."""
    if review is None:
        raise Refused(404, "no-review", "There is no such review")
    return review


def list_own(owner: str) -> list[StoredReview]:
    """Return everything that the owner wrote, the newest first."""
    entries = query_all(
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": item.owner_key(owner, "")["pk"]},
        ConsistentRead=True,
    )
    items = dynamodb.batch_get([item.key(entry["sk"]["S"]) for entry in entries], ConsistentRead=True)
    return sorted(map(item.decode, items), key=lambda review: review.at, reverse=True)


def get_tally(product_id: str) -> Tally:
    """Return how the published reviews of a product are spread over the stars."""
    return item.decode_tally(read(item.rating_key(product_id)))


def change(review_id: str, change: Change) -> StoredReview | None:
    """Write what `change` makes of the review, with the tally, and return it; retry if either changed meanwhile.

    `change` gets None where there is no review. It returns None to have it deleted, and what it got to leave it.
    Raises Refused 409 after the last try.
    """
    for _ in range(TRIES):
        before, writes = load(review_id)
        after = change(before)
        if after is before or dynamodb.transact_if(list(parts(before, after, writes))):
            return after
    raise busy()


def busy() -> Refused:
    """Return the 409 reply to a change that kept losing to concurrent writes."""
    return Refused(409, "busy", "The review is being changed elsewhere", "Please try again in a moment.")


def parts(before: StoredReview | None, after: StoredReview | None, writes: int) -> Iterator[Part]:
    """Yield the parts of the transaction that changes a review; it fails if it was written meanwhile."""
    review = after or before
    if review is None:
        return
    yield _put(before, after, writes) if after else _delete(review, writes)
    if not after:
        entry = item.owner_key(review.owner, review.id)
        yield {"Delete": {"TableName": dynamodb.table_name(), "Key": entry}}
    elif not before or before.state is ReviewState.UNVERIFIED:
        yield {"Put": {"TableName": dynamodb.table_name(), "Item": item.encode_entry(after)}}
    if event := domain.pictures_event(before, after):
        yield {"Put": {"TableName": dynamodb.table_name(), "Item": item.encode_pictures(event)}}
    yield from _tally_parts(review.product_id, before, after)


def _put(before: StoredReview | None, after: StoredReview, writes: int) -> Part:
    """Return the write of a review, with its event; it fails if the review was written meanwhile."""
    put: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": item.encode(after, writes + 1, domain.event_of(before, after, clock.now())),
        "ConditionExpression": "writes = :writes" if before else "attribute_not_exists(pk)",
    }
    if before:
        put["ExpressionAttributeValues"] = {":writes": {"N": str(writes)}}
    return {"Put": put}


def _delete(review: StoredReview, writes: int) -> Part:
    """Return the deletion of a review; it fails if the review was written meanwhile."""
    return {
        "Delete": {
            "TableName": dynamodb.table_name(),
            "Key": item.key(review.id),
            "ConditionExpression": "writes = :writes",
            "ExpressionAttributeValues": {":writes": {"N": str(writes)}},
        }
    }


def _tally_parts(product_id: str, before: StoredReview | None, after: StoredReview | None) -> Iterator[Part]:
    """Yield the write of the product's tally, if it changes; it fails if the tally has changed meanwhile."""
    if domain.recount(Tally(), before, after) is None:
        return
    tally = get_tally(product_id)
    counted = domain.recount(tally, before, after) or tally
    yield {
        "Put": {
            "TableName": dynamodb.table_name(),
            "Item": item.encode_tally(product_id, counted),
            "ConditionExpression": "attribute_not_exists(version) OR version = :version",
            "ExpressionAttributeValues": {":version": {"N": str(tally.version)}},
        }
    }


def read(key: dynamodb.Item) -> dynamodb.Item | None:
    """Return the item by a consistent read, or None."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=True)
    return reply.get("Item")
