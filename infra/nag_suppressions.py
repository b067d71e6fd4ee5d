"""Tells cdk-nag which findings stay, and why."""

import re

import aws_cdk as cdk
from constructs import IConstruct

from infra.nag_findings import findings

PACK = "AwsSolutions"
ARN = re.compile(r"<(\w+/\w+)\.Arn>")
"""A bucket's ARN in a rule, by the bucket's path: cdk-nag wants its logical id there, which has a hash."""


def acknowledge(stack: cdk.Stack, provider: str) -> None:
    """Give cdk-nag the reasons, each at the one resource it is for."""
    for (path, rule), reason in findings(provider).items():
        named = ARN.sub(lambda match: f"<{stack.get_logical_id(_resource(stack, match[1]))}.Arn>", rule)
        acknowledge_finding(_resource(stack, path), named, reason)


def _resource(stack: cdk.Stack, path: str) -> cdk.CfnElement:
    """Return the CloudFormation resource of the construct with this path."""
    resource: IConstruct = stack
    for part in [*path.split("/"), "Resource"]:
        resource = resource.node.find_child(part)
    if not isinstance(resource, cdk.CfnElement):
        raise TypeError(f"{path} is no single resource")
    return resource


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
    return str(resolved)
