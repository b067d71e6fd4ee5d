"""Tells cdk-nag which findings stay, and why."""

from collections.abc import Sequence

import aws_cdk as cdk
from constructs import IConstruct

from infra.config import Config
from infra.nag_findings import HOSTING, OBJECTS, RELEASE, STATIC, findings, objects_rule

PACK = "AwsSolutions"


def acknowledge(stacks: Sequence[cdk.Stack], config: Config) -> None:
    """Give cdk-nag the reasons, each at the one resource it is for, in whichever stack that is. The first stack is the
    data stack."""
    data = stacks[0]
    region = data.resolve(data.region)
    objects = {
        (path, objects_rule(output, name, data.stack_name, region)): reason
        for (path, output, name), reason in OBJECTS.items()
    }
    for (path, rule), reason in {**findings(config.provider, config.is_hosted), **objects}.items():
        acknowledge_finding(_find(stacks, f"{path}/Resource"), rule, reason)
    if config.is_hosted:
        path, output, name = STATIC
        rule = objects_rule(output, name, f"{config.name}-Edge", region)
        acknowledge_finding(_find(stacks, f"{path}/Resource"), rule, RELEASE)


def acknowledge_hosting(stack: IConstruct) -> None:
    """Give cdk-nag the reasons for what this stack has of the hosted storefront."""
    for (path, rule), reason in HOSTING.items():
        if resource := _child(stack, f"{path}/Resource"):
            acknowledge_finding(resource, rule, reason)


def _find(stacks: Sequence[cdk.Stack], path: str) -> IConstruct:
    """Return the construct of this path in the one stack that has it. Raises LookupError where none has."""
    for stack in stacks:
        if construct := _child(stack, path):
            return construct
    raise LookupError(path)


def _child(stack: IConstruct, path: str) -> IConstruct | None:
    construct: IConstruct | None = stack
    for part in path.split("/"):
        construct = construct.node.try_find_child(part) if construct else None
    return construct


def acknowledge_finding(resource: IConstruct, rule: str, reason: str) -> None:
    """Give the reason why a finding stays, such as `SQS3`, to the resource that it is about."""
    cdk.Validations.of(resource).acknowledge(cdk.Acknowledgment(id=f"{PACK}::{PACK}-{rule}", reason=reason))


def resource_pattern(resolved: object) -> str:
    """Return cdk-nag's name for a resource of a statement: what only CloudFormation knows stands in angle brackets."""
    match resolved:
        case {"Fn::Join": ["", list(parts)]}:
            return "".join(resource_pattern(part) for part in parts)
        case {"Ref": str(name)}:
            return f"<{name}>"
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"<{name}.{attribute}>"
    return str(resolved)
