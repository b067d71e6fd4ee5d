"""Requests that are let in only after something was asked for or sent first: a link of the newsletter, and pictures of
reviews."""

from typing import Any

from backend.contracts.newsletter.issue_operations import SAVE_ISSUE
from backend.contracts.newsletter.operations import REQUEST_SUBSCRIPTION
from backend.contracts.picture.review_operations import START_GUEST_REVIEW_PICTURE, START_REVIEW_PICTURE
from backend.contracts.review.identity import review_id, writer
from tests.backend.newsletter.cases import RIGHT
from tests.backend.picture.files import picture
from tests.integration import forgery
from tests.integration.api import Api, stored
from tests.integration.pictures import post
from tests.integration.shop import Shopper, guest_id

Call = tuple[str, str, dict[str, Any]]
"""The name of an operation, a token, and the request."""


def newsletter_calls(api: Api, own_account: str, staff_account: str) -> list[Call]:
    """Ask for the newsletter; what the mail's link does, what an account does with its own subscription, and a test that
    goes to its own address."""
    draft = {"path": {"issue_id": f"{7:032x}"}}
    assert api(SAVE_ISSUE, staff_account, **draft, body=RIGHT["save_issue"]).ok
    assert api(REQUEST_SUBSCRIPTION, body={"email": "linked@example.com", "language": "en"}).ok
    (item,) = [each for each in stored(api.cloud, "NewsletterTable").values() if _is_linked(each)]
    link = {"path": {"subscription_key": item["sk"]["S"] + item["secret"]["S"]}}
    return [
        *((f"{verb}_subscription", "", link) for verb in ("get", "confirm", "stop")),
        ("set_own_subscription", own_account, {"body": {}}),
        ("get_own_subscription", own_account, {}),
        ("delete_own_subscription", own_account, {}),
        ("test_issue", staff_account, draft | {"body": RIGHT["test_issue"]}),
    ]


def _is_linked(item: dict[str, Any]) -> bool:
    return bool(item.get("email", {}).get("S") == "linked@example.com")


def review_picture_calls(api: Api, shopper: Shopper, staff: str, product_id: str) -> list[Call]:
    """Send a picture of a shopper's review, and one of a guest's; who looks at them."""
    own = {"product_id": product_id}
    guests = own | {"order_key": guest_id()}
    started = api(START_REVIEW_PICTURE, shopper.token, path=own).json()
    guests_started = api(START_GUEST_REVIEW_PICTURE, path=guests).json()
    for upload in (started, guests_started):
        assert post(upload, picture()).ok
    sent, guests_sent = {"picture_id": started["id"]}, {"picture_id": guests_started["id"]}
    of_review = {"review_id": review_id(writer(forgery.claims(shopper.token)["sub"]), product_id)}
    return [
        ("check_review_picture", shopper.token, {"path": own | sent}),
        ("get_review_picture", shopper.token, {"path": own | sent}),
        ("get_staff_review_picture", staff, {"path": of_review | sent}),
        ("check_guest_review_picture", "", {"path": guests | guests_sent}),
        ("get_guest_review_picture", "", {"path": guests | guests_sent}),
    ]
