"""The whole shop where its stage says `web.hosted`: one deploy ends at an address that sells."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import msgspec
import pytest

from backend.contracts.registry import SERVICES
from backend.contracts.sign_in import CALLBACK_PATH
from infra.config import Config, choose
from infra.constructs.hosting import READ
from infra.stacks.edge import EdgeStack
from infra.urls import STOREFRONT, STOREFRONT_DEFAULT
from tests.infra.template import Template, stage_file, target

PAGES = {"Data", "Edge", "Platform", "Picture", "Sandbox", "Entry"}
"""Whose outputs the pages read, and what answers them."""
FUNCTION = "AWS::Lambda::Function"


@pytest.fixture(scope="module")
def address(hosted_template: Template) -> Any:
    """Where shoppers find the shop: what the distribution is called by CloudFront."""
    (distribution,) = [id for id in hosted_template.all("AWS::CloudFront::Distribution") if id.startswith("Edge")]
    return {"Fn::GetAtt": [distribution, "DomainName"]}


def _variables(hosted: Template, function: str) -> dict[str, Any]:
    return dict(hosted.starting(FUNCTION, function)["Environment"]["Variables"])


def test_the_local_cloud_hosts_nothing_whatever_a_stage_says(local: Template) -> None:
    assert not choose({**stage_file("trial", web={"hosted": True}), "cloud": "local"}).is_hosted
    assert not [name for name in local.stacks if name.endswith("-Edge")]


def test_a_stage_that_does_not_say_so_has_no_edge(template: Template) -> None:
    assert not [name for name in template.stacks if name.endswith("-Edge")]
    assert all("Hosting" not in id for id in template.resources)


def test_the_edge_takes_of_what_is_kept_alone_so_there_is_no_circle(hosted_template: Template) -> None:
    assert hosted_template.deployed_before("Edge") == {"Data"}
    assert hosted_template.deployed_before("Data") == set()


def test_the_address_is_there_before_what_has_to_know_it_and_functions_before_the_pages(
    hosted_template: Template,
) -> None:
    assert hosted_template.deployed_before("Platform") == {"Data", "Edge"}
    assert hosted_template.deployed_before("Storefront") >= PAGES | {service.title() for service in SERVICES}


def test_sign_in_comes_back_to_the_edge_and_nowhere_else(hosted_template: Template, address: Any) -> None:
    client = hosted_template.starting("AWS::Cognito::UserPoolClient", "IdentityPoolWeb")
    assert client["CallbackURLs"] == [{"Fn::Join": ["", ["https://", address, CALLBACK_PATH]]}]


def test_nobody_is_asked_for_an_address_and_none_is_of_somebodys_own_machine(hosted_template: Template) -> None:
    assert STOREFRONT not in hosted_template.json["Parameters"]
    assert STOREFRONT_DEFAULT not in json.dumps(hosted_template.json)


@pytest.mark.parametrize(
    ("function", "variable"),
    [("PaymentHandler", "RETURN_ORIGINS"), ("SandboxHandler", "RETURN_ORIGINS"), ("PictureHandler", "RETURN_ORIGIN"),
     ("NotificationConsumer", "STOREFRONT_URL"), ("HostingFunction", "SHOP_URL")],
)  # fmt: skip
def test_all_that_leads_to_the_shop_leads_to_the_edge(
    hosted_template: Template, address: Any, function: str, variable: str
) -> None:
    assert _variables(hosted_template, function)[variable] == {"Fn::Join": ["", ["https://", address]]}


def test_the_deploy_prints_the_address(hosted_template: Template, address: Any) -> None:
    assert hosted_template.json["Outputs"]["ShopUrl"]["Value"] == {"Fn::Join": ["", ["https://", address]]}


def test_the_pages_read_every_output_as_the_stacks_print_it(hosted_template: Template) -> None:
    told = json.loads(_text(_variables(hosted_template, "HostingFunction")["SHOP_OUTPUTS"]))["Shop"]
    printed = {name: _text(each["Value"]) for name, each in hosted_template.json["Outputs"].items() if name in READ}
    assert set(told) == set(READ)
    assert {**told, "Region": ""} == {**printed, "Region": ""}
    assert told["Region"] == "eu-central-1"


def test_the_edges_api_passes_everything_on_to_the_function_and_is_its_origin(hosted_template: Template) -> None:
    (route,) = [
        each for each in hosted_template.all("AWS::ApiGatewayV2::Route").values() if each["RouteKey"] == "$default"
    ]
    integration = hosted_template.all("AWS::ApiGatewayV2::Integration")[target(route["Target"]["Fn::Join"][1][1])]
    edge = hosted_template.starting("AWS::CloudFront::Distribution", "Edge")["DistributionConfig"]
    assert target(route["ApiId"]).startswith("EdgeApi")
    (pages,) = [each for each in edge["Origins"] if each["Id"] == edge["DefaultCacheBehavior"]["TargetOriginId"]]
    assert route["ApiId"] in pages["DomainName"]["Fn::Join"][1]
    assert target(integration["IntegrationUri"]).startswith("HostingFunction")


def test_edge_and_pages_know_one_secret_by_which_nobody_passes_by_the_edge(hosted_template: Template) -> None:
    edge = hosted_template.starting("AWS::CloudFront::Distribution", "Edge")["DistributionConfig"]
    sent = [header["HeaderValue"] for origin in edge["Origins"] for header in origin.get("OriginCustomHeaders", [])]
    wanted = _variables(hosted_template, "HostingFunction")["SHOP_ORIGIN_SECRET"]
    assert "resolve:secretsmanager" in _text(wanted)
    assert {_text(each) for each in sent} == {_text(wanted)}


def test_the_pages_may_do_what_a_storefront_may_anywhere_and_read_their_own_key_and_uploads(
    hosted_template: Template,
) -> None:
    role = hosted_template.starting("AWS::IAM::Role", "HostingRole")
    assert [target(each) for each in role["ManagedPolicyArns"]] == list(hosted_template.all("AWS::IAM::ManagedPolicy"))
    (own,) = role["Policies"]
    on = {target(resource) for each in own["PolicyDocument"]["Statement"] for resource in _arns(each["Resource"])}
    assert {id.rstrip("0123456789ABCDEF") for id in on} == {"HostingKey", "HostingUploads", "HostingLog"}


def test_in_us_east_1_a_firewall_is_made_with_the_edge_and_the_domains_target_is_printed(tmp_path: Path) -> None:
    web = {"hosted": True, "firewall": True, "certificate": "arn:aws:acm:us-east-1:123456789012:certificate/0b0e-41"}
    said = {"stage": "trial", "trial": True, "account": "123456789012", "domain": "shop.example.com", "web": web}
    tree = cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    stack = EdgeStack(tree, msgspec.convert({**said, "region": "us-east-1"}, Config))
    made = json.loads((Path(tree.synth().directory) / f"{stack.stack_name}.template.json").read_text())
    (edge,) = [each for each in made["Resources"].values() if each["Type"] == "AWS::CloudFront::Distribution"]
    assert target(edge["Properties"]["DistributionConfig"]["WebACLId"]).startswith("FirewallAcl")
    assert made["Outputs"]["ShopUrl"]["Value"] == "https://shop.example.com"
    assert "Fn::GetAtt" in made["Outputs"]["DomainTarget"]["Value"]  # the distribution's own name, for the DNS


def _text(value: Any) -> str:
    """A value as text, with what only CloudFormation knows in angle brackets."""
    match value:
        case {"Fn::Join": [str(between), list(parts)]}:
            return between.join(_text(part) for part in parts)
        case str():
            return value
    return f"<{json.dumps(value, sort_keys=True).replace(chr(34), '')}>"


def _arns(value: Any) -> list[Any]:
    """What a statement is on, without the paths below it."""
    return [value["Fn::Join"][1][0] if "Fn::Join" in value else value]
