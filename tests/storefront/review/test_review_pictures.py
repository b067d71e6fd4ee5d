"""Pictures in the form of a review, and on the pages that show it. What goes wrong comes first."""

import io
import json
import re
from collections.abc import Mapping
from typing import IO, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from msgspec.structs import replace
from PIL import Image

from backend.contracts.problem import Problem
from backend.contracts.review.models import ReviewState
from backend.review.domain import StoredReview
from storefront.clients import api
from storefront.review import pictures
from tests.backend.picture.files import SVG, picture
from tests.storefront.order.orders import TO_DELIVERED, placed_order
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.review.published import publish_one
from tests.storefront.service import Service

PRODUCT = "slow-tide"
RIGHT = {"stars": "4", "text": "Lovely.", "name": "Ada L."}
SMALL = picture(size=(400, 300))


@pytest.fixture(autouse=True)
def _product(service: Service) -> None:
    service.products = [product(PRODUCT)]


@pytest.fixture(autouse=True)
def _s3(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 takes what the form is for."""

    def post(url: str, fields: Mapping[str, str], file: IO[bytes]) -> None:
        service.sent[url.rpartition("/")[2]] = file.read()

    monkeypatch.setattr(pictures, "post_file", post)


@pytest.fixture
def order_id(service: Service) -> str:
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED)
    return order_id


def _address(order_id: str) -> str:
    return f"/orders/{order_id}/review/{PRODUCT}/"


def _file(content: bytes = SMALL, name: str = "wall.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def _send(client: Client, order_id: str, *files: SimpleUploadedFile, **form: Any) -> HttpResponse:
    reply: HttpResponse = client.post(_address(order_id), RIGHT | form | {"pictures": list(files)})
    return reply


def _find_held(reply: HttpResponse) -> list[str]:
    return re.findall(r'name="picture" value="([^"]+)"', reply.content.decode())


def _only(service: Service) -> StoredReview:
    (review,) = service.reviews.values()
    return review


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG, "“wall.jpg” is no JPEG, PNG, WebP, AVIF or GIF."), (b"", "“wall.jpg” is empty."),
        (b"<!doctype html><script>alert(1)</script>", "“wall.jpg” is no JPEG, PNG, WebP, AVIF or GIF."),
        (SMALL[:-400], "“wall.jpg” is damaged or incomplete."), (picture(size=(300, 300)), "“wall.jpg” is too small"),
        (picture(size=(400, 1700)), "“wall.jpg” is too long and narrow"),
        (b"x" * (4 << 20) + b"y", "“wall.jpg” is too large: all pictures together may have 4 MB."),
    ],
    ids=["svg", "empty", "html", "cut", "narrow", "long", "large"],
)  # fmt: skip
def test_a_wrong_picture_costs_that_picture_and_not_what_was_typed_or_the_others(
    shopper: Client, service: Service, order_id: str, content: bytes, words: str
) -> None:
    reply = _send(shopper, order_id, _file(name="good.jpg"), _file(content))
    assert (reply.status_code, words in text(reply), "Lovely." in reply.content.decode()) == (422, True, True)
    assert not service.reviews
    (good,) = _find_held(reply)
    _send(shopper, order_id, picture=good)
    assert [f"{each.id}-{each.width}x{each.height}" for each in _only(service).pictures] == [good]


def test_a_mistake_in_the_words_does_not_cost_the_pictures(shopper: Client, service: Service, order_id: str) -> None:
    reply = _send(shopper, order_id, _file(), stars="")
    assert (reply.status_code, len(_find_held(reply))) == (422, 1)
    _send(shopper, order_id, picture=_find_held(reply))
    assert len(_only(service).pictures) == 1


def test_each_file_that_exceeds_the_forms_limit_is_reported_as_too_large(shopper: Client, order_id: str) -> None:
    files = [_file(b"x" * (3 << 20), name=f"{number}.jpg") for number in range(3)]
    words = text(_send(shopper, order_id, *files))
    assert ("“0.jpg” is no JPEG" in words, "jpg” is empty" in words) == (True, False)
    assert all(f"“{number}.jpg” is too large" in words for number in (1, 2))


def test_more_than_three_are_refused_as_too_many_and_three_are_accepted(
    shopper: Client, service: Service, order_id: str
) -> None:
    reply = _send(shopper, order_id, *(_file(picture(size=(400 + number, 300))) for number in range(5)))
    assert "A review has at most 3 pictures: 2 were not added." in text(reply)
    assert len(_find_held(reply)) == 3


@pytest.mark.parametrize("down", ["start_review_picture", "check_review_picture", "picture"])
def test_while_pictures_cannot_be_sent_the_review_is_still_there(
    shopper: Client, service: Service, order_id: str, down: str
) -> None:
    service.down = {down}
    reply = _send(shopper, order_id, _file())
    assert (reply.status_code, "could not be sent just now" in text(reply)) == (422, True)
    assert "Lovely." in reply.content.decode()


def test_an_upload_that_s3_refuses_is_reported_at_the_field(
    shopper: Client, order_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise api.Unavailable("picture")

    monkeypatch.setattr(pictures, "post_file", refuse)
    assert "could not be sent just now" in text(_send(shopper, order_id, _file()))


def test_too_many_in_a_day_are_reported_at_the_field(shopper: Client, service: Service, order_id: str) -> None:
    service.refuse = {"start_review_picture": Problem(type="too-many-pictures", title="Many", status=409)}
    assert "many pictures were sent for this review today" in text(_send(shopper, order_id, _file()))


def test_a_review_that_cannot_be_sent_keeps_its_pictures(shopper: Client, service: Service, order_id: str) -> None:
    service.down = {"put_review"}
    reply = _send(shopper, order_id, _file())
    assert (reply.status_code, len(_find_held(reply))) == (503, 1)


@pytest.mark.parametrize(
    "held",
    [
        "",
        "x",
        "1" * 32,
        f"{'1' * 32}-0x0",
        f"{'1' * 32}-1x",
        f"{'١' * 32}-1x1",
        f"{'1' * 32}-1x{'9' * 6}",
        f"{'1' * 32}-1x99999",
        "<b>",
    ],
)
def test_an_invalid_picture_is_treated_as_missing(shopper: Client, service: Service, order_id: str, held: str) -> None:
    assert _send(shopper, order_id, picture=held).status_code == 303
    assert _only(service).pictures == ()


def test_a_name_of_a_file_is_shown_as_text_and_in_part(shopper: Client, order_id: str) -> None:
    page = _send(shopper, order_id, _file(b"x", name="<script>" + "a" * 200 + ".jpg")).content.decode()
    assert "<script>a" not in page
    assert "a" * 60 not in page


def test_nothing_is_sent_for_what_has_not_arrived(shopper: Client, service: Service) -> None:
    _send(shopper, placed_order(service), _file())
    assert not service.sent
    assert not service.pictures


def test_the_key_allows_sending_pictures_which_others_do_not_see(
    shopper: Client, service: Service, order_id: str
) -> None:
    _send(shopper, order_id, _file())
    (shot,) = _only(service).pictures
    address = f"{_address(order_id)}pictures/{shot.id}/"
    reply = shopper.get(address)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "image/webp")
    assert {"private", "no-store"} <= set(re.split(r",\s*", reply.headers["Cache-Control"]))
    assert Image.open(io.BytesIO(reply.content)).width == 320
    assert Image.open(io.BytesIO(shopper.get(f"{address}?size=large").content)).width == 400
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["x", "0" * 31, "0" * 32, "a" * 33])
def test_a_picture_that_is_not_there_is_not_found(shopper: Client, order_id: str, name: str) -> None:
    assert shopper.get(f"{_address(order_id)}pictures/{name}/").status_code == 404


def test_pictures_come_with_the_review_and_are_taken_out_one_by_one(
    shopper: Client, service: Service, order_id: str
) -> None:
    assert _send(shopper, order_id, _file(), _file(picture(size=(500, 400)))).status_code == 303
    first, second = _only(service).pictures
    assert (first.width, first.height) == (400, 300)
    held = _find_held(shopper.get(_address(order_id)))
    assert len(held) == 2
    _send(shopper, order_id, picture=held, remove=first.id)
    assert _only(service).pictures == (second,)


def test_the_form_says_what_is_taken_and_asks_for_pictures_alone(shopper: Client, order_id: str) -> None:
    reply = shopper.get(_address(order_id))
    page = reply.content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "at least 320 pixels wide, together at most 4 MB" in text(reply)
    assert 'accept="image/jpeg,image/png,image/webp,image/avif,image/gif"' in page


def test_a_review_without_pictures_has_nothing_of_them_and_asks_for_none(
    client: Client, shopper: Client, service: Service, order_id: str
) -> None:
    assert _send(shopper, order_id).status_code == 303
    assert not {"start_review_picture", "check_review_picture"} & set(service.calls)
    review = publish_one(service, 0)
    page = client.get(f"/product/{PRODUCT}/reviews/").content.decode()
    assert f"review-{review.id}" in page
    assert "shots" not in page


def test_a_published_reviews_pictures_open_larger_and_say_whose_they_are(client: Client, service: Service) -> None:
    review = publish_one(service)
    for address in (f"/product/{PRODUCT}/", f"/product/{PRODUCT}/reviews/"):
        page = client.get(address).content.decode()
        src = f"/pictures/reviews/{review.id}/{review.pictures[0].id}"
        assert f'<a href="{src}-1280.webp" data-zoom>' in page
        assert f"{src}-320.avif 320w, {src}-1280.avif 1280w" in page
        assert 'alt="Picture 1 of 2 by Reader &lt;1&gt;" loading="lazy"' in page
        assert 'width="1280" height="960"' in page


def test_structured_data_names_a_reviews_pictures_by_absolute_urls(
    client: Client, service: Service, settings: Any
) -> None:
    review = publish_one(service, 1)
    page = client.get(f"/product/{PRODUCT}/").content.decode()
    scripts = [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    ]
    (found,) = [each["review"] for each in scripts if "review" in each]
    assert found[0]["image"] == [f"{settings.SHOP_URL}/pictures/reviews/{review.id}/{review.pictures[0].id}-1280.webp"]


def test_what_waits_is_shown_to_nobody(client: Client, service: Service) -> None:
    review = publish_one(service)
    service.reviews[review.id] = replace(review, state=ReviewState.WAITING)
    assert review.pictures[0].id not in client.get(f"/product/{PRODUCT}/").content.decode()
