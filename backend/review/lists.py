"""Pages of reviews: a product's for the public, and those in one state for staff."""

from backend.contracts.review.models import (
    Review,
    ReviewPage,
    ReviewSort,
    ReviewsQuery,
    StaffReview,
    StaffReviewPage,
    StaffReviewsQuery,
)
from backend.review import domain, item, repository
from backend.shared.pagination import KeyNumber, KeyText, PageKeys, query_page, query_shards

_ORDERS: dict[ReviewSort, tuple[str, str, object]] = {
    ReviewSort.NEWEST: ("by_time", "at", KeyText),
    ReviewSort.HELPFUL: ("by_rank", "rank", KeyNumber),
}
"""By sort: the index, and its sort key's name and type."""


def list_shown(product_id: str, query: ReviewsQuery) -> ReviewPage:
    """Return a page of a product's published reviews by one Query. Raise Refused 400 for a bad cursor."""
    index, sort_key, kind = _ORDERS[query.sort]
    attribute, value = ("listed", product_id)
    if query.stars:
        index, attribute, value = f"stars_{index}", "listed_stars", item.stars_key(product_id, query.stars)
    items, after = query_page(
        query,
        PageKeys(
            varying={sort_key: kind, "pk": KeyText}, fixed={"sk": item.SK, attribute: value}, scope=(index, value)
        ),
        IndexName=index,
        KeyConditionExpression=f"{attribute} = :value",
        ExpressionAttributeValues={":value": {"S": value}},
        ScanIndexForward=False,
    )
    tally = repository.get_tally(product_id)
    return ReviewPage(
        rating=tally.rating,
        by_stars=tally.by_stars,
        items=tuple(domain.view(item.decode(each), Review) for each in items),
        next=after,
    )


def list_for_staff(query: StaffReviewsQuery) -> StaffReviewPage:
    """Return a page of the reviews in one state, oldest first. Raise Refused 400 for a bad cursor."""
    keys = PageKeys(varying={"at": KeyText, "pk": KeyText}, fixed={"sk": item.SK}, scope=(query.state,))
    items, after = query_shards(query, keys, "in_state", query.state, ("at", "pk"), "by_state")
    return StaffReviewPage(items=tuple(domain.view(item.decode(each), StaffReview) for each in items), next=after)
