"""Operations: what failed anywhere in the shop, for staff to see and to repair."""

from collections.abc import Iterable, Iterator

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from backend.contracts.operations.models import Kind
from infra.config import Config
from infra.constructs import grants
from infra.constructs.bus import Bus
from infra.constructs.identity import Identity
from infra.constructs.service import Service

AUDITED = logs.RetentionDays.TEN_YEARS
KINDS = {
    "DeadLetters": Kind.CONSUMER_FAILED,
    "Undelivered": Kind.DELIVERY_FAILED,
    "Untold": Kind.DELIVERY_FAILED,
    "Unpublished": Kind.PUBLISH_FAILED,
    "Unbuilt": Kind.BUILD_FAILED,
}
"""Why messages are in a queue, by what every queue of its kind is called."""
PARAMETER_PATH = "operations/dead-letters"
"""Where the parameters are that say which queues there are, below the stack's name."""


class Operations(Service):
    """It keeps nothing but the audit log.

    It may reach the queues of failed messages, where these go back to, and what publishes them.
    """

    def __init__(
        self, scope: Construct, choices: Config, bus: Bus, identity: Identity, services: Iterable[Service]
    ) -> None:
        super().__init__(scope, "operations", choices)
        self._services = tuple(services)
        # What staff did to letters. Log groups can be added to and not changed.
        self.audit = logs.LogGroup(self, "AuditLog", retention=AUDITED, removal_policy=choices.removal_policy)
        told = {each.node.id: dict(_queues_of(each)) for each in self._services if each.dead_letters}
        told["Bus"] = {"BusUndelivered": _queue_settings(bus.undelivered.queue_name, Kind.DELIVERY_FAILED)}
        self._keep(told)
        letters = [bus.undelivered, *(queue for each in self._services for queue in each.dead_letters)]
        reads = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage")
        fed = [each.queue.queue_arn for each in self._services if each.queue]
        self.http_function(
            table=(),
            policies=[
                grants.statement([f"sqs:{action}" for action in reads], *(queue.queue_arn for queue in letters)),
                grants.statement(["sqs:GetQueueUrl", "sqs:SendMessage"], *fed),
                *self._publishing(choices),
                self._auditing(choices),
                self._looking_up(choices),
                grants.statement(["cognito-idp:AdminGetUser"], identity.pool.user_pool_arn),
                # The local cloud does not look at which path is asked for.
                grants.statement(["ssm:GetParametersByPath"], "*" if choices.local else _parameters(self)),
            ],
            LETTERS=f"/{cdk.Aws.STACK_NAME}/{PARAMETER_PATH}",
            AUDIT=self.audit.log_group_name,
            USER_POOL=identity.pool.user_pool_id,
        )

    @property
    def outputs(self) -> dict[str, str]:
        return super().outputs | {"AuditLog": self.audit.log_group_name}

    def _keep(self, told: dict[str, dict[str, dict[str, str]]]) -> None:
        """Write down the places of each service as a parameter: a function's whole environment may have 4,096 bytes,
        each parameter has.

        https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html
        """
        for service, places in told.items():
            name = f"/{cdk.Aws.STACK_NAME}/{PARAMETER_PATH}/{service}"
            ssm.CfnParameter(
                self, f"Places{service}", name=name, type="String", value=cdk.Stack.of(self).to_json_string(places)
            )

    def _publishing(self, choices: Config) -> list[iam.PolicyStatement]:
        """Reading streams once more, and waking the relays that publish what these tell."""
        relays = [each for each in self._services if "Relay" in each.functions]
        # The local cloud cannot tell which stream is read: a call names it in an opaque iterator only.
        streams = ["*"] if choices.local else [str(each.table.table_stream_arn) for each in relays]
        return [
            grants.statement(["dynamodb:GetRecords", "dynamodb:GetShardIterator"], *streams),
            grants.statement(["lambda:InvokeFunction"], *(each.functions["Relay"].function_arn for each in relays)),
        ]

    def _looking_up(self, choices: Config) -> iam.PolicyStatement:
        """Finding what the functions that take messages in said of one that failed."""
        logged = [each.logs["Consumer"] for each in self._services if "Consumer" in each.logs]
        arns = [_log_group_arn(self, log) if choices.local else log.log_group_arn for log in logged]
        return grants.statement(["logs:FilterLogEvents"], *arns)

    def _auditing(self, choices: Config) -> iam.PolicyStatement:
        """Adding to the audit log and reading it.

        On AWS a log group's ARN covers its streams; the local cloud takes it to the letter.
        """
        actions = ("CreateLogStream", "DescribeLogStreams", "GetLogEvents", "PutLogEvents")
        arn = _log_group_arn(self, self.audit) if choices.local else self.audit.log_group_arn
        return grants.statement([f"logs:{action}" for action in actions], arn)


def _log_group_arn(scope: Construct, log: logs.LogGroup) -> str:
    """A log group's ARN without its streams."""
    stack, kind = cdk.Stack.of(scope), cdk.ArnFormat.COLON_RESOURCE_NAME
    return stack.format_arn(service="logs", resource="log-group", resource_name=log.log_group_name, arn_format=kind)


def _parameters(scope: Construct) -> str:
    """The ARN of the path that the parameters are below: whoever may read a path may read all of it, and no more is
    asked for."""
    return cdk.Stack.of(scope).format_arn(
        service="ssm", resource="parameter", resource_name=f"{cdk.Aws.STACK_NAME}/{PARAMETER_PATH}"
    )


def _queues_of(service: Service) -> Iterator[tuple[str, dict[str, str]]]:
    """The service's queues of letters as `backend/operations/queues.py` reads them."""
    for queue in service.dead_letters:
        kind, name = KINDS[queue.node.id], service.node.id
        match kind:
            case Kind.CONSUMER_FAILED if service.queue:
                # The sandbox's function is made later than this one: it calls an API that this one answers at.
                log = {"log": service.logs["Consumer"].log_group_name} if "Consumer" in service.logs else {}
                place = _queue_settings(queue.queue_name, kind, to=f"{name}Queue", back=service.queue.queue_name, **log)
            case Kind.PUBLISH_FAILED:
                relay, stream = service.functions["Relay"].function_name, str(service.table.table_stream_arn)
                place = _queue_settings(queue.queue_name, kind, to=f"{name}Relay", back=relay, stream=stream)
            case _:
                place = _queue_settings(queue.queue_name, kind)
        yield f"{name}{queue.node.id}", place


def _queue_settings(queue: str, kind: Kind, **more: str) -> dict[str, str]:
    return {"kind": kind.value, "queue": queue, **more}
