"""The stage of an HTTP API: deployed by itself, throttled, with one line per request in a log of its own."""

import json
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.log import LOG_DAYS
from infra.sizing import ACCESS_LOG, NUMBERS


def access_log(scope: Construct, name: str) -> logs.LogGroup:
    """Return an API's access log.

    Below this prefix it needs no room in the account's one resource policy, which many APIs would fill:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
    """
    log_name = f"/aws/vendedlogs/{cdk.Aws.STACK_NAME}/{name}"
    return logs.LogGroup(
        scope, "AccessLog", log_group_name=log_name, retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY
    )


def logged_stage(
    scope: Construct, of: api.HttpApi, log: logs.LogGroup, throttle: api.ThrottleSettings
) -> api.HttpStage:
    """Make the one stage of an API, with this access log."""
    stage = api.HttpStage(scope, "Stage", http_api=of, stage_name="$default", auto_deploy=True, throttle=throttle)
    arn = cdk.Stack.of(scope).format_arn(
        service="logs",
        resource="log-group",
        resource_name=log.log_group_name,
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )
    resource = cast(api.CfnStage, stage.node.default_child)
    line = json.dumps(ACCESS_LOG, separators=(",", ":"))
    for number in NUMBERS:  # bare, so that metric filters can compare them
        line = line.replace(f'"{ACCESS_LOG[number]}"', ACCESS_LOG[number])
    resource.access_log_settings = api.CfnStage.AccessLogSettingsProperty(destination_arn=arn, format=line)
    return stage
