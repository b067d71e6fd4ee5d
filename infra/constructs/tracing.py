"""AWS X-Ray on every function, by a stage's choice: how long each call took, its start and its waiting included.

HTTP APIs cannot take part. What a function asks of other services is not among it: that would need a library in each.
"""

from collections.abc import Iterable, Iterator

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs import grants
from infra.nag_suppressions import acknowledge_finding

SENDS = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
NOWHERE = "X-Ray's actions that send name no resource: AWS lets them be allowed on all or none"


def trace(stacks: Iterable[cdk.Stack], scope: Construct) -> None:
    """Have X-Ray record calls of all functions of the stacks. `scope` is in a stack that is deployed before them."""
    policy = iam.ManagedPolicy(
        scope,
        "Tracing",
        description="Sends what X-Ray records of a function",
        statements=[grants.statement(SENDS, "*")],
    )
    acknowledge_finding(policy.node.default_child or policy, "IAM5[Resource::*]", NOWHERE)
    for function in _functions(stacks):
        function.tracing_config = lambda_.CfnFunction.TracingConfigProperty(mode="Active")
        _role_of(function).add_managed_policy(policy)


def _functions(stacks: Iterable[cdk.Stack]) -> Iterator[lambda_.CfnFunction]:
    return (each for stack in stacks for each in stack.node.find_all() if isinstance(each, lambda_.CfnFunction))


def _role_of(function: lambda_.CfnFunction) -> iam.Role:
    """Return the role that stands beside the function in the tree."""
    group = function.node.scopes[-3]  # the last is the function's resource, before it its construct
    role = group.node.find_child("Role")
    if not isinstance(role, iam.Role):
        raise TypeError(role)
    return role
