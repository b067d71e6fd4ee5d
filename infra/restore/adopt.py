"""Makes a restored table what its service expects: DynamoDB restores items, keys and indexes, and nothing else.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
"""

from typing import TYPE_CHECKING

import boto3
import msgspec

from backend.contracts import shop
from infra.config import Config
from infra.recovery import RECOVERY_DAYS
from infra.restore import RestoreRefused
from infra.restore.expected import ExpectedTable, Key, Keys

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def adopt(service: str, table: str, expected: ExpectedTable, config: Config, session: boto3.Session) -> str:
    """Turn on what a restore leaves off, and return the line for the stage's file. Raises RestoreRefused.

    Doing it twice changes nothing. With the stream on, what is written from now on is published.
    """
    dynamo = session.client("dynamodb")
    description = dynamo.describe_table(TableName=table)["Table"]
    if different := _difference(msgspec.convert(description, Keys), expected):
        raise RestoreRefused(f"{table} is not what {service} expects: {different}. Restore it with all its indexes.")
    _protect(dynamo, table, expected)
    _expire(dynamo, table, expected)
    _stream(dynamo, table, expected)
    tags = {"shop": shop.NAME.lower(), "stage": config.stage}
    dynamo.tag_resource(ResourceArn=description["TableArn"], Tags=[{"Key": key, "Value": tags[key]} for key in tags])
    stream = dynamo.describe_table(TableName=table)["Table"].get("LatestStreamArn", "")
    return f'restored.{service} = "{stream.partition(":table/")[2] or table}"'


def _difference(actual: Keys, expected: Keys) -> str:
    """Return what of keys and indexes is another, in words; empty where all is as expected."""
    if _names(actual.key_schema) != _names(expected.key_schema):
        return f"its key is {' and '.join(_names(actual.key_schema))}"
    actual_indexes = {each.index_name: each.key_schema for each in actual.global_secondary_indexes}
    expected_indexes = {each.index_name: each.key_schema for each in expected.global_secondary_indexes}
    missing = sorted(name for name, keys in expected_indexes.items() if actual_indexes.get(name) != keys)
    return f"it has no such index as {', '.join(missing)}" if missing else ""


def _names(keys: list[Key]) -> list[str]:
    return [each.attribute_name for each in keys]


def _protect(dynamo: "DynamoDBClient", table: str, expected: ExpectedTable) -> None:
    """Have the table recoverable, protected and limited. DynamoDB takes one update at a time."""
    if expected.point_in_time_recovery_specification.point_in_time_recovery_enabled:
        dynamo.update_continuous_backups(
            TableName=table,
            PointInTimeRecoverySpecification={
                "PointInTimeRecoveryEnabled": True,
                "RecoveryPeriodInDays": RECOVERY_DAYS,
            },
        )
    dynamo.update_table(TableName=table, DeletionProtectionEnabled=expected.deletion_protection_enabled)
    _wait(dynamo, table)
    limit = expected.on_demand_throughput
    reads, writes = limit.max_read_request_units, limit.max_write_request_units
    dynamo.update_table(
        TableName=table, OnDemandThroughput={"MaxReadRequestUnits": reads, "MaxWriteRequestUnits": writes}
    )
    _wait(dynamo, table)


def _expire(dynamo: "DynamoDBClient", table: str, expected: ExpectedTable) -> None:
    """Let items expire. DynamoDB refuses to turn on what is on."""
    time_to_live = expected.time_to_live_specification
    status = dynamo.describe_time_to_live(TableName=table)["TimeToLiveDescription"].get("TimeToLiveStatus")
    if time_to_live and status not in ("ENABLED", "ENABLING"):
        dynamo.update_time_to_live(
            TableName=table, TimeToLiveSpecification={"AttributeName": time_to_live.attribute_name, "Enabled": True}
        )


def _stream(dynamo: "DynamoDBClient", table: str, expected: ExpectedTable) -> None:
    """Turn the stream on. DynamoDB refuses to turn on what is on."""
    stream = dynamo.describe_table(TableName=table)["Table"].get("StreamSpecification", {})
    if expected.stream_specification and not stream.get("StreamEnabled"):
        view = expected.stream_specification.stream_view_type
        dynamo.update_table(TableName=table, StreamSpecification={"StreamEnabled": True, "StreamViewType": view})
        _wait(dynamo, table)


def _wait(dynamo: "DynamoDBClient", table: str) -> None:
    """Wait until an update is done."""
    dynamo.get_waiter("table_exists").wait(TableName=table)
