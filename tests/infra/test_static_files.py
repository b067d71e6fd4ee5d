"""Static files and pictures come from buckets, through the shop's own CloudFront. What goes wrong comes first."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
import pytest
from botocore.exceptions import ClientError

from infra import static_upload
from infra.constructs.static_files import FOLDER, TIMEOUT
from tests.infra.template import Template, target

INLINE = 4_096
"""Bytes of a function's text in a template, by CDK's count."""
EVENT: dict[str, Any] = {
    "StackId": "stack",
    "RequestId": "request",
    "LogicalResourceId": "Files",
    "ResponseURL": "https://cloudformation.test/answer",
    "ResourceProperties": {
        "ServiceToken": "f",
        "Archive": "assets",
        "Key": "new.zip",
        "Bucket": "files",
        "Folder": FOLDER,
    },
}
OLD, NEW = "js/shop.0123456789ab.js", "js/shop.ba9876543210.js"


@pytest.fixture
def answers(aws_account: None) -> Iterator[list[dict[str, Any]]]:
    """The buckets, with a file of the release before; yields what CloudFormation is told."""
    s3 = boto3.client("s3")
    for bucket in ("assets", "files"):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket="files", Key=f"{FOLDER}/{OLD}", Body=b"old")
    told: list[dict[str, Any]] = []

    def urlopen(request: Any, timeout: int) -> io.BytesIO:
        assert (request.full_url, request.get_method()) == (EVENT["ResponseURL"], "PUT")
        assert request.get_header("Content-type") == ""  # the address is signed for an answer without one
        told.append(json.loads(request.data))
        return io.BytesIO()

    with mock.patch("urllib.request.urlopen", urlopen):
        yield told


def release(**files: bytes) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    boto3.client("s3").put_object(Bucket="assets", Key="new.zip", Body=content.getvalue())


def call(kind: str) -> None:
    """As CloudFormation calls the function."""
    event: Any = {**EVENT, "RequestType": kind}
    static_upload.handler(event, None)


def there() -> set[str]:
    return {each.key for each in boto3.resource("s3").Bucket("files").objects.all()}


def test_a_release_that_is_not_there_fails_the_deploy_at_once_and_says_why(answers: list[dict[str, Any]]) -> None:
    with pytest.raises(Exception, match="NoSuchKey"):
        call("Update")
    (answer,) = answers
    assert answer["Status"] == "FAILED"
    assert "NoSuchKey" in answer["Reason"]
    assert {name: answer[name] for name in ("StackId", "RequestId", "LogicalResourceId")} == {
        name: EVENT[name] for name in ("StackId", "RequestId", "LogicalResourceId")
    }


@pytest.mark.parametrize(("refusals", "status"), [(2, "SUCCESS"), (99, "FAILED")])
def test_rights_that_come_a_moment_late_fail_no_deploy_and_rights_that_never_come_do(
    answers: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, refusals: int, status: str
) -> None:
    release(**{NEW: b"new"})
    denied = ClientError({"Error": {"Code": "AccessDenied"}}, "GetObject")
    real, waits = static_upload.copy, list[float]()
    replies = iter([denied] * refusals)

    def copy(**properties: str) -> None:
        if refusal := next(replies, None):
            raise refusal
        real(**properties)

    monkeypatch.setattr(static_upload, "copy", copy)
    monkeypatch.setattr(static_upload.time, "sleep", waits.append)
    with nullcontext() if status == "SUCCESS" else pytest.raises(ClientError):
        call("Update")
    assert [each["Status"] for each in answers] == [status]
    assert 0 < sum(waits) < TIMEOUT.to_seconds() / 2


def test_a_file_of_a_kind_that_has_no_content_type_fails_the_deploy(answers: list[dict[str, Any]]) -> None:
    release(**{"js/odd.wasm": b""})
    with pytest.raises(KeyError):
        call("Create")
    assert answers[0]["Status"] == "FAILED"


def test_nothing_is_deleted_when_the_stack_goes(answers: list[dict[str, Any]]) -> None:
    call("Delete")
    assert answers[0]["Status"] == "SUCCESS"
    assert there() == {f"{FOLDER}/{OLD}"}


def test_a_releases_files_come_beside_those_that_open_pages_name(answers: list[dict[str, Any]]) -> None:
    release(**{NEW: b"new"})
    call("Update")
    assert there() == {f"{FOLDER}/{OLD}", f"{FOLDER}/{NEW}"}
    written = boto3.client("s3").get_object(Bucket="files", Key=f"{FOLDER}/{NEW}")
    assert (written["Body"].read(), written["ContentType"]) == (b"new", "text/javascript; charset=utf-8")
    assert "immutable" in written["CacheControl"]


def test_each_answer_has_one_id_for_cloudformation_deletes_what_gets_another(answers: list[dict[str, Any]]) -> None:
    release(**{NEW: b"new"})
    for kind in ("Create", "Update", "Delete"):
        call(kind)
    assert len({each["PhysicalResourceId"] for each in answers}) == 1


def test_its_text_fits_into_a_template() -> None:
    assert Path(static_upload.__file__).stat().st_size <= INLINE


@pytest.fixture(scope="module")
def edge(hosted_template: Template) -> dict[str, Any]:
    return dict(hosted_template.starting("AWS::CloudFront::Distribution", "Edge")["DistributionConfig"])


def origins(edge: dict[str, Any], behavior: dict[str, Any]) -> list[dict[str, Any]]:
    """The bucket, and who is asked for what the bucket has not."""
    (group,) = [each for each in edge["OriginGroups"]["Items"] if each["Id"] == behavior["TargetOriginId"]]
    by_id = {each["Id"]: each for each in edge["Origins"]}
    return [by_id[each["OriginId"]] for each in group["Members"]["Items"]]


def test_of_a_file_that_is_in_no_bucket_the_storefront_says_so_and_only_of_such_a_file(edge: dict[str, Any]) -> None:
    (storefront,) = [each for each in edge["Origins"] if each["Id"] == edge["DefaultCacheBehavior"]["TargetOriginId"]]
    for behavior in edge["CacheBehaviors"]:
        _, otherwise = origins(edge, behavior)
        assert otherwise == storefront
    for group in edge["OriginGroups"]["Items"]:
        assert group["FailoverCriteria"]["StatusCodes"] == {"Items": [403, 404], "Quantity": 2}
    pages = [each for each in edge["CustomErrorResponses"] if "ResponsePagePath" in each]
    assert pages == []  # they would take the place of the storefront's own


@pytest.mark.parametrize(("path", "bucket"), [("/static/*", "EdgeStatic"), ("/pictures/*", "PicturePictures")])
def test_files_are_read_from_a_private_bucket_by_signed_requests_alone(
    hosted_template: Template, edge: dict[str, Any], path: str, bucket: str
) -> None:
    (behavior,) = [each for each in edge["CacheBehaviors"] if each["PathPattern"] == path]
    origin, _ = origins(edge, behavior)
    assert target(origin["DomainName"]).startswith(bucket)
    access = hosted_template.all("AWS::CloudFront::OriginAccessControl")[target(origin["OriginAccessControlId"])]
    assert access["OriginAccessControlConfig"]["SigningBehavior"] == "always"
    assert "OriginCustomHeaders" not in origin  # nor does S3 learn the storefront's secret
    blocked = hosted_template.starting("AWS::S3::Bucket", bucket)["PublicAccessBlockConfiguration"]
    assert set(blocked.values()) == {True}
    readers = [
        each
        for policy in hosted_template.all("AWS::S3::BucketPolicy").values()
        if target(policy["Bucket"]).startswith(bucket)
        for each in policy["PolicyDocument"]["Statement"]
        if each["Effect"] == "Allow"
    ]
    assert [(each["Principal"], each["Action"]) for each in readers] == [
        ({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")
    ]


def test_no_visitors_cookie_reaches_a_bucket_and_text_is_compressed(edge: dict[str, Any]) -> None:
    behaviors = {each["PathPattern"]: each for each in edge["CacheBehaviors"]}
    assert behaviors.keys() == {"/static/*", "/pictures/*"}
    assert {path: each["Compress"] for path, each in behaviors.items()} == {"/static/*": True, "/pictures/*": False}
    for each in behaviors.values():
        assert "OriginRequestPolicyId" not in each
        assert each["AllowedMethods"] == ["GET", "HEAD"] if "AllowedMethods" in each else True
        assert target(each["ResponseHeadersPolicyId"]).startswith("EdgeFileHeaders")


def test_files_are_there_before_pages_name_them(hosted_template: Template) -> None:
    resources = hosted_template.stack("Storefront")["Resources"]
    (files,) = [id for id, each in resources.items() if each["Type"] == "Custom::StaticFiles"]
    (pages,) = [each for each in resources.values() if each["Properties"].get("Description") == "The storefront"]
    assert files in pages["DependsOn"]
    assert int(resources[files]["Properties"]["ServiceTimeout"]) < 3600  # what CloudFormation waits by itself


def test_the_upload_may_read_one_archive_and_put_static_files_and_no_more(hosted_template: Template) -> None:
    (policy,) = hosted_template.starting("AWS::IAM::Role", "HostingStaticFiles")["Policies"]
    may = {each["Action"]: json.dumps(each["Resource"]) for each in policy["PolicyDocument"]["Statement"][:-1]}
    assert may.keys() == {"s3:GetObject", "s3:PutObject"}
    key = hosted_template.starting("Custom::StaticFiles", "HostingStaticFiles")["Key"]
    assert f'/{key}"' in may["s3:GetObject"]
    assert f'"/{FOLDER}/*"' in may["s3:PutObject"]


def test_pictures_have_the_shops_own_name_and_no_second_distribution(
    hosted_template: Template, template: Template
) -> None:
    assert len(hosted_template.all("AWS::CloudFront::Distribution")) == 1
    outputs = hosted_template.json["Outputs"]
    assert outputs["PictureUrl"]["Value"] == outputs["ShopUrl"]["Value"]
    assert len(template.all("AWS::CloudFront::Distribution")) == 1  # hosted elsewhere, they need one of their own
