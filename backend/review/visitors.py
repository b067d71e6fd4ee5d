"""What visitors do with a review: vote that it is helpful, or report it to staff, once each."""

import hashlib

from backend.review import domain, item, repository
from backend.review.item import VOTE_RANK
from backend.review.repository import Part
from backend.shared import dynamodb
from backend.shared.pagination import partition_keys

_VOTE, _REPORT = "VOTE", "REPORT"


def vote(review_id: str, visitor: str) -> None:
    """Count the visitor's vote, unless it is already counted. Raise Refused 404 if the review is not public."""
    mark = _mark(_VOTE, review_id, visitor)
    if not dynamodb.transact_if([_put_if_new(mark), _count(review_id, 1)]):
        _require_shown(review_id)


def take_back(review_id: str, visitor: str) -> None:
    """Remove the visitor's vote, if there is one. Raise Refused 404 if the review is not public."""
    mark = _mark(_VOTE, review_id, visitor)
    if not dynamodb.transact_if([_delete(mark), _count(review_id, -1)]):
        _require_shown(review_id)


def report(review_id: str, visitor: str, reason: str) -> None:
    """Show the review to staff, unless the visitor reported it before. Raise Refused 404 if it is not shown."""
    mark = _mark(_REPORT, review_id, visitor)
    for _ in range(repository.TRIES):
        review, writes = _require_shown(review_id)
        reported = domain.report(review, reason)
        parts = [_put_if_new(mark), *repository.parts(review, reported, writes)]
        if dynamodb.transact_if(parts) or repository.read(mark):
            return
    raise repository.busy()


def forget(review_id: str) -> bool:
    """Delete all votes for a review, with their count, and all reports of it. Return whether there were votes."""
    keys = list(partition_keys(item.key(review_id)["pk"]["S"]))
    dynamodb.batch_delete(key for key in keys if key["sk"]["S"].startswith(_REPORT))
    votes = [key for key in keys if key["sk"]["S"].startswith(_VOTE)]
    for vote in votes:
        dynamodb.transact_if([_delete(vote), _count(review_id, -1, "attribute_exists(pk)")])
    return bool(votes)


def _require_shown(review_id: str) -> tuple[domain.StoredReview, int]:
    review, writes = repository.load(review_id)
    return repository.require(review if review and review.is_shown else None), writes


def _mark(kind: str, review_id: str, visitor: str) -> dynamodb.Item:
    """Return the key of a visitor's vote or report, which does not reveal the visitor's secret."""
    return item.key(review_id, f"{kind}#{hashlib.sha256(visitor.encode()).hexdigest()[:32]}")


def _put_if_new(mark: dynamodb.Item) -> Part:
    return {
        "Put": {"TableName": dynamodb.table_name(), "Item": mark, "ConditionExpression": "attribute_not_exists(pk)"}
    }


def _delete(mark: dynamodb.Item) -> Part:
    return {"Delete": {"TableName": dynamodb.table_name(), "Key": mark, "ConditionExpression": "attribute_exists(pk)"}}


def _count(review_id: str, change: int, condition: str = "attribute_exists(listed)") -> Part:
    """Return the part that changes the number of votes; it fails if the review is not shown, or by `condition`."""
    numbers = {":change": change, ":rank": change * VOTE_RANK, ":one": 1}
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": item.key(review_id),
            "UpdateExpression": "ADD helpful :change, #rank :rank, writes :one",
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {"#rank": "rank"},
            "ExpressionAttributeValues": dynamodb.to_item(numbers),
        }
    }
