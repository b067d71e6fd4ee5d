"""A Lambda function as all services have them: its own role, its own log, and structured log lines."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs import grants
from infra.constructs.log import LOG_DAYS
from infra.sizing import LOG_LEVEL


def make_function(
    scope: Construct,
    description: str,
    handler: str,
    code: lambda_.Code,
    timeout: cdk.Duration,
    policies: Sequence[iam.PolicyStatement],
    environment: Mapping[str, str],
    *,
    memory: int,
    disk: cdk.Size | None = None,
) -> tuple[lambda_.Function, logs.LogGroup]:
    """Create a function, with `memory` in MB, and its log group. It may do only what the policies allow."""
    log = logs.LogGroup(scope, "Log", retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)
    function = lambda_.Function(
        scope,
        "Function",
        description=description,
        runtime=lambda_.Runtime.PYTHON_3_13,
        architecture=lambda_.Architecture.ARM_64,
        handler=handler,
        code=code,
        role=grants.role(scope, policies, log).without_policy_updates(),
        timeout=timeout,
        memory_size=memory,
        ephemeral_storage_size=disk,
        log_group=log,
        logging_format=lambda_.LoggingFormat.JSON,
        system_log_level_v2=lambda_.SystemLogLevel.WARN,
        application_log_level_v2=lambda_.ApplicationLogLevel[LOG_LEVEL],
        environment=dict(environment),
    )
    return function, log
