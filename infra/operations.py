"""Operations: what failed anywhere in the shop, for staff to see and to repair."""

from collections.abc import Iterable, Iterator

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from backend.contracts.operations import Kind
from infra import grants
from infra.bus import Bus
from infra.choices import Choices
from infra.service import Service

AUDITED = logs.RetentionDays.TEN_YEARS
KINDS = {
    "DeadLetters": Kind.UNCONSUMED,
    "Undelivered": Kind.UNDELIVERED,
    "Untold": Kind.UNDELIVERED,
    "Unpublished": Kind.UNPUBLISHED,
    "Unbuilt": Kind.UNBUILT,
}
"""Why messages are in a queue, by what every queue of its kind is called."""
Places = dict[str, dict[str, str]]


class Operations(Service):
    """It keeps nothing but the audit log. It may reach the queues of failed messages, where these go back to, and what publishes them."""

    def __init__(self, scope: Construct, choices: Choices, bus: Bus, services: Iterable[Service]) -> None:
        super().__init__(scope, "operations", choices)
        self._services = tuple(services)
        # What staff did to letters. Log groups can be added to and not changed.
        self.audit = logs.LogGroup(self, "AuditLog", retention=AUDITED, removal_policy=choices.removal)
        told = {name: place for each in self._services for name, place in _places(each)}
        told["BusUndelivered"] = _place(bus.undelivered.queue_name, Kind.UNDELIVERED)
        letters = [bus.undelivered, *(queue for each in self._services for queue in each.dead_letters)]
        reads = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage")
        fed = [each.queue.queue_arn for each in self._services if each.queue]
        self.door(
            table=(),
            may=[
                grants.statement([f"sqs:{action}" for action in reads], *(queue.queue_arn for queue in letters)),
                grants.statement(["sqs:GetQueueUrl", "sqs:SendMessage"], *fed),
                *self._publishing(choices),
                self._auditing(choices),
            ],
            LETTERS=cdk.Stack.of(self).to_json_string(told),
            AUDIT=self.audit.log_group_name,
        )

    @property
    def outputs(self) -> dict[str, str]:
        return super().outputs | {"AuditLog": self.audit.log_group_name}

    def _publishing(self, choices: Choices) -> list[iam.PolicyStatement]:
        """Reading streams once more, and waking the relays that publish what these tell."""
        relays = [each for each in self._services if "Relay" in each.functions]
        # The local cloud cannot tell which stream is read: a call names it in an opaque iterator only.
        streams = ["*"] if choices.local else [str(each.table.table_stream_arn) for each in relays]
        return [
            grants.statement(["dynamodb:GetRecords", "dynamodb:GetShardIterator"], *streams),
            grants.statement(["lambda:InvokeFunction"], *(each.functions["Relay"].function_arn for each in relays)),
        ]

    def _auditing(self, choices: Choices) -> iam.PolicyStatement:
        """Adding to the audit log and reading it. On AWS a log group's ARN covers its streams; the local cloud takes it to the letter."""
        stack, name = cdk.Stack.of(self), self.audit.log_group_name
        bare = stack.format_arn(service="logs", resource="log-group", resource_name=name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME)
        actions = ("CreateLogStream", "DescribeLogStreams", "GetLogEvents", "PutLogEvents")
        return grants.statement([f"logs:{action}" for action in actions], bare if choices.local else self.audit.log_group_arn)


def _places(service: Service) -> Iterator[tuple[str, dict[str, str]]]:
    """The service's queues of letters as `backend/operations/queues.py` reads them."""
    for queue in service.dead_letters:
        kind, name = KINDS[queue.node.id], service.node.id
        match kind:
            case Kind.UNCONSUMED if service.queue:
                place = _place(queue.queue_name, kind, to=f"{name}Queue", back=service.queue.queue_name)
            case Kind.UNPUBLISHED:
                relay, stream = service.functions["Relay"].function_name, str(service.table.table_stream_arn)
                place = _place(queue.queue_name, kind, to=f"{name}Relay", back=relay, stream=stream)
            case _:
                place = _place(queue.queue_name, kind)
        yield f"{name}{queue.node.id}", place


def _place(queue: str, kind: Kind, **more: str) -> dict[str, str]:
    return {"kind": kind.value, "queue": queue, **more}
