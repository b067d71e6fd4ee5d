"""Paging by cursor, forwards and back."""

from django.http import QueryDict

from backend.contracts.product.models import Sort
from storefront.search.paging import MAX_CURSORS, PagePosition, parse_position


def read(query: str | None) -> PagePosition:
    assert query is not None
    return parse_position(QueryDict(query.removeprefix("?")))


def test_forwards_and_back_is_where_one_was() -> None:
    third = read(read(PagePosition(Sort.NEWEST).following("a")).following("b"))
    assert (third.number, third.cursor, third.sort) == (3, "b", Sort.NEWEST)
    assert read(third.preceding).cursor == "a"
    assert read(read(third.preceding).preceding) == PagePosition(Sort.NEWEST)


def test_the_first_page_has_none_before_it_and_the_last_none_after() -> None:
    assert PagePosition().preceding is None
    assert PagePosition().following(None) is None


def test_an_address_stays_short_and_then_leads_back_to_the_first_page_only() -> None:
    here = PagePosition()
    for number in range(30):
        here = read(here.following(f"cursor{number}"))
    assert here.number == 31
    assert len(here.trail) == MAX_CURSORS
    for _ in range(MAX_CURSORS - 1):
        here = read(here.preceding)
    assert here.number == 24
    assert here.preceding is None


def test_another_order_begins_at_its_first_page() -> None:
    assert read(PagePosition(Sort.NEWEST, 3, ("a", "b")).sorted_by(Sort.PRICE_UP)) == PagePosition(Sort.PRICE_UP)


def test_a_page_number_without_a_cursor_is_the_first_page() -> None:
    assert read("?page=7").number == 1
