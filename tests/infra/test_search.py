"""The search's bucket, its builder, and who may touch what."""

import json

import pytest

from infra.constructs import opensearch
from tests.backend.search.asked import ASKED
from tests.infra.template import Template, target

BUCKET = "AWS::S3::Bucket"
FILE = "index.sqlite"


def actions(template: Template, function: str) -> dict[str, str]:
    """Every S3 action of a function with what it is on, as text."""
    (policy,) = template.starting("AWS::IAM::Role", f"Search{function}Role")["Policies"]
    found: dict[str, str] = {}
    for statement in policy["PolicyDocument"]["Statement"]:
        named = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        found |= {action: json.dumps(statement["Resource"]) for action in named if action.startswith("s3:")}
    return found


def test_the_index_is_private_encrypted_and_kept_by_version(template: Template) -> None:
    bucket = template.starting(BUCKET, "SearchIndex")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_old_versions_of_the_index_go_and_the_last_one_never_does(template: Template) -> None:
    (rule,) = template.starting(BUCKET, "SearchIndex")["LifecycleConfiguration"]["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 7}
    assert not {name for name in rule if name.startswith("Expiration")}


def test_the_index_refuses_what_does_not_come_over_tls(template: Template) -> None:
    refusals = [
        statement
        for policy in template.all("AWS::S3::BucketPolicy").values()
        if target(policy["Bucket"]).startswith("SearchIndex")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
    ]
    assert [(each["Action"], each["Condition"]) for each in refusals] == [
        ("s3:*", {"Bool": {"aws:SecureTransport": "false"}})
    ]


@pytest.mark.parametrize(
    ("function", "may"),
    [
        ("Handler", {"s3:GetObjectVersion"}),
        ("Consumer", set()),
        ("Builder", {"s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObjectVersion"}),
    ],
)
def test_only_the_builder_writes_the_index_and_it_is_one_file(template: Template, function: str, may: set[str]) -> None:
    found = actions(template, function)
    assert set(found) == may
    assert all("SearchIndex" in on and f"/{FILE}" in on for on in found.values())


def test_the_builder_is_woken_by_wishes_alone_and_what_it_cannot_do_is_seen(template: Template) -> None:
    (wishes,) = [
        each for id, each in template.all("AWS::Lambda::EventSourceMapping").items() if id.startswith("SearchWishes")
    ]
    patterns = [json.loads(each["Pattern"]) for each in wishes["FilterCriteria"]["Filters"]]
    assert patterns == [{"dynamodb": {"NewImage": {"wanted": {"S": [{"exists": True}]}}}}]
    assert target(wishes["DestinationConfig"]["OnFailure"]["Destination"]).startswith("SearchUnbuilt")
    (counting,) = [each for id, each in template.all("AWS::IAM::Role").items() if id.startswith("OperationsSweeper")]
    counted = json.dumps(counting["Policies"])
    dead = {id for id in template.all("AWS::SQS::Queue") if id.startswith(("SearchDeadLetters", "SearchUnbuilt"))}
    assert len(dead) == 2
    assert all(id in counted for id in dead)


def test_news_is_taken_in_by_the_batch(template: Template) -> None:
    (deliveries,) = [
        each
        for id, each in template.all("AWS::Lambda::EventSourceMapping").items()
        if id.startswith("SearchDeliveries")
    ]
    assert (deliveries["BatchSize"], deliveries["MaximumBatchingWindowInSeconds"]) == (100, 1)
    assert deliveries["ScalingConfig"] == {"MaximumConcurrency": 2}


def test_there_is_no_domain_unless_one_is_chosen(template: Template) -> None:
    assert not [each for each in template.resources.values() if each["Type"].startswith("AWS::OpenSearch")]


def test_a_domain_is_encrypted_and_speaks_tls_only(selling: Template) -> None:
    domain = selling.one("AWS::OpenSearchService::Domain")
    assert domain["EncryptionAtRestOptions"] == domain["NodeToNodeEncryptionOptions"] == {"Enabled": True}
    assert domain["DomainEndpointOptions"] == {
        "EnforceHTTPS": True,
        "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
    }
    assert domain["ClusterConfig"]["ZoneAwarenessEnabled"] is True
    assert "AccessPolicies" not in domain
    assert set(domain["LogPublishingOptions"]) == {"INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"}


@pytest.mark.parametrize(("function", "may"), ASKED.items())
def test_a_function_may_make_the_very_calls_of_the_domain_that_it_makes(
    selling: Template, function: str, may: set[str]
) -> None:
    (policy,) = selling.starting("AWS::IAM::Role", f"Search{function}Role")["Policies"]
    found = set()
    for statement in policy["PolicyDocument"]["Statement"]:
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        if str(statement["Action"]).startswith("es:"):
            method = statement["Action"].removeprefix("es:ESHttp")
            found |= {f"{method} {resource['Fn::Join'][1][1].lstrip('/')}" for resource in resources}
    assert found == may
    variables = selling.starting("AWS::Lambda::Function", f"Search{function}Function")["Environment"]["Variables"]
    assert "DomainEndpoint" in json.dumps(variables["OPENSEARCH"])


def test_infrastructure_and_functions_mean_the_same_indexes() -> None:
    from backend.search.opensearch import opensearch_engine

    assert (opensearch.INDEX_ALIAS, opensearch.INDEX_SLOTS) == (
        opensearch_engine.INDEX_ALIAS,
        opensearch_engine.INDEX_SLOTS,
    )
