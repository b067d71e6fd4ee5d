"""Putting the assembly into the local cloud."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from infra.local import deploy
from infra.local.cloud import Failed
from infra.local.unsupported_resources import MISSING
from infra.urls import ENDPOINT, STOREFRONT
from tests.cloud import ShopCloud
from tests.infra.template import Template


@pytest.fixture
def changed_assembly(local: Template, tmp_path: Path) -> Path:
    """A copy of the assembly, to be changed."""
    return Path(shutil.copytree(local.folder, tmp_path / "assembly"))


ORDER = "Halftone-local-Order"


def _add(folder: Path, resource: dict[str, Any]) -> None:
    path = folder / f"{ORDER}.template.json"
    template = json.loads(path.read_text())
    template["Resources"]["Added"] = resource
    path.write_text(json.dumps(template))


def test_a_type_that_the_local_cloud_does_not_know_stops_the_start_by_name(
    cloud: ShopCloud, changed_assembly: Path
) -> None:
    _add(
        changed_assembly,
        {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {"ResourceArn": "a", "WebACLArn": "b"}},
    )
    before = cloud.client("cloudformation").describe_stacks(StackName=ORDER)["Stacks"][0]["LastUpdatedTime"]
    with pytest.raises(Failed, match="AWS::WAFv2::WebACLAssociation"):
        deploy.deploy(cloud.cloud, changed_assembly, {STOREFRONT: cloud.storefront, ENDPOINT: cloud.endpoint})
    stack = cloud.client("cloudformation").describe_stacks(StackName=ORDER)["Stacks"][0]
    assert (stack["LastUpdatedTime"], stack["StackStatus"]) == (before, "CREATE_COMPLETE")


def test_the_stacks_are_known_to_be_made_from_this_assembly(
    cloud: ShopCloud, local: Template, changed_assembly: Path
) -> None:
    parameters = {STOREFRONT: cloud.storefront, ENDPOINT: cloud.endpoint}
    assert deploy.is_deployed(cloud.cloud, local.folder, parameters)
    assert not deploy.is_deployed(cloud.cloud, local.folder, parameters | {STOREFRONT: "http://localhost:1"})
    _add(changed_assembly, {"Type": "AWS::SNS::Topic"})
    assert not deploy.is_deployed(cloud.cloud, changed_assembly, parameters)


def test_a_service_that_changes_is_deployed_and_no_other_stack(
    cloud: ShopCloud, local: Template, changed_assembly: Path
) -> None:
    parameters = {STOREFRONT: cloud.storefront, ENDPOINT: cloud.endpoint}
    path = changed_assembly / f"{ORDER}.template.json"
    template = json.loads(path.read_text())
    for each in template["Resources"].values():
        if each["Type"] == "AWS::Lambda::Function":
            each["Properties"]["Environment"]["Variables"]["ADDED"] = "1"
    path.write_text(json.dumps(template))
    try:
        assert deploy.deploy(cloud.cloud, changed_assembly, parameters) == [ORDER]
    finally:
        assert deploy.deploy(cloud.cloud, local.folder, parameters) == [ORDER]


def test_what_is_left_out_locally_is_in_the_template_for_aws(template: Template, local: Template) -> None:
    assert sorted(deploy.list_unsupported(local.folder)) == sorted(MISSING)
    assert set(MISSING) <= {each["Type"] for each in template.resources.values()}
    assert not set(MISSING) & {each["Type"] for each in local.resources.values()}


ADDRESSES = {"PROVIDER_URL", "WEBHOOK_URL"}
"""Parts of the environment that name one of our own APIs, which the local cloud has at a path of its own."""

OWN = {
    "OperationsHandlerRole": "may read any stream: the local cloud cannot tell them apart",
    "OperationsSweeperRole": "may list any path of parameters: the local cloud does not look at which is asked for",
    "NotificationConsumerRole": "may send mail from any address",
    "NotificationSweeperRole": "may, too",
    "StorefrontPolicy": "may read the pictures, which CloudFront serves on AWS",
    "NotificationConsumerFunction": "has a sender, which a deploy to AWS has to name",
    "NotificationSweeperFunction": "has one, too",
    "Bus": "bears its stage's name, for two cannot have one",
    "IdentityPoolDomain": "is its stage's, too",
    "InvoiceConsumerFunction": "writes its stage before the numbers of invoices",
    "ObservabilityDashboard": "shows neither composite alarms nor one on an expression: the local cloud refuses them",
}


def test_everything_else_is_the_same_locally(template: Template, local: Template) -> None:
    """But for a bundle's wheels, which are for the machine that runs them, the demand for TLS, which loopback does
    without, the alarm on an expression, the sender of mails, whom a deploy to AWS has to name, and `OWN`."""
    aws = {_id(id): _common(each) for id, each in template.resources.items() if not _only_on_aws(each)}
    here = {_id(id): _common(each) for id, each in local.resources.items() if each["Type"] != SENDER}
    assert aws.keys() == here.keys()
    differing = {id.rstrip(HASH) for id in aws if aws[id] != here[id]}
    assert differing == OWN.keys()


SENDER = "AWS::SES::EmailIdentity"
TOLD_APART = ("Code", "Tags", "UserPoolTags")  # tags name the stage
NAMES = re.compile(r"Halftone-?(trial|local)\w*")
"""The beginning of every name of a stage, and names that CDK makes of a stack's, with a hash."""
HASH = "0123456789ABCDEF"
STACK_IN_ID = re.compile(r"Halftone(trial|local)(\w+?)[0-9A-F]{8}")
"""What a permission's id says of the stacks that it is between, each with a hash."""


def _id(id: str) -> str:
    """A logical id that is the same in every stage."""
    found = STACK_IN_ID.search(id)
    return id[: found.start()] + STACK_IN_ID.sub(r"\2", id[found.start() :]).rstrip(HASH) if found else id


def _only_on_aws(resource: dict[str, Any]) -> bool:
    return resource["Type"] in MISSING or _demands_tls_alone(resource) or "Metrics" in resource.get("Properties", {})


def _common(resource: dict[str, Any]) -> dict[str, Any]:
    resource = json.loads(NAMES.sub("Halftone", json.dumps(resource)))
    properties = {name: value for name, value in resource.get("Properties", {}).items() if name not in TOLD_APART}
    if variables := properties.get("Environment", {}).get("Variables"):
        properties["Environment"] = {name: value for name, value in variables.items() if name not in ADDRESSES}
    if document := properties.get("PolicyDocument"):
        properties["PolicyDocument"] = [each for each in document["Statement"] if not _demands_tls(each)]
    return {**resource, "Properties": properties}


def _demands_tls(statement: dict[str, Any]) -> bool:
    return bool(
        statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}} and statement["Effect"] == "Deny"
    )


def _demands_tls_alone(resource: dict[str, Any]) -> bool:
    statements = resource.get("Properties", {}).get("PolicyDocument", {}).get("Statement", [])
    return bool(statements) and all(_demands_tls(each) for each in statements)


def test_every_event_is_archived_locally_too(cloud: ShopCloud) -> None:
    (archive,) = cloud.client("events").list_archives(NamePrefix=deploy.ARCHIVE)["Archives"]
    assert archive["EventSourceArn"].endswith(cloud.outputs["EventBus"])
    assert archive["State"] == "ENABLED"
