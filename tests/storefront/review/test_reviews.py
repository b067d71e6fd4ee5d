"""Writing, reading and reporting reviews in the shop. What goes wrong comes first."""

from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.order.states import State
from backend.contracts.review.models import ReviewBody, ReviewState
from backend.review import domain
from storefront.review.forms import shown_name
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service

PRODUCT = "slow-tide"
RIGHT = {"stars": "4", "title": "On my wall", "text": "Lovely.\r\n\r\nTruly.", "name": "Ada L."}


@pytest.fixture(autouse=True)
def _product(service: Service) -> None:
    service.products = [product(PRODUCT)]


@pytest.fixture
def order_id(service: Service) -> str:
    """A delivered order of one product."""
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    return order_id


def _address(order_id: str) -> str:
    return f"/orders/{order_id}/review/{PRODUCT}/"


def _publish_review(service: Service, number: int, stars: int, **words: Any) -> str:
    """The id of somebody's published review."""
    body = ReviewBody(order_id=f"{number:028x}", stars=stars, **{"name": f"Reader {number}"} | words)
    review = domain.write(None, f"shopper#{number}", PRODUCT, body, f"2026-11-{number % 28 + 1:02}T08:00:00.000Z")
    service.reviews[review.id] = replace(review, state=ReviewState.PUBLISHED, variant="A4 · Unframed")
    return review.id


