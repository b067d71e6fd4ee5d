"""The storefront hosted by the same deploy: function, edge and firewall. What goes wrong comes first."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import msgspec
import pytest
from aws_cdk import aws_iam as iam
from cdk_nag import AwsSolutionsChecks

from backend.contracts.edge import COOKIES, ORIGIN_SECRET
from infra.config import Config
from infra.constructs.edge import UNKEPT, Edge
from infra.constructs.firewall import Firewall
from infra.constructs.hosting import READ, Hosting
from infra.nag_findings import HOSTING
from infra.nag_suppressions import acknowledge_hosting
from infra.stage_file import StageFile
from storefront.clients import outputs

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0b0e-41"
ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/name/id"
OUTPUTS = {"ApiUrl": "https://api.test", "ClientId": "client"}


class Made:
    """A stack with the hosting of one stage alone, synthesized."""

    def __init__(self, folder: Path, domain: str = "", **web: Any) -> None:
        words = {"trial": True, "domain": domain, "web": {"hosted": True, **web}}
        config = msgspec.convert({**words, "cloud": "aws", "stage": "trial"}, Config)
        tree = cdk.App(outdir=str(folder), analytics_reporting=False)
        stack = cdk.Stack(tree, "Web")
        acl = Firewall(stack, "Firewall", config).acl.attr_arn if config.web.firewall else ""
        edge = Edge(stack, "Edge", config, acl)
        policy = iam.ManagedPolicy.from_managed_policy_arn(
            stack, "Policy", "arn:aws:iam::123456789012:policy/storefront"
        )
        Hosting(stack, "Hosting", config, edge, policy, OUTPUTS)
        cdk.CfnOutput(stack, "Address", value=edge.url)
        acknowledge_hosting(stack)
        cdk.Validations.of(tree).add_plugins(AwsSolutionsChecks(tree))
        tree.synth()
        self.file = folder / "Web.template.json"
        self.template: dict[str, Any] = json.loads(self.file.read_text())
        self.report = json.loads((folder / "validation-report.json").read_text())["pluginReports"]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The properties of all resources of a type."""
        return [each.get("Properties", {}) for each in self.template["Resources"].values() if each["Type"] == kind]

    def one(self, kind: str) -> dict[str, Any]:
        """The properties of the only one."""
        (found,) = self.of(kind)
        return found

    def starting(self, start: str) -> dict[str, Any]:
        """The properties of the only resource whose logical id is this word and a hash."""
        (only,) = [each for id, each in self.template["Resources"].items() if re.fullmatch(f"{start}[0-9A-F]{{8}}", id)]
        return dict(only["Properties"])

    @property
    def pages(self) -> dict[str, Any]:
        """The function that answers with pages."""
        return self.starting("HostingFunction")

    @property
    def edge(self) -> dict[str, Any]:
        return dict(self.one("AWS::CloudFront::Distribution")["DistributionConfig"])


