"""A shop that nobody could reach is found before the deploy."""

from pathlib import Path
from typing import Any

import pytest

from infra.preflight.address_checks import CERTIFICATES, cloudfront, domain, sign_in
from infra.preflight.finding import Level
from tests.infra.preflight.stubs import StubbedSession, assembly, run_check, target

SHOP = "shop.example.com"
ARN = "arn:aws:acm:us-east-1:123456789012:certificate/7"


@pytest.fixture
def aws() -> StubbedSession:
    return StubbedSession()


def certificates(aws: StubbedSession, *given: dict[str, Any]) -> None:
    aws.answers(
        "acm", "list_certificates", {"CertificateSummaryList": [{"CertificateArn": ARN, **each} for each in given]}
    )


def zones(aws: StubbedSession, *names: str, private: bool = False) -> None:
    held = [
        {"Id": name, "Name": f"{name}.", "CallerReference": "1", "Config": {"PrivateZone": private}} for name in names
    ]
    aws.answers(
        "route53", "list_hosted_zones", {"HostedZones": held, "Marker": "", "IsTruncated": False, "MaxItems": "100"}
    )


def test_a_prefix_that_leads_to_another_pool_stops(aws: StubbedSession, tmp_path: Path) -> None:
    aws.answers("cognito-idp", "describe_user_pool_domain", {"DomainDescription": {"UserPoolId": "eu-central-1_abc"}})
    aws.refuses("cloudformation", "describe_stack_resources", "ValidationError")
    (only,) = run_check(sign_in, target(aws, assembly(tmp_path, {}), domain_prefix="harbour"))
    assert (only.level, "eu-central-1_abc" in only.text) == (Level.STOP, True)


def test_a_prefix_that_nobody_has_is_free(aws: StubbedSession, tmp_path: Path) -> None:
    aws.answers("cognito-idp", "describe_user_pool_domain", {"DomainDescription": {}}, Domain="harbour")
    assert [
        each.level for each in run_check(sign_in, target(aws, assembly(tmp_path, {}), domain_prefix="harbour"))
    ] == [Level.OK]


def test_a_prefix_of_the_stages_own_asks_nothing(aws: StubbedSession, tmp_path: Path) -> None:
    assert [each.level for each in run_check(sign_in, target(aws, assembly(tmp_path, {})))] == [Level.OK]
    assert aws.asked == []


@pytest.mark.parametrize(
    ("given", "level", "says"),
    [
        ({"DomainName": SHOP, "Status": "ISSUED"}, Level.OK, "covers"),
        ({"DomainName": "*.example.com", "Status": "ISSUED"}, Level.OK, "covers"),
        ({"DomainName": "example.com", "SubjectAlternativeNameSummaries": [SHOP], "Status": "ISSUED"}, Level.OK, "covers"),
        ({"DomainName": SHOP, "Status": "PENDING_VALIDATION"}, Level.NOTE, "waits for its DNS record"),
        ({"DomainName": "*.shop.example.com", "Status": "ISSUED"}, Level.NOTE, "aws acm request-certificate"),
        ({"DomainName": "other.example.com", "Status": "ISSUED"}, Level.NOTE, "aws acm request-certificate"),
    ],
)  # fmt: skip
def test_the_domains_certificate_is_looked_for_where_cloudfront_does(
    aws: StubbedSession, tmp_path: Path, given: dict[str, Any], level: Level, says: str
) -> None:
    certificates(aws, given)
    zones(aws, "example.com")
    certificate, _ = run_check(domain, target(aws, assembly(tmp_path, {}), domain=SHOP))
    assert (certificate.level, says in certificate.text) == (level, True)
    assert aws.asked[0] == ("acm", CERTIFICATES)


@pytest.mark.parametrize(
    ("held", "private", "level"),
    [(["example.com", "shop.example.com"], False, Level.OK), (["le.com", "other.com"], False, Level.NOTE),
     ([], False, Level.NOTE), (["example.com"], True, Level.NOTE)],
)  # fmt: skip
def test_a_domain_without_a_public_zone_here_is_noted(
    aws: StubbedSession, tmp_path: Path, held: list[str], private: bool, level: Level
) -> None:
    certificates(aws)
    zones(aws, *held, private=private)
    _, zone = run_check(domain, target(aws, assembly(tmp_path, {}), domain=SHOP))
    assert zone.level == level


@pytest.mark.parametrize(("quantity", "level"), [(0, Level.NOTE), (1, Level.OK)])
def test_an_account_that_cloudfront_may_have_to_verify_is_noted(
    aws: StubbedSession, tmp_path: Path, quantity: int, level: Level
) -> None:
    listed = {"Marker": "", "MaxItems": 1, "IsTruncated": False, "Quantity": quantity}
    aws.answers("cloudfront", "list_distributions", {"DistributionList": listed}, MaxItems="1")
    assert [each.level for each in run_check(cloudfront, target(aws, assembly(tmp_path, {})))] == [level]
