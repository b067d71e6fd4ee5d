"""Operations: what failed anywhere in the shop, for staff to see and to repair."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Config
from infra.constructs import grants
from infra.constructs.dead_letters import parameter_path
from infra.constructs.resources import Resources
from infra.constructs.service import Service

COUNTED_EVERY = cdk.Duration.minutes(5)
AUDITED = logs.RetentionDays.TEN_YEARS


class Operations(Service):
    """It keeps nothing but the audit log.

    It may reach the queues of failed messages, where these go back to, and what publishes them.
    """

    def __init__(self, scope: Construct, resources: Resources, services: Sequence[Service]) -> None:
        super().__init__(scope, "operations", resources, swept_every=COUNTED_EVERY)
        config, bus, pool = resources.config, resources.bus, resources.data.users.pool
        self._services = services
        # What staff did to letters. Log groups can be added to and not changed.
        self.audit = logs.LogGroup(self.data, "AuditLog", retention=AUDITED, removal_policy=config.removal_policy)
        letters = [bus.undelivered, *(queue for each in self._services for queue in each.dead_letters)]
        reads = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage")
        fed = [each.queue.queue_arn for each in self._services if each.queue]
        # The local cloud does not look at which path is asked for.
        listing = grants.statement(["ssm:GetParametersByPath"], "*" if config.local else _parameters(self, config))
        path = f"/{parameter_path(config)}"
        self.http_function(
            table=(),
            policies=[
                grants.statement([f"sqs:{action}" for action in reads], *(queue.queue_arn for queue in letters)),
                grants.statement(["sqs:GetQueueUrl", "sqs:SendMessage"], *fed),
                *self._allow_publishing(config),
                self._allow_auditing(config),
                self._allow_log_search(config),
                grants.statement(["cognito-idp:AdminGetUser"], pool.user_pool_arn),
                listing,
            ],
            LETTERS=path,
            AUDIT=self.audit.log_group_name,
            USER_POOL=pool.user_pool_id,
        )
        counting = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
        self.sweeper(
            table=(),
            indexes=(),
            policies=[grants.statement(counting, *(queue.queue_arn for queue in letters)), listing],
            LETTERS=path,
        )

    @property
    def kept_outputs(self) -> dict[str, str]:
        return super().kept_outputs | {"AuditLog": self.audit.log_group_name}

    def _allow_publishing(self, config: Config) -> list[iam.PolicyStatement]:
        """Allow to read streams once more, and to wake the relays that publish what these tell."""
        relays = [each for each in self._services if "Relay" in each.functions]
        # The local cloud cannot tell which stream is read: a call names it in an opaque iterator only.
        streams = ["*"] if config.local else [str(each.table.table_stream_arn) for each in relays]
        return [
            grants.statement(["dynamodb:GetRecords", "dynamodb:GetShardIterator"], *streams),
            grants.statement(["lambda:InvokeFunction"], *(each.functions["Relay"].function_arn for each in relays)),
        ]

    def _allow_log_search(self, config: Config) -> iam.PolicyStatement:
        """Allow to find what consumers logged about a message that failed."""
        logged = [each.logs["Consumer"] for each in self._services if "Consumer" in each.logs]
        arns = [_log_group_arn(self, log) if config.local else log.log_group_arn for log in logged]
        return grants.statement(["logs:FilterLogEvents"], *arns)

    def _allow_auditing(self, config: Config) -> iam.PolicyStatement:
        """Allow to add to the audit log and to read it.

        On AWS a log group's ARN covers its streams; the local cloud takes it to the letter.
        """
        actions = ("CreateLogStream", "DescribeLogStreams", "GetLogEvents", "PutLogEvents")
        arn = _log_group_arn(self, self.audit) if config.local else self.audit.log_group_arn
        return grants.statement([f"logs:{action}" for action in actions], arn)


def _log_group_arn(scope: Construct, log: logs.LogGroup) -> str:
    """Return a log group's ARN without its streams."""
    stack, kind = cdk.Stack.of(scope), cdk.ArnFormat.COLON_RESOURCE_NAME
    return stack.format_arn(service="logs", resource="log-group", resource_name=log.log_group_name, arn_format=kind)


def _parameters(scope: Construct, config: Config) -> str:
    """Return the ARN of the path that the parameters are below: no more than that is asked for."""
    return cdk.Stack.of(scope).format_arn(service="ssm", resource="parameter", resource_name=parameter_path(config))
