"""Pages of reviews: sorted, by stars, each by one Query, and without a word about who wrote them."""

import pytest

from backend.contracts.review import operations
from backend.contracts.review.models import ReviewState
from backend.review import handler
from tests.backend.events import http, said, token
from tests.backend.recorder import Calls
from tests.backend.review.reviews import PRODUCT, published_review, waiting

STARS = (5, 4, 5, 1, 4)


@pytest.fixture
def ids() -> list[str]:
    """The ids of published reviews, oldest first; the second one has two votes, the fourth has one."""
    found = [published_review(number, stars=stars).id for number, stars in enumerate(STARS)]
    for place, visitor in ((1, "1" * 32), (1, "2" * 32), (3, "1" * 32)):
        path = {"review_id": found[place], "visitor": visitor}
        handler.handler(http(operations.VOTE_FOR_REVIEW, path=path), None)
    return found


def _page(**query: str) -> dict[str, object]:
    return dict(said(handler.handler(http(operations.LIST_REVIEWS, path={"product_id": PRODUCT}, query=query), None)))


def _walk(**query: str) -> list[str]:
    found, cursor = [], None
    while True:
        page = _page(limit="2", **query, **({"cursor": cursor} if cursor else {}))
        found += [each["id"] for each in page["items"]]
        if not (cursor := page["next"]):
            return found


def test_a_product_without_reviews_has_none_and_no_stars() -> None:
    waiting()
    empty = {"rating": {"count": 0, "sum": 0}, "by_stars": [0, 0, 0, 0, 0], "items": [], "next": None}
    assert _page() == empty


def test_the_newest_come_first_and_pages_hold_each_once(ids: list[str]) -> None:
    assert _walk() == ids[::-1]


def test_the_most_helpful_come_first_and_then_the_newest(ids: list[str]) -> None:
    found = _walk(sort="helpful")
    assert (found[:2], sorted(found)) == ([ids[1], ids[3]], sorted(ids))


def test_only_those_of_so_many_stars_are_listed_and_the_counts_are_of_all(ids: list[str]) -> None:
    assert _walk(stars="4") == [ids[4], ids[1]]
    assert _walk(stars="4", sort="helpful") == [ids[1], ids[4]]
    assert (_page(stars="2")["items"], _page(stars="2")["by_stars"]) == ([], [1, 0, 0, 2, 2])


def test_a_page_is_one_query_and_one_read_of_the_tally(ids: list[str], calls: Calls) -> None:
    _page(limit="2")
    assert [name for _, name in calls.made] == ["Query", "GetItem"]


def test_nothing_that_everybody_reads_names_the_writer_or_the_order(ids: list[str]) -> None:
    page = str(_page(limit="2"))
    assert "shopper#" not in page
    assert "order_id" not in page


@pytest.mark.parametrize("query", [{"stars": "6"}, {"sort": "best"}, {"cursor": "nonsense"}, {"limit": "0"}])
def test_a_query_that_makes_no_sense_is_refused(query: dict[str, str]) -> None:
    reply = handler.handler(http(operations.LIST_REVIEWS, path={"product_id": PRODUCT}, query=query), None)
    assert reply["statusCode"] == 400


def test_a_cursor_of_another_list_is_refused(ids: list[str]) -> None:
    cursor = str(_page(limit="2")["next"])
    query = {"cursor": cursor, "stars": "4"}
    reply = handler.handler(http(operations.LIST_REVIEWS, path={"product_id": PRODUCT}, query=query), None)
    assert reply["statusCode"] == 400


def test_staff_read_what_waits_page_by_page_oldest_first() -> None:
    expected = [waiting(number).id for number in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        query = {"state": ReviewState.WAITING.value, "limit": "2"} | ({"cursor": cursor} if cursor else {})
        staff = token("grace", groups="[staff]")
        page = said(handler.handler(http(operations.LIST_STAFF_REVIEWS, claims=staff, query=query), None))
        found, cursor = found + [each["id"] for each in page["items"]], page["next"]
    assert found == expected
