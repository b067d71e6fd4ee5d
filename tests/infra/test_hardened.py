"""A hardened stage: all that is kept is encrypted by a key of its own, which is changed each year and has its price."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra import prices
from infra.preflight.costs import idle
from tests.infra.template import Template

KEY, OPERATIONS = "AWS::KMS::Key", Path(__file__).parents[2] / "docs" / "operations.md"
NAMED_IN = {
    "AWS::DynamoDB::Table": ("SSESpecification", "KMSMasterKeyId"),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
}
"""Where a resource of each type names the key that encrypts it."""


def _statements(safe: Template) -> list[dict[str, Any]]:
    return list(safe.one(KEY)["KeyPolicy"]["Statement"])


def test_only_a_hardened_stage_has_a_key_of_its_own(template: Template, production: Template) -> None:
    for each in (template, production):
        assert KEY not in {resource["Type"] for resource in each.resources.values()}


@pytest.mark.parametrize("type", NAMED_IN)
def test_everything_that_keeps_something_is_encrypted_by_the_key(safe: Template, type: str) -> None:
    (key,) = safe.all(KEY)
    for id, properties in safe.all(type).items():
        value: Any = properties
        for name in NAMED_IN[type]:
            value = value[name]
        assert value == {"Fn::GetAtt": [key, "Arn"]}, id
        assert "SqsManagedSseEnabled" not in properties, id


def test_buckets_are_encrypted_by_the_key_and_ask_for_it_seldom(safe: Template) -> None:
    (key,) = safe.all(KEY)
    for id, bucket in safe.all("AWS::S3::Bucket").items():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": [key, "Arn"]}, id
        assert rule["BucketKeyEnabled"] is True, id


def test_the_key_is_changed_each_year_and_outlives_the_stack(safe: Template) -> None:
    assert safe.one(KEY)["EnableKeyRotation"] is True
    (resource,) = [each for each in safe.resources.values() if each["Type"] == KEY]
    assert resource["DeletionPolicy"] == "Retain"


def test_nobody_may_use_the_key_but_by_way_of_a_service_or_as_one(safe: Template) -> None:
    administrators, *others = _statements(safe)
    assert ":root" in json.dumps(administrators["Principal"])
    for statement in others:
        conditions = json.dumps(statement["Condition"])
        if statement["Principal"] == {"AWS": "*"}:
            assert "kms:CallerAccount" in conditions
            assert "kms:ViaService" in conditions
        else:
            assert "Service" in statement["Principal"]
            assert "aws:Source" in conditions or "kms:EncryptionContext" in conditions


def test_every_service_that_writes_in_its_own_name_may_use_the_key(safe: Template) -> None:
    """Alarms and rules publish on the topic, rules send to queues, visits are delivered to a bucket, CloudFront reads
    pictures, and CloudWatch Logs writes logs."""
    named = [each["Principal"]["Service"] for each in _statements(safe) if "Service" in each["Principal"]]
    services = {name for each in named for name in (each if isinstance(each, list) else [each])}
    plain = {f"{name}.amazonaws.com" for name in ("cloudwatch", "delivery.logs", "events", "cloudfront")}
    assert services - plain == {"logs.eu-central-1.amazonaws.com"}
    assert plain <= services


def test_the_roles_of_functions_stay_as_they_are(safe: Template, production: Template) -> None:
    for id in production.all("AWS::IAM::Role"):
        if id.startswith(("Basket", "Payment", "Inventory")):
            assert safe.resources[id] == production.resources[id]


def test_what_it_costs_stands_in_the_operations_page(safe: Template) -> None:
    keys = len(safe.all(KEY))

    class Resources:
        def resources(self, type: str) -> list[dict[str, Any]]:
            return [each.get("Properties", {}) for each in safe.resources.values() if each["Type"] == type]

    assert idle(Resources())["keys"] == prices.KEY.of(keys)
    assert (keys, prices.KEY.dollars, prices.MAX_PAID_ROTATIONS) == (1, 1.00, 2)
    text = " ".join(OPERATIONS.read_text(encoding="utf-8").split())
    assert (
        "`hardened = true` adds one key: a dollar a month, and one more after each of its first two rotations" in text
    )
