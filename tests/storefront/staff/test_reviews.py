"""Reviews are published, refused and answered by staff. What goes wrong comes first."""

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.review.models import ReviewBody, ReviewState
from backend.review import domain
from backend.review.domain import StoredReview
from tests.storefront.reading import text
from tests.storefront.service import Service

LIST = "/staff/reviews/"


@pytest.fixture
def review(service: Service) -> StoredReview:
    """A review that waits for staff."""
    body = ReviewBody(order_id="1" * 28, stars=2, name="Ada L.", title="Too dark", text="<b>Darker</b> than shown.")
    written = domain.write(None, "shopper#1", "slow-tide", body, "2026-11-20T08:00:00.000Z")
    service.reviews[written.id] = replace(written, state=ReviewState.WAITING, product_title="Slow Tide")
    return service.reviews[written.id]


def _send(worker: Client, review: StoredReview, **form: str) -> str:
    form = {"version": str(review.version), "state": review.state.value} | form
    return text(worker.post(f"{LIST}{review.id}/", form, follow=True))


def test_shoppers_and_visitors_find_nothing_there(guest: Client, shopper: Client, review: StoredReview) -> None:
    assert shopper.get(LIST).status_code == 404
    assert shopper.post(f"{LIST}{review.id}/", {"publish": "1", "version": "1"}).status_code == 404


def test_a_refusal_without_a_reason_is_reported_at_its_field(
    worker: Client, service: Service, review: StoredReview
) -> None:
    assert "Say why: the writer is told." in _send(worker, review, refuse="1", reason=" ")
    assert service.reviews[review.id].state is ReviewState.WAITING


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30])
def test_a_form_that_was_tampered_with_changes_nothing(
    worker: Client, service: Service, review: StoredReview, version: str
) -> None:
    _send(worker, review, publish="1", version=version)
    assert service.reviews[review.id] == review


def test_what_changed_since_it_was_read_is_not_decided(worker: Client, service: Service, review: StoredReview) -> None:
    service.reviews[review.id] = replace(review, version=review.version + 1, text="Something else.")
    assert "The review has changed meanwhile" in _send(worker, review, publish="1")
    assert service.reviews[review.id].state is ReviewState.WAITING


def test_staff_read_what_waits_with_its_order_and_nothing_of_it_is_html(worker: Client, review: StoredReview) -> None:
    page = worker.get(LIST).content.decode()
    assert "&lt;b&gt;Darker&lt;/b&gt; than shown." in page
    assert f"/staff/orders/{review.order_id}/" in page


def test_publishing_takes_it_from_what_waits_to_what_is_published(
    worker: Client, service: Service, review: StoredReview
) -> None:
    assert "The review is published." in _send(worker, review, publish="1")
    assert "Too dark" not in text(worker.get(LIST))
    assert "Too dark" in text(worker.get(f"{LIST}?state=published"))
    assert service.reviews[review.id].moderations[-1].by


def test_refusing_tells_the_reason_and_stays_in_the_list_of_the_refused(
    worker: Client, service: Service, review: StoredReview
) -> None:
    assert "Its writer is told why." in _send(worker, review, refuse="1", reason="It names a person.")
    assert service.reviews[review.id].reason == "It names a person."
    assert "It names a person." in text(worker.get(f"{LIST}?state=refused"))


def test_reports_are_shown_until_staff_keep_it_published(
    worker: Client, service: Service, review: StoredReview
) -> None:
    published = replace(review, state=ReviewState.PUBLISHED)
    service.reviews[review.id] = reported = domain.report(published, "It is rude.")
    assert "It is rude." in text(worker.get(f"{LIST}?state=reported"))
    _send(worker, reported, publish="1")
    assert (service.reviews[review.id].state, service.reviews[review.id].reports) == (ReviewState.PUBLISHED, 0)


def test_an_answer_is_public(worker: Client, service: Service, review: StoredReview) -> None:
    service.reviews[review.id] = published = replace(review, state=ReviewState.PUBLISHED)
    assert "The answer is saved." in _send(worker, published, answer="1", text="Thank you!")
    assert service.reviews[review.id].answer == "Thank you!"


def test_an_answer_without_words_removes_it_and_says_so(worker: Client, service: Service, review: StoredReview) -> None:
    service.reviews[review.id] = published = replace(review, state=ReviewState.PUBLISHED, answer="Thank you!")
    assert "Without any words the answer is removed." in text(worker.get(f"{LIST}?state=published"))
    assert "The answer is removed." in _send(worker, published, answer="1", text=" ")
    assert service.reviews[review.id].answer == ""


@pytest.mark.parametrize(("button", "field"), [("answer", "text"), ("refuse", "reason")])
def test_what_staff_typed_stays_when_the_review_changed_meanwhile_and_can_be_sent_again(
    worker: Client, service: Service, review: StoredReview, button: str, field: str
) -> None:
    published = replace(review, state=ReviewState.PUBLISHED)
    service.reviews[review.id] = reported = domain.report(published, "It is rude.")
    for number in range(25):
        other = replace(reported, id=f"{number:032}", at="2026-11-01T08:00:00.000Z")
        service.reviews[other.id] = other
    form = {"version": str(published.version), "state": "published", button: "1", field: "Thank you for the hint."}
    page = worker.post(f"{LIST}{review.id}/", form)
    assert page.status_code == 422
    html = page.content.decode()
    assert "Thank you for the hint." in html
    assert "The review has changed meanwhile" in html
    assert f'name="version" value="{reported.version}"' in html
    assert "1 report" in text(page)
    _send(worker, reported, **{button: "1", field: "Thank you for the hint."})
    assert "Thank you for the hint." in (service.reviews[review.id].answer, service.reviews[review.id].reason)


def test_what_is_gone_meanwhile_is_said_above_the_list(worker: Client, service: Service, review: StoredReview) -> None:
    service.reviews.clear()
    assert "Nothing was done." in _send(worker, review, answer="1", text="Thank you!")


@pytest.mark.parametrize("query", ["?state=nonsense", "?state=unverified", "?state="])
def test_an_unknown_state_lists_what_waits(worker: Client, review: StoredReview, query: str) -> None:
    assert "Too dark" in text(worker.get(f"{LIST}{query}"))