@pytest.fixture(scope="module")
def hosted_stage(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Where a stage's file says no more than hosted."""
    return Made(tmp_path_factory.mktemp("hosted"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Where it says everything."""
    return Made(
        tmp_path_factory.mktemp("whole"), domain="shop.example.com", certificate=CERTIFICATE, zone="Z0123", firewall=True,
        hsts="includeSubDomains", staff_addresses=["203.0.113.0/24"], concurrency=50, snap_start=True, memory=2048,
    )  # fmt: skip


@pytest.mark.parametrize(
    "web",
    [{"certificate": "arn:aws:acm:eu-central-1:123456789012:certificate/0b0e"}, {"hsts": "preload"}, {"memory": 128},
     {"staff_addresses": ["anywhere"]}, {"web_acl": "mine"}, {"zone": "example.com"}, {"concurrency": -1}, {"host": True}],
)  # fmt: skip
def test_a_stage_file_with_an_unknown_setting_is_refused(web: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"trial": True, "web": web}, StageFile)


def test_nothing_refers_to_itself_and_every_property_is_right(hosted_stage: Made, whole: Made) -> None:
    lint = [str(Path(sys.executable).parent / "cfn-lint"), "--regions", "us-east-1", "--ignore-checks", "W3005"]
    done = subprocess.run(
        [*lint, "--template", str(hosted_stage.file), str(whole.file)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_no_finding_is_left_without_a_reason(hosted_stage: Made, whole: Made) -> None:
    for each in (hosted_stage, whole):
        (ours,) = [pack for pack in each.report if pack["pluginName"] == "AwsSolutions"]
        assert ours["violations"] == []


def test_every_reason_is_needed_by_one_of_both(hosted_stage: Made, whole: Made, tmp_path: Path) -> None:
    needed = {
        (construct["constructPath"].removeprefix("Web/").removesuffix("/Resource"), each["ruleName"].split("-", 1)[1])
        for of in (hosted_stage, whole, Made(tmp_path, access_logs=False))
        for pack in of.report
        if pack["pluginName"] == "AwsSolutions"
        for each in pack["suppressedViolations"]
        for construct in each["violatingConstructs"]
    }
    assert needed == set(HOSTING)


def test_what_says_nothing_of_caches_is_not_kept_and_no_failure_is(hosted_stage: Made) -> None:
    policy = hosted_stage.one("AWS::CloudFront::CachePolicy")["CachePolicyConfig"]
    assert (policy["DefaultTTL"], policy["MinTTL"]) == (0, 0)
    failures = {each["ErrorCode"]: each["ErrorCachingMinTTL"] for each in hosted_stage.edge["CustomErrorResponses"]}
    assert failures == dict.fromkeys(UNKEPT, 0)


def test_visitors_are_kept_apart_by_our_cookies_and_no_others_reach_the_shop(hosted_stage: Made) -> None:
    key = hosted_stage.one("AWS::CloudFront::CachePolicy")["CachePolicyConfig"][
        "ParametersInCacheKeyAndForwardedToOrigin"
    ]
    assert key["CookiesConfig"] == {"CookieBehavior": "whitelist", "Cookies": [f"__Host-{each}" for each in COOKIES]}
    assert key["HeadersConfig"] == {"HeaderBehavior": "whitelist", "Headers": ["HX-Target"]}
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    forwarded = hosted_stage.one("AWS::CloudFront::OriginRequestPolicy")["OriginRequestPolicyConfig"]
    assert forwarded["CookiesConfig"] == {"CookieBehavior": "none"}
    assert forwarded["HeadersConfig"] == {"HeaderBehavior": "allExcept", "Headers": ["Host"]}


def test_nobody_passes_by_the_edge(hosted_stage: Made) -> None:
    (origin,) = [each for each in hosted_stage.edge["Origins"] if "OriginCustomHeaders" in each][:1]
    sent = {each["HeaderName"]: json.dumps(each["HeaderValue"]) for each in origin["OriginCustomHeaders"]}
    wanted = json.dumps(hosted_stage.pages["Environment"]["Variables"]["SHOP_ORIGIN_SECRET"])
    assert sent == {ORIGIN_SECRET: wanted}
    assert "resolve:secretsmanager" in wanted
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_the_key_is_read_from_its_secret_and_stands_in_no_variable(hosted_stage: Made) -> None:
    variables = hosted_stage.pages["Environment"]["Variables"]
    assert "SHOP_SECRET_KEY" not in variables
    statements = hosted_stage.starting("HostingRole")["Policies"][0]["PolicyDocument"]["Statement"]
    (read,) = [each for each in statements if each["Action"] == "secretsmanager:GetSecretValue"]
    assert read["Resource"] == variables["SHOP_SECRET_ARN"]
    assert json.dumps(statements).count("*") == 1  # all files of the uploads' bucket


def test_the_function_gets_its_own_address_and_the_outputs_of_the_deploy(hosted_stage: Made) -> None:
    variables = hosted_stage.pages["Environment"]["Variables"]
    (distribution,) = [
        name
        for name, each in hosted_stage.template["Resources"].items()
        if each["Type"] == "AWS::CloudFront::Distribution"
    ]
    address = {"Fn::Join": ["", ["https://", {"Fn::GetAtt": [distribution, "DomainName"]}]]}
    assert variables["SHOP_URL"] == address
    assert hosted_stage.template["Outputs"]["Address"]["Value"] == address
    assert json.loads(variables["SHOP_OUTPUTS"]) == {"Shop": OUTPUTS}
    assert variables["SHOP_PROXIED"] == "2"


def test_the_function_gets_every_output_that_the_storefront_reads() -> None:
    assert set(READ) == {each.encode_name for each in msgspec.structs.fields(outputs.Shop)}


def test_only_modern_tls_is_spoken_and_plain_visitors_are_sent_there(hosted_stage: Made, whole: Made) -> None:
    behaviors = [hosted_stage.edge["DefaultCacheBehavior"], *hosted_stage.edge["CacheBehaviors"]]
    assert {each["ViewerProtocolPolicy"] for each in behaviors} == {"redirect-to-https"}
    viewer = whole.edge["ViewerCertificate"]
    assert viewer["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert viewer["AcmCertificateArn"] == CERTIFICATE
    assert whole.edge["Aliases"] == ["shop.example.com"]


def test_what_a_stages_file_chooses_is_made(whole: Made) -> None:
    function = whole.pages
    assert (function["MemorySize"], function["ReservedConcurrentExecutions"]) == (2048, 50)
    assert function["Environment"]["Variables"]["SHOP_URL"] == "https://shop.example.com"
    assert function["Environment"]["Variables"]["SHOP_HSTS"] == "includeSubDomains"
    assert function["SnapStart"] == {"ApplyOn": "PublishedVersions"}
    (version,) = [name for name, each in whole.template["Resources"].items() if each["Type"] == "AWS::Lambda::Version"]
    assert whole.one("AWS::ApiGatewayV2::Integration")["IntegrationUri"] == {"Ref": version}


def test_visits_are_kept_for_a_while_and_by_choice(hosted_stage: Made, tmp_path: Path) -> None:
    rules = [each["LifecycleConfiguration"]["Rules"][0] for each in hosted_stage.of("AWS::S3::Bucket")]
    assert sorted(each["ExpirationInDays"] for each in rules if "ExpirationInDays" in each) == [
        1,
        30,
    ]  # uploads, visits
    assert "Logging" not in Made(tmp_path, access_logs=False).edge


def test_the_firewall_limits_expensive_requests_and_leaves_staffs_forms_alone(whole: Made) -> None:
    acl = whole.one("AWS::WAFv2::WebACL")
    rules = {each["Name"]: each for each in acl["Rules"]}
    assert acl["Scope"] == "CLOUDFRONT"
    assert whole.edge["WebACLId"]
    assert next(iter(rules)) == "StaffAddresses"
    assert {"RateAccount", "RateCheckout", "RateOrders", "Body"} <= set(rules)
    for name in ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"):
        group = rules[name]["Statement"]["ManagedRuleGroupStatement"]
        assert "/staff/" in json.dumps(group["ScopeDownStatement"]["NotStatement"])
    assert sorted(each["Priority"] for each in acl["Rules"]) == list(range(len(acl["Rules"])))
    assert whole.one("AWS::WAFv2::IPSet")["Addresses"] == ["203.0.113.0/24"]


def test_without_a_choice_there_is_no_firewall_and_one_that_is_there_may_be_named(
    hosted_stage: Made, tmp_path: Path
) -> None:
    assert not hosted_stage.of("AWS::WAFv2::WebACL")
    assert Made(tmp_path, web_acl=ACL).edge["WebACLId"] == ACL


def test_a_zone_leads_the_domain_to_the_edge_by_both_kinds_of_address(hosted_stage: Made, whole: Made) -> None:
    assert not hosted_stage.of("AWS::Route53::RecordSet")
    records = {each["Type"]: each for each in whole.of("AWS::Route53::RecordSet")}
    assert sorted(records) == ["A", "AAAA"]
    for record in records.values():
        assert (record["Name"], record["HostedZoneId"]) == ("shop.example.com.", "Z0123")
        assert record["AliasTarget"]["DNSName"]["Fn::GetAtt"][1] == "DomainName"


@pytest.mark.parametrize("kind", ["CachePolicy", "OriginRequestPolicy"])
def test_the_edges_policies_bear_their_stages_name_for_an_account_has_each_name_once(
    hosted_stage: Made, kind: str
) -> None:
    (config,) = hosted_stage.one(f"AWS::CloudFront::{kind}").values()
    start, region = config["Name"]["Fn::Join"][1]
    assert start.startswith("Halftone-trial-")
    assert region == {"Ref": "AWS::Region"}


def test_files_send_the_same_https_policy_as_pages_because_a_browser_believes_the_last_answer(
    hosted_stage: Made, whole: Made
) -> None:
    """CloudFront's own policy says nothing of subdomains: each file would end what a page had said of them."""
    said = []
    for each in (hosted_stage, whole):
        headers = each.one("AWS::CloudFront::ResponseHeadersPolicy")["ResponseHeadersPolicyConfig"]
        security = headers["SecurityHeadersConfig"]
        assert security["ContentTypeOptions"] == {"Override": True}
        said.append(security["StrictTransportSecurity"])
    year = {"AccessControlMaxAgeSec": 365 * 24 * 3600, "Override": True, "Preload": False}
    assert said == [year | {"IncludeSubdomains": False}, year | {"IncludeSubdomains": True}]
    for behavior in whole.edge["CacheBehaviors"]:
        assert "Ref" in behavior["ResponseHeadersPolicyId"]
