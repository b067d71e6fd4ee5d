"""Gradual deployments of the order path's functions, if the stage asks for them: a new version gets a tenth of the
calls for five minutes, and an alarm on its errors rolls it back."""

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_lambda as lambda_
from constructs import Construct, IConstruct

from infra.config import Config
from infra.constructs.alarms import describe
from infra.nag_findings import CANARY_POLICY
from infra.nag_suppressions import acknowledge_finding

ORDER_PATH = ("basket", "inventory", "order", "payment")
"""The services that an order cannot be placed or confirmed without."""

PARTS = ("Handler", "Consumer")  # a relay keeps its place in a stream, and a sweeper comes again in a minute
ALIAS = "live"
_POLICY = "arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited"


def has_canary(config: Config, service: str, part: str) -> bool:
    """Return whether this part of a service is deployed gradually; the local cloud always deploys at once."""
    return config.canary and not config.local and service in ORDER_PATH and part in PARTS


def shift(scope: Construct, function: lambda_.Function) -> lambda_.Alias:
    """Return the alias that callers use; CodeDeploy moves it to each new version of the function."""
    alias = lambda_.Alias(scope, "Alias", alias_name=ALIAS, version=function.current_version)
    failing = cloudwatch.Alarm(
        scope,
        "Failing",
        metric=alias.metric_errors(period=cdk.Duration.minutes(1), statistic="Sum"),
        threshold=1,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        alarm_description=describe("A new version fails; CodeDeploy brings the old one back", "canary"),
    )
    group = codedeploy.LambdaDeploymentGroup(
        scope,
        "Canary",
        alias=alias,
        deployment_config=codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
        alarms=[failing],
        auto_rollback=codedeploy.AutoRollbackConfig(failed_deployment=True, deployment_in_alarm=True),
    )
    role = cast(IConstruct, group.role.node.default_child)
    acknowledge_finding(role, f"IAM4[Policy::{_POLICY}]", CANARY_POLICY)
    return alias
