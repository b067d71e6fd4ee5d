"""A table that was deleted: restored from a backup by DynamoDB's own calls, brought up to date, and adopted."""

import time
from typing import Any

import boto3
import msgspec
import pytest

from backend.contracts.event import Event, name
from backend.contracts.order.events import PaymentRequested
from backend.contracts.order.states import State
from backend.order import recovery, repository
from infra.config import choose
from infra.restore import RestoreRefused
from infra.restore.adopt import adopt
from infra.restore.expected import ExpectedTable
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.tables import definition
from tests.infra.template import stage_file

LOST, RESTORED = "order", "order-restored"
CONFIG = choose(stage_file(alarm_email="owner@example.com"))

pytestmark = pytest.mark.usefixtures("aws_account")


def expected_table(**more: Any) -> ExpectedTable:
    """The order table as the templates have it."""
    made = definition("order")
    properties = {
        "KeySchema": made["KeySchema"],
        "GlobalSecondaryIndexes": made["GlobalSecondaryIndexes"],
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35},
        "OnDemandThroughput": {"MaxReadRequestUnits": 4000, "MaxWriteRequestUnits": 2000},
        "DeletionProtectionEnabled": True,
        **more,
    }
    return msgspec.convert(properties, ExpectedTable)


def archive_line(event: Event) -> bytes:
    return msgspec.json.encode({"detail-type": name(type(event)), "detail": event})


def lose_and_restore() -> None:
    """Copy the table, delete it, and restore the copy under another name, as DynamoDB does."""
    dynamo: Any = boto3.client("dynamodb")
    backup = dynamo.create_backup(TableName=LOST, BackupName="nightly")["BackupDetails"]["BackupArn"]
    dynamo.delete_table(TableName=LOST)
    dynamo.restore_table_from_backup(TargetTableName=RESTORED, BackupArn=backup)
    if dynamo.describe_table(TableName=RESTORED)["Table"].get("StreamSpecification", {}).get("StreamEnabled"):
        dynamo.update_table(TableName=RESTORED, StreamSpecification={"StreamEnabled": False})


@pytest.fixture
def dynamo(monkeypatch: pytest.MonkeyPatch) -> Any:
    """DynamoDB with an order table that holds one order."""
    client = boto3.client("dynamodb")
    client.create_table(**definition("order"))
    monkeypatch.setenv("TABLE", LOST)
    repository.place(checked_out(1))
    return client


def test_orders_that_the_copy_had_and_orders_that_came_later_are_all_there(
    dynamo: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    later = checked_out(2)
    asked = PaymentRequested(
        order_id=later.order_id, owner=ADA, at=later.at, attempt=1, amount=17400, currency="EUR", token=later.token
    )
    began = time.perf_counter()
    lose_and_restore()
    monkeypatch.setenv("TABLE", RESTORED)
    assert recovery.recover([archive_line(asked), archive_line(later), archive_line(checked_out(1))]).placed == 1
    line = adopt("order", RESTORED, expected_table(), CONFIG, boto3.Session())
    with capsys.disabled():
        print(f" restored and adopted in {time.perf_counter() - began:.1f} s", end="")
    assert repository.load(ADA, order_id(1))
    placed = repository.load(ADA, order_id(2))
    assert placed
    assert placed[0].state is State.HELD
    stream = dynamo.describe_table(TableName=RESTORED)["Table"]["LatestStreamArn"]
    assert line == f'restored.order = "{stream.partition(":table/")[2]}"'


def test_what_a_restore_leaves_off_is_turned_on_and_a_second_time_changes_nothing(dynamo: Any) -> None:
    lose_and_restore()
    wanted = expected_table(TimeToLiveSpecification={"AttributeName": "expires", "Enabled": True})
    line = adopt("order", RESTORED, wanted, CONFIG, boto3.Session())
    table = dynamo.describe_table(TableName=RESTORED)["Table"]
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["DeletionProtectionEnabled"] is True
    backups = dynamo.describe_continuous_backups(TableName=RESTORED)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    assert dynamo.describe_time_to_live(TableName=RESTORED)["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
    tags = dynamo.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
    assert {"Key": "stage", "Value": "production"} in tags
    assert adopt("order", RESTORED, wanted, CONFIG, boto3.Session()) == line


def test_the_line_is_one_that_the_stages_file_takes(dynamo: Any) -> None:
    lose_and_restore()
    line = adopt("order", RESTORED, expected_table(), CONFIG, boto3.Session())
    service, _, value = line.removeprefix("restored.").partition(" = ")
    assert choose(stage_file(restored={service: value.strip('"')})).restored == {"order": value.strip('"')}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"GlobalSecondaryIndexes": definition("product")["GlobalSecondaryIndexes"]},
            "no such index as by_newest, by_",
        ),
        ({"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}, "its key is"),
    ],
)
def test_a_table_that_cannot_be_the_services_is_refused_before_it_is_changed(
    dynamo: Any, change: dict[str, Any], says: str
) -> None:
    lose_and_restore()
    with pytest.raises(RestoreRefused, match=says):
        adopt("order", RESTORED, expected_table(**change), CONFIG, boto3.Session())
    table = dynamo.describe_table(TableName=RESTORED)["Table"]
    assert not table.get("StreamSpecification", {}).get("StreamEnabled")


def test_a_table_without_a_stream_is_named_alone(dynamo: Any) -> None:
    lose_and_restore()
    wanted = expected_table(StreamSpecification=None)
    assert adopt("desk", RESTORED, wanted, CONFIG, boto3.Session()) == f'restored.desk = "{RESTORED}"'
