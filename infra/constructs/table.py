"""DynamoDB tables: on demand with a ceiling, encrypted, recoverable to any second of the last 35 days."""

from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.config import Config

STRING, NUMBER = dynamodb.AttributeType.STRING, dynamodb.AttributeType.NUMBER
RECOVERY_DAYS = 35


def table(
    scope: Construct,
    id: str,
    choices: Config,
    *,
    sorted_by: str | None = "sk",
    streamed: bool = False,
    expires: bool = False,
) -> dynamodb.Table:
    """A table keyed by `pk` and, unless told otherwise, `sk`; with `expires`, items go some time after that second
    (epoch)."""
    return dynamodb.Table(
        scope,
        id,
        partition_key=dynamodb.Attribute(name="pk", type=STRING),
        sort_key=dynamodb.Attribute(name=sorted_by, type=STRING) if sorted_by else None,
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        max_read_request_units=choices.limits.table_reads,
        max_write_request_units=choices.limits.table_writes,
        encryption=dynamodb.TableEncryption.DEFAULT,
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True, recovery_period_in_days=RECOVERY_DAYS
        ),
        stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES if streamed else None,
        time_to_live_attribute="expires" if expires else None,
        deletion_protection=choices.is_production,
        removal_policy=choices.removal_policy,
    )


def index(table: dynamodb.Table, name: str, partition: str, sort: str, type: dynamodb.AttributeType) -> None:
    """Another order to read the table in; it holds whole items, so that a list needs one call.

    Unless it is chosen to come later.
    """
    service = table.node.scope.node.id.lower() if table.node.scope else ""
    choices = Config.of(table.node)
    if f"{service}.{name}" in choices.later_indexes:
        return
    table.add_global_secondary_index(
        index_name=name,
        partition_key=dynamodb.Attribute(name=partition, type=STRING),
        sort_key=dynamodb.Attribute(name=sort, type=type),
        projection_type=dynamodb.ProjectionType.ALL,
        max_read_request_units=choices.limits.table_reads,
        max_write_request_units=choices.limits.table_writes,
    )