def test_what_has_not_arrived_is_not_reviewed(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    assert "You can review it once it has arrived." in text(shopper.post(_address(order_id), RIGHT, follow=True))
    assert not service.reviews


def test_a_product_that_is_not_in_the_order_is_not_there(shopper: Client, order_id: str) -> None:
    assert shopper.get(f"/orders/{order_id}/review/agate/").status_code == 404


def test_without_a_sign_in_or_the_key_one_is_sent_to_sign_in(client: Client, order_id: str) -> None:
    reply = client.get(_address(order_id))
    assert (reply.status_code, "sign-in" in reply.headers["Location"]) == (302, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stars": ""}, "Choose one to five stars."),
        ({"stars": "6"}, "Choose one to five stars."),
        ({"stars": "4.5"}, "Choose one to five stars."),
        ({"name": " "}, "Type a name, or an initial."),
        ({"text": "x" * 2_001}, "Please say it in 2,000 characters."),
        ({"title": "a\x00b"}, ""),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_what_was_typed_stays(
    shopper: Client, service: Service, order_id: str, change: dict[str, str], words: str
) -> None:
    reply = shopper.post(_address(order_id), RIGHT | change)
    assert reply.status_code == 422
    assert words in text(reply)
    assert ("Lovely." in reply.content.decode()) == ("text" not in change)
    assert not service.reviews


def test_a_review_that_cannot_be_sent_stays_in_the_form(shopper: Client, service: Service, order_id: str) -> None:
    service.down = {"put_review"}
    reply = shopper.post(_address(order_id), RIGHT)
    assert (reply.status_code, "What you typed is still here" in text(reply)) == (503, True)
    assert "Lovely." in reply.content.decode()


def test_the_order_page_leads_to_the_form_once_it_has_arrived(shopper: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED[:-1])
    assert _address(order_id) not in shopper.get(f"/orders/{order_id}/").content.decode()
    service.advance(order_id, State.DELIVERED)
    assert _address(order_id) in shopper.get(f"/orders/{order_id}/").content.decode()


def test_a_shopper_writes_a_review_and_sees_that_it_waits(shopper: Client, service: Service, order_id: str) -> None:
    assert 'value="Ada L."' in shopper.get(_address(order_id)).content.decode()
    assert "We read it" in text(shopper.post(_address(order_id), RIGHT, follow=True))
    (review,) = service.reviews.values()
    assert (review.owner, review.stars, review.text, review.order_id) == (MINE, 4, "Lovely.\n\nTruly.", order_id)
    assert "Your review waits to be read." in text(shopper.get(_address(order_id)))


def test_a_refused_review_shows_the_reason_and_can_be_changed_or_withdrawn(
    shopper: Client, service: Service, order_id: str
) -> None:
    shopper.post(_address(order_id), RIGHT)
    (review,) = service.reviews.values()
    service.reviews[review.id] = replace(review, state=ReviewState.REFUSED, reason="It names a person.")
    assert "It names a person." in text(shopper.get(_address(order_id)))
    shopper.post(_address(order_id), RIGHT | {"text": "Better."})
    assert service.reviews[review.id].state is ReviewState.WAITING
    assert "Your review is withdrawn." in text(shopper.post(_address(order_id), {"withdraw": "1"}, follow=True))
    assert not service.reviews


@pytest.mark.parametrize(("name", "shown"), [("Ada King Lovelace", "Ada L."), ("Ada", "Ada"), ("王 小明", "王 小.")])
def test_a_review_is_signed_with_first_name_and_initial_unless_its_writer_says_otherwise(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_nothing_of_a_review_becomes_html(client: Client, service: Service) -> None:
    _publish_review(service, 1, 5, title="<b>bold</b>", text="<script>alert(1)</script>", name="<i>Ada</i>")
    page = client.get(f"/product/{PRODUCT}/reviews/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "&lt;i&gt;Ada&lt;/i&gt;" in page


def test_without_reviews_a_product_has_no_stars_anywhere(client: Client, service: Service) -> None:
    for address in (f"/product/{PRODUCT}/", f"/product/{PRODUCT}/reviews/"):
        page = client.get(address).content.decode()
        assert "stars" not in page
        assert "aggregateRating" not in page


def test_a_silent_review_service_leaves_its_block_out(client: Client, service: Service) -> None:
    _publish_review(service, 1, 5)
    service.down = {"review"}
    reply = client.get(f"/product/{PRODUCT}/")
    assert (reply.status_code, "stars" in reply.content.decode()) == (200, False)


def test_the_product_page_shows_average_number_and_the_newest_and_tells_machines(
    client: Client, service: Service
) -> None:
    _publish_review(service, 1, 5, title="On my wall", text="Lovely.")
    _publish_review(service, 2, 4)
    reply = client.get(f"/product/{PRODUCT}/")
    page = reply.content.decode()
    assert "Rated 4.5 of 5, 2 reviews" in text(reply)
    assert ("On my wall" in page, "A4 · Unframed" in page, "Reader 2" in page) == (True, True, True)
    assert '"aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.50", "reviewCount": 2' in page


def test_the_list_of_reviews_is_filtered_by_stars_and_paged(client: Client, service: Service) -> None:
    for number in range(12):
        _publish_review(service, number, 5 if number else 1)
    first = client.get(f"/product/{PRODUCT}/reviews/?stars=5").content.decode()
    assert first.count('<article class="stack" id="review-') == 10
    assert "stars=5&amp;after=10" in first
    second = client.get(f"/product/{PRODUCT}/reviews/?stars=5&after=10").content.decode()
    assert second.count('<article class="stack" id="review-') == 1


@pytest.mark.parametrize("query", ["?stars=9", "?stars=x", "?sort=best", "?stars=" + "1" * 5000])
def test_a_query_that_nobody_knows_lists_all(client: Client, service: Service, query: str) -> None:
    _publish_review(service, 1, 5)
    assert '<article class="stack" id="review-' in client.get(f"/product/{PRODUCT}/reviews/{query}").content.decode()


def test_a_page_for_visitors_without_cookies_may_be_shared(client: Client, service: Service) -> None:
    _publish_review(service, 1, 5)
    reply = client.get(f"/product/{PRODUCT}/reviews/")
    assert "s-maxage" in reply.headers["Cache-Control"]
    assert not reply.cookies


def test_a_visitor_votes_once_and_takes_it_back(client: Client, service: Service) -> None:
    review_id = _publish_review(service, 1, 5)
    form = {"product": PRODUCT}
    said = text(client.post(f"/reviews/{review_id}/vote/", form, follow=True))
    assert ("your vote is counted" in said, len(service.votes)) == (True, 1)
    assert 'aria-pressed="true"' in client.get(f"/product/{PRODUCT}/reviews/").content.decode()
    said = text(client.post(f"/reviews/{review_id}/vote/", form, follow=True))
    assert ("taken back" in said, len(service.votes)) == (True, 0)


def test_a_shopper_has_one_vote_on_all_devices(shopper: Client, service: Service) -> None:
    review_id = _publish_review(service, 1, 5)
    shopper.post(f"/reviews/{review_id}/vote/")
    session = shopper.session
    del session["reviews.voted"]
    session.save()
    shopper.post(f"/reviews/{review_id}/vote/")
    assert len(service.votes) == 1


def test_a_vote_for_what_is_gone_or_never_was_is_no_error(client: Client, service: Service) -> None:
    assert "not there any more" in text(client.post(f"/reviews/{'0' * 32}/vote/", follow=True))
    assert client.post("/reviews/nonsense/vote/").status_code == 404


def test_a_report_needs_a_reason_and_reaches_staff(client: Client, service: Service) -> None:
    review_id = _publish_review(service, 1, 5)
    address = f"/reviews/{review_id}/report/"
    assert client.get(f"{address}?product={PRODUCT}").status_code == 200
    assert "Tell us what is wrong." in text(client.post(address, {"reason": ""}))
    said = text(client.post(address, {"reason": "It is rude.", "product": PRODUCT}, follow=True))
    assert ("We look at that review." in said, service.reviews[review_id].reasons) == (True, ("It is rude.",))
