"""Tells cdk-nag which findings stay, and why."""

import aws_cdk as cdk
from constructs import IConstruct

from infra.nag_findings import findings

PACK = "AwsSolutions"


def acknowledge(stack: cdk.Stack, provider: str) -> None:
    """Gives cdk-nag the reasons, each at the one resource it is for."""
    for (path, rule), reason in findings(provider).items():
        resource: IConstruct = stack
        for part in [*path.split("/"), "Resource"]:
            resource = resource.node.find_child(part)
        acknowledge_finding(resource, rule, reason)


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
