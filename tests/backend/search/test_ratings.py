"""Products by what shoppers said of them: the same rating however the news comes in, as a facet and as an order."""

import itertools

import msgspec
import pytest

from backend.contracts.review.events import RatingChanged
from backend.contracts.review.models import Rating
from backend.contracts.search.models import SearchSort, filters
from backend.search.document import Document
from tests.backend.search.news import hear, product_changed, search_index

pytestmark = pytest.mark.usefixtures("own_copies")


def rating_changed(product_id: str = "harbour", version: int = 1, count: int = 12, total: int = 54) -> RatingChanged:
    return RatingChanged(product_id=product_id, version=version, rating=Rating(count=count, sum=total))


def _ids(**query: object) -> list[str]:
    return [hit.id for hit in search_index(**query).items]


def test_a_product_without_reviews_has_no_rating() -> None:
    hear(product_changed())
    (hit,) = search_index().items
    assert hit.rating is None
    assert "rating" not in [facet.name for facet in search_index().facets]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_rating_counts_however_late_or_often_it_comes(order: tuple[int, ...]) -> None:
    news = (product_changed(), rating_changed(version=1, count=1, total=1), rating_changed(version=2))
    hear(*(news[place] for place in order), rating_changed(version=1, count=1, total=1))
    (hit,) = search_index().items
    assert hit.rating == Rating(count=12, sum=54)


def test_a_product_whose_last_review_went_has_no_rating_again() -> None:
    hear(product_changed(), rating_changed(), rating_changed(version=2, count=0, total=0))
    (hit,) = search_index().items
    assert hit.rating is None


def test_a_rating_of_what_is_not_in_the_shop_is_kept_for_the_day_it_comes() -> None:
    hear(rating_changed("reef"))
    assert search_index().total == 0
    hear(product_changed("reef", title="Reef"))
    assert search_index().items[0].rating == Rating(count=12, sum=54)


def test_one_review_of_five_stars_does_not_win_over_many_that_are_nearly_as_good() -> None:
    for name in ("many", "one", "bad", "none"):
        hear(product_changed(name, title=name))
    hear(
        rating_changed("many", count=40, total=184),
        rating_changed("one", count=1, total=5),
        rating_changed("bad", count=30, total=45),
    )
    assert _ids(sort=SearchSort.BEST_RATED) == ["many", "one", "bad", "none"]


def test_stars_narrow_a_list_down_and_are_counted() -> None:
    for name in ("good", "fair", "none"):
        hear(product_changed(name, title=name))
    hear(rating_changed("good"), rating_changed("fair", count=2, total=7))
    (facet,) = [facet for facet in search_index().facets if facet.name == "rating"]
    assert {(value.title, value.count) for value in facet.values} == {
        ("4 stars and more", 1),
        ("3 stars and more", 2),
    }
    assert _ids(filters=filters({"rating": ["4"]})) == ["good"]
    assert sorted(_ids(filters=filters({"rating": ["3"]}))) == ["fair", "good"]


def test_a_document_from_before_there_were_ratings_is_read_as_one_without() -> None:
    old = b'{"type":"document","card":{"id":"a","title":"A","currency":"EUR","price":1},"category":"prints",'
    old += b'"titles":["Prints"],"created_at":"2026-01-01T00:00:00.000Z"}'
    assert msgspec.json.decode(old, type=Document).rating is None


def test_a_box_of_stars_chooses_what_it_counts_and_stays_chosen() -> None:
    hear(product_changed("good", title="good"), product_changed("none", title="none"), rating_changed("good"))
    (facet,) = [facet for facet in search_index().facets if facet.name == "rating"]
    for value in facet.values:
        chosen = search_index(filters=filters({"rating": [value.value]}))
        assert [hit.id for hit in chosen.items] == ["good"]
        (again,) = [each for each in chosen.facets if each.name == "rating"]
        assert [each.value for each in again.values if each.selected] == [value.value]
    assert {value.value: value.title for value in facet.values} == {"3": "3 stars and more", "4": "4 stars and more"}
