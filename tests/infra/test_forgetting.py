"""What keeps people's data outside of tables ends by itself, so that a month after an account was closed nothing of it is
left there: see docs/decisions/072-closing-an-account.md."""

import pytest

from backend.order.erasure import LAST_CHECKOUT
from tests.infra.template import Properties, Template

PICTURES, OF_REVIEWS = "PicturePictures", ("unused/", "waiting/", "pictures/reviews/")
"""The bucket of pictures, and its folders that hold people's: each is deleted by name, and the rules end what is left."""
NOBODYS = ("PictureIncoming", PICTURES, "SearchIndex", "HostingUploads", "EdgeStatic")
"""Buckets of pictures, products and static files. Whatever other bucket there is may hold people, until somebody says here that not."""
TWO_WEEKS, MONTH = 14, 31  # days
ABOUT_STAFF = "OperationsAuditLog"
"""The log of what staff did with dead letters, which the shop has to answer for; it names messages, and no shopper."""


@pytest.fixture(params=["whole", "selling"])
def stage(request: pytest.FixtureRequest) -> Template:
    name = {"whole": "hosted_template", "selling": "selling"}[request.param]
    template: Template = request.getfixturevalue(name)
    return template


def test_a_bucket_that_may_hold_people_is_emptied_within_a_month(stage: Template) -> None:
    buckets = {id: each for id, each in stage.all("AWS::S3::Bucket").items() if not id.startswith(NOBODYS)}
    assert any("Exports" in id for id in buckets)
    assert {id for id, each in buckets.items() if not 0 < _days(each) <= MONTH} == set()


def test_deleted_review_pictures_are_gone_within_a_month_and_unused_ones_expire(
    stage: Template,
) -> None:
    rules = stage.starting("AWS::S3::Bucket", PICTURES)["LifecycleConfiguration"]["Rules"]
    by_folder = {rule["Prefix"]: rule for rule in rules if "Prefix" in rule}
    assert set(by_folder) == set(OF_REVIEWS)
    assert {each["NoncurrentVersionExpiration"]["NoncurrentDays"] for each in by_folder.values()} == {7}
    assert by_folder["unused/"]["ExpirationInDays"] == 7
    assert not any("ExpirationInDays" in by_folder[name] for name in OF_REVIEWS[1:])


def test_cloudfront_reads_no_picture_that_staff_have_not_published(stage: Template) -> None:
    policy = stage.starting("AWS::S3::BucketPolicy", PICTURES)["PolicyDocument"]["Statement"]
    (read,) = [each for each in policy if each["Effect"] == "Allow"]
    assert read["Resource"]["Fn::Join"][1][-1] == "/pictures/*"


def test_no_queue_keeps_a_message_for_more_than_two_weeks(stage: Template) -> None:
    kept = {id: each.get("MessageRetentionPeriod", 0) / 86_400 for id, each in stage.all("AWS::SQS::Queue").items()}
    assert {id for id, days in kept.items() if not 0 < days <= TWO_WEEKS} == set()


def test_no_log_and_no_archive_keeps_anything_for_more_than_a_month(stage: Template) -> None:
    kept = {id: each.get("RetentionInDays", 0) for id, each in stage.all("AWS::Logs::LogGroup").items()}
    assert {id for id, days in kept.items() if not 0 < days <= MONTH} <= {_only(kept, ABOUT_STAFF)}
    assert stage.one("AWS::Events::Archive")["RetentionDays"] <= MONTH


def test_an_account_is_looked_after_until_the_last_dead_letter_is_gone() -> None:
    assert LAST_CHECKOUT.days > TWO_WEEKS


def _days(bucket: Properties) -> int:
    """The days after which what comes in is gone; 0 where it stays."""
    rules = bucket.get("LifecycleConfiguration", {}).get("Rules", [])
    return max((int(rule.get("ExpirationInDays", 0)) for rule in rules if "Prefix" not in rule), default=0)


def _only(kept: dict[str, int], start: str) -> str:
    (only,) = [id for id in kept if id.startswith(start)]
    return only
