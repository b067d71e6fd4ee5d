"""`python -m infra.replicas -c stage=production`: gives each table that could not be filled again a copy in the stage's
second region, and protects the copies. Run after each deploy; a second time changes nothing.

CloudFormation's type `AWS::DynamoDB::Table` knows no replicas, and the type that does would replace the tables.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3

from infra import account
from infra.config import Config
from infra.functions import RECOVERED_SERVICES
from infra.recovery import RECOVERY_DAYS
from infra.stage_reading import ConfigRefused

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def replicate(config: Config, session: boto3.Session) -> Iterator[str]:
    """Yield a line for each table: its copy is asked for, being made, or there and protected."""
    near, far = session.client("dynamodb"), session.client("dynamodb", region_name=config.replica)
    for service, table in _tables(config, session).items():
        replicas = near.describe_table(TableName=table)["Table"].get("Replicas", [])
        status = {each["RegionName"]: each.get("ReplicaStatus", "") for each in replicas}.get(config.replica)
        if status is None:
            near.update_table(TableName=table, ReplicaUpdates=[{"Create": {"RegionName": config.replica}}])
            yield f"A copy of {service} in {config.replica} is asked for: deploy again when it is there"
        elif status == "ACTIVE":
            _protect(far, table)
            yield f"{service} has a copy in {config.replica}"
        else:
            yield f"The copy of {service} in {config.replica} is {status}: deploy again when it is there"


def _tables(config: Config, session: boto3.Session) -> dict[str, str]:
    """Return the names of the tables that are copied, by service."""
    cloud = session.client("cloudformation")
    (stack,) = cloud.describe_stacks(StackName=f"{config.name}-Data")["Stacks"]
    outputs = {each["OutputKey"]: str(each["OutputValue"]) for each in stack["Outputs"]}
    return {service: outputs[f"{service.title()}Table"] for service in RECOVERED_SERVICES}


def _protect(dynamo: "DynamoDBClient", table: str) -> None:
    """Turn on what a replica does not take over from its table."""
    dynamo.update_continuous_backups(
        TableName=table,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": RECOVERY_DAYS},
    )
    if not dynamo.describe_table(TableName=table)["Table"].get("DeletionProtectionEnabled"):
        dynamo.update_table(TableName=table, DeletionProtectionEnabled=True)


def main() -> None:
    try:
        config = account.parse(sys.argv[1:])
    except ConfigRefused as refused:
        raise SystemExit(str(refused)) from None
    if config.replica:
        print(*replicate(config, account.session(config)), sep="\n")


if __name__ == "__main__":
    main()
