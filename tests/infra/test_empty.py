"""Before a stack goes: buckets that go with it are emptied, nothing that stays is touched, and what stays is
told."""

import json

import boto3
import pytest

from infra import empty
from tests.infra.template import Template

NAME = "Halftone-trial"
TEMPLATE = {
    "Resources": {
        "PictureIncoming1234": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "incoming"},
            "DeletionPolicy": "Delete",
        },
        "EdgeVisits1234": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "visits"},
            "DeletionPolicy": "Retain",
        },
        "PictureMade1234": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": "made"},
            "DeletionPolicy": "Retain",
        },
    }
}
OTHERS = {"Resources": {"PictureIncoming1234": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "others"}}}}


pytestmark = pytest.mark.usefixtures("aws_account")


def keys(bucket: str) -> list[str]:
    return [each.key for each in boto3.resource("s3").Bucket(bucket).objects.all()]


def test_the_bucket_that_would_keep_the_stack_from_going_is_emptied_and_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    boto3.client("cloudformation").create_stack(StackName=f"{NAME}-Data", TemplateBody=json.dumps(TEMPLATE))
    boto3.client("cloudformation").create_stack(StackName="Other-Data", TemplateBody=json.dumps(OTHERS))
    for bucket in ("incoming", "made", "visits", "others"):
        boto3.client("s3").put_object(Bucket=bucket, Key="harbour", Body=b"")
    empty.empty(NAME, boto3.Session())
    assert [keys(bucket) for bucket in ("incoming", "made", "visits", "others")] == [[], *[["harbour"]] * 3]
    assert (
        capsys.readouterr().out
        == "These stay in the account, with what they hold:\n  AWS::S3::Bucket  made\n  AWS::S3::Bucket  visits\n"
    )


def test_an_account_without_the_stack_is_reported_in_one_line() -> None:
    with pytest.raises(SystemExit, match=rf"^There is no stack {NAME}-… in this account and region\.$"):
        empty.empty(NAME, boto3.Session())


def test_every_bucket_that_goes_with_its_stack_is_one_of_those_that_are_emptied(hosted_template: Template) -> None:
    buckets = {id: each for id, each in hosted_template.resources.items() if each["Type"] == "AWS::S3::Bucket"}
    going = [id for id, each in buckets.items() if each.get("DeletionPolicy") != "Retain"]
    assert len(going) == len(empty.EMPTIED)
    assert all(id.startswith(empty.EMPTIED) for id in going)
