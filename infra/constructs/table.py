"""DynamoDB tables: on demand with a ceiling, encrypted, and recoverable where they could not be filled again."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.config import Config
from infra.recovery import REBUILT, RECOVERY_DAYS

STRING, NUMBER = dynamodb.AttributeType.STRING, dynamodb.AttributeType.NUMBER


def table(
    scope: Construct,
    id: str,
    config: Config,
    *,
    sorted_by: str | None = "sk",
    streamed: bool = False,
    expires: bool = False,
) -> dynamodb.Table:
    """Make a table keyed by `pk` and, unless told otherwise, `sk`; with `expires`, items go some time after that second
    (epoch).
    """
    return dynamodb.Table(
        scope,
        id,
        partition_key=dynamodb.Attribute(name="pk", type=STRING),
        sort_key=dynamodb.Attribute(name=sorted_by, type=STRING) if sorted_by else None,
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        max_read_request_units=config.limits.table_reads,
        max_write_request_units=config.limits.table_writes,
        encryption=dynamodb.TableEncryption.DEFAULT,
        point_in_time_recovery_specification=_recovery(f"{scope.node.id}/{id}"),
        stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if streamed else None,
        time_to_live_attribute="expires" if expires else None,
        deletion_protection=config.is_production,
        removal_policy=config.removal_policy,
    )


def restored_table(scope: Construct, id: str, name: str) -> dynamodb.ITable:
    """Return the table that was restored under this name, with its stream's part of the ARN where it has one.

    CloudFormation did not make it, so it never replaces or deletes it: `python -m infra.restore adopt` has turned on
    what a restore leaves off.
    """
    table, _, stream = name.partition("/")
    arn = cdk.Stack.of(scope).format_arn(service="dynamodb", resource="table", resource_name=table)
    stream_arn = f"{arn}/{stream}" if stream else None
    return dynamodb.Table.from_table_attributes(scope, id, table_arn=arn, table_stream_arn=stream_arn)


def _recovery(path: str) -> dynamodb.PointInTimeRecoverySpecification:
    """Return how far back the table of this path in its stack can be restored."""
    if path in REBUILT:
        return dynamodb.PointInTimeRecoverySpecification(point_in_time_recovery_enabled=False)
    return dynamodb.PointInTimeRecoverySpecification(
        point_in_time_recovery_enabled=True, recovery_period_in_days=RECOVERY_DAYS
    )


def index(
    table: dynamodb.ITable,
    name: str,
    partition: str,
    sort: str,
    type: dynamodb.AttributeType,
    *,
    keys_only: bool = False,
) -> None:
    """Another order to read the table in; it holds whole items, so that a list needs one call.

    With `keys_only` it costs a write only where its keys change. An index that is chosen to come later is left out, and
    a restored table has those that it was restored with.
    """
    if not isinstance(table, dynamodb.Table):
        return
    service = table.node.scope.node.id.lower() if table.node.scope else ""
    config = Config.of(table.node)
    if f"{service}.{name}" in config.later_indexes:
        return
    table.add_global_secondary_index(
        index_name=name,
        partition_key=dynamodb.Attribute(name=partition, type=STRING),
        sort_key=dynamodb.Attribute(name=sort, type=type),
        projection_type=dynamodb.ProjectionType.KEYS_ONLY if keys_only else dynamodb.ProjectionType.ALL,
        max_read_request_units=config.limits.table_reads,
        max_write_request_units=config.limits.table_writes,
    )
