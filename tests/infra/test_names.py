"""Stages, regions and developers' copies lie in one account, and no physical name of one is another's."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from infra.local.assembly import assembly, stacks
from tests.infra.template import TRIAL, stage_file

MAIL: dict[str, Any] = {"alarm_email": "owner@halftone.example", "mail_from": "orders@halftone.example"}
MAIL["web"] = {"hosted": True}
COPIES = {
    "trial": stage_file("trial", **TRIAL),
    "anna's": {**stage_file("trial", **TRIAL), "owner": "anna"},
    "production": stage_file("production", **MAIL),
    "the other region": stage_file("production-us", region="us-west-2", mail_identity="existing-address", **MAIL),
}


def _stacks(context: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each stack of a copy, and its template."""
    folder = assembly(context)
    for stack in stacks(folder):
        yield stack.name, json.loads((folder / stack.template).read_text())


def _text(value: Any, stack: str, region: str) -> str:
    """What CloudFormation makes of a value; what it makes up itself, such as a resource's id, is the stack's own."""
    match value:
        case {"Fn::Join": [str(between), list(parts)]}:
            return between.join(_text(part, stack, region) for part in parts)
        case {"Ref": "AWS::Region"}:
            return region
        case {"Ref": "AWS::AccountId"}:
            return "123456789012"
        case {"Ref": "AWS::StackName"}:
            return stack
        case str():
            return value
    return f"<{stack} {region}: {json.dumps(value, sort_keys=True)}>"


def _identifiers(type: str) -> list[str]:
    """Return the names of a type's properties that make up its identifier, by CloudFormation's own schema."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type).schema
    return [each.removeprefix("/properties/") for each in schema["primaryIdentifier"]]


def _names(context: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield type and physical name of each resource that the template names itself."""
    region = "us-west-2" if context["stage"].endswith("-us") else "eu-central-1"
    for stack, template in _stacks(context):
        yield "AWS::CloudFormation::Stack", stack
        for resource in template["Resources"].values():
            yield from _names_of(resource["Type"], resource.get("Properties", {}), stack, region)


def _names_of(type: str, properties: dict[str, Any], stack: str, region: str) -> Iterator[tuple[str, str]]:
    said = [properties[each] for each in _identifiers(type) if each in properties]
    if said:  # what belongs to another resource is named by that one, too
        yield type, " ".join(_text(each, stack, region) for each in said)
        return
    configured = [each for name, each in properties.items() if name.endswith("Config") and isinstance(each, dict)]
    for each in (properties, *configured):
        if "Name" in each and isinstance(each["Name"], (str, dict)):
            yield type, _text(each["Name"], stack, region)


@pytest.fixture(scope="module")
def names() -> dict[str, list[tuple[str, str]]]:
    return {copy: list(_names(context)) for copy, context in COPIES.items()}


def test_no_physical_name_of_one_copy_is_anothers(names: dict[str, list[tuple[str, str]]]) -> None:
    whose: dict[tuple[str, str], set[str]] = {}
    for copy, found in names.items():
        for name in found:
            whose.setdefault(name, set()).add(copy)
    assert {name: copies for name, copies in whose.items() if len(copies) > 1} == {}


@pytest.mark.parametrize(
    "type",
    ["AWS::CloudFormation::Stack", "AWS::Cognito::UserPoolDomain", "AWS::CloudFront::OriginAccessControl",
     "AWS::CloudFront::CachePolicy", "AWS::CloudFront::OriginRequestPolicy",
     "AWS::Logs::LogGroup", "AWS::SES::EmailIdentity", "AWS::SSM::Parameter"],
)  # fmt: skip
def test_the_names_that_have_collided_are_among_those_compared(
    names: dict[str, list[tuple[str, str]]], type: str
) -> None:
    assert {kind for found in names.values() for kind, _ in found} >= {type}
