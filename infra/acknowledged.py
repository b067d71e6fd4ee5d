"""Findings of cdk-nag's AwsSolutions rules that stay, each with its reason. A test proves that every one of them is needed."""

import aws_cdk as cdk
from constructs import IConstruct

from backend.contracts import CONSUMERS, OPERATIONS, SERVICES
from infra.gateway import route_id

PACK = "AwsSolutions"
_MFA = "A shop that demands a second factor loses shoppers; it is theirs to switch on"
_PLUS = "Threat protection of the Plus tier costs $0.02 per active shopper a month; the shop's owner decides"
_PUBLIC = "Anyone may look at the catalogue; a guest proves himself by 128 random bits in the path"
_LAST = "This is where messages end that could not be delivered: it is a dead-letter queue of a stream or of the bus, and has an alarm"
_PYTHON = "Python 3.13 is what the pinned wheels are tested with; raised together with them"

_FUNCTIONS = [f"{service.title()}/{door}" for service in SERVICES for door in ("Handler", "Relay")] + [
    f"{service.title()}/Intake" for service in sorted({service for services in CONSUMERS.values() for service in services})
]

FINDINGS: dict[tuple[str, str], str] = {
    ("Identity/Pool", "COG2"): _MFA,
    ("Identity/Pool", "COG8"): _PLUS,
    ("Bus/Undelivered", "SQS3"): _LAST,
    **{(f"{service.title()}/Unpublished", "SQS3"): _LAST for service in SERVICES},
    **{(f"{function}/Function", "L1"): _PYTHON for function in _FUNCTIONS},
    **{(f"Gateway/{route_id(operation)}", "APIG4"): _PUBLIC for operation in OPERATIONS if operation.scope is None},
}


def acknowledge(stack: cdk.Stack) -> None:
    """Gives cdk-nag the reasons, each at the one resource it is for."""
    for (path, rule), reason in FINDINGS.items():
        resource: IConstruct = stack
        for part in [*path.split("/"), "Resource"]:
            resource = resource.node.find_child(part)
        cdk.Validations.of(resource).acknowledge(cdk.Acknowledgment(id=f"{PACK}::{PACK}-{rule}", reason=reason))
