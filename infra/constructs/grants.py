"""What a function's role may do: statements in plain words, so that a role reads like a table. No wildcards
anywhere."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.event import SOURCE, name
from backend.contracts.registry import PUBLISHER


def statement(
    actions: Sequence[str], *resources: str, conditions: Mapping[str, object] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=sorted(actions), resources=list(resources), conditions=conditions)


def role(scope: Construct, statements: Sequence[iam.PolicyStatement], log_group: logs.ILogGroup) -> iam.Role:
    """Create a function's own role, with these statements and the right to write its own log."""
    # The ARN of a log group covers its streams, whose names only Lambda knows.
    own_log = statement(["logs:CreateLogStream", "logs:PutLogEvents"], log_group.log_group_arn)
    return iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        inline_policies={"Own": iam.PolicyDocument(statements=[*statements, own_log])},
    )


def on_table(table: dynamodb.ITable, actions: Sequence[str]) -> iam.PolicyStatement:
    """DynamoDB actions by their short names, such as GetItem."""
    return statement([f"dynamodb:{action}" for action in actions], table.table_arn)


def on_indexes(table: dynamodb.ITable, indexes: Sequence[str]) -> iam.PolicyStatement:
    return statement(["dynamodb:Query"], *(f"{table.table_arn}/index/{index}" for index in indexes))


def read_stream(table: dynamodb.ITable) -> iam.PolicyStatement:
    reads = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    return statement([f"dynamodb:{action}" for action in reads], str(table.table_stream_arn))


def consume(queue: sqs.IQueue) -> iam.PolicyStatement:
    """Allow what Lambda needs on a queue that feeds a function, and no more (Lambda developer guide, "Using Lambda with
    Amazon SQS")."""
    return statement(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], queue.queue_arn)


def read_secrets(*arns: str) -> iam.PolicyStatement:
    return statement(["secretsmanager:GetSecretValue"], *arns)


def send(queue: sqs.IQueue) -> iam.PolicyStatement:
    return statement(["sqs:SendMessage"], queue.queue_arn)


def publish(bus: events.IEventBus, service: str) -> iam.PolicyStatement:
    """Allow a service to publish events, but only in its own name."""
    own_name = {"ForAllValues:StringEquals": {"events:source": f"{SOURCE}.{service}"}}
    return statement(["events:PutEvents"], bus.event_bus_arn, conditions=own_name)


def log_changes(bus: events.IEventBus) -> iam.PolicyStatement:
    """Allow publishing entries of the audit log, in the desk's name, where staff change something."""
    entry = {"events:source": f"{SOURCE}.{PUBLISHER[StaffChangeMade]}", "events:detail-type": name(StaffChangeMade)}
    return statement(["events:PutEvents"], bus.event_bus_arn, conditions={"ForAllValues:StringEquals": entry})
