"""Staff look at the pictures of a review before everybody does. What goes wrong comes first."""

from django.test import Client
from msgspec.structs import replace

from backend.contracts.review.models import ReviewState
from tests.storefront.review.published import publish_one
from tests.storefront.service import Service


def _staff_page(worker: Client, state: str) -> str:
    return str(worker.get(f"/staff/reviews/?state={state}").content.decode())


def test_staff_see_pictures_that_wait_and_publish_without_one(worker: Client, service: Service) -> None:
    review = publish_one(service)
    service.reviews[review.id] = review = replace(review, state=ReviewState.WAITING)
    first, second = review.pictures
    assert f"/staff/reviews/{review.id}/pictures/{first.id}/" in _staff_page(worker, "waiting")
    form = {"version": str(review.version), "publish": "1", "state": "waiting", "without": [first.id, "x", ""]}
    worker.post(f"/staff/reviews/{review.id}/", form)
    assert service.reviews[review.id].pictures == (second,)
    assert "Remove the ticked pictures" in _staff_page(worker, "published")


def test_a_picture_for_staff_is_found_by_staff_alone(worker: Client, service: Service) -> None:
    review = publish_one(service, 1)
    service.pictures[review.id, review.pictures[0].id] = [b"", b"small", b"", b"large"]
    address = f"/staff/reviews/{review.id}/pictures/{review.pictures[0].id}/"
    assert worker.get(address).content == b"small"
    assert worker.get(f"{address}?size=large").content == b"large"
    assert worker.get(f"/staff/reviews/{review.id}/pictures/{'0' * 32}/").status_code == 404
    assert worker.get(f"/staff/reviews/{review.id}/pictures/nonsense/").status_code == 404
    assert worker.get(f"/staff/reviews/nonsense/pictures/{'0' * 32}/").status_code == 404


def test_shoppers_find_no_picture_of_staffs(shopper: Client, service: Service) -> None:
    review = publish_one(service, 1)
    assert shopper.get(f"/staff/reviews/{review.id}/pictures/{review.pictures[0].id}/").status_code == 404
