"""What staff do about messages that failed, on the local cloud with the real command: what failed on its way arrives in
the end, once."""

import hashlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from backend.shared.compression import decompress
from tests.cloud import ShopCloud
from tests.integration import fault_injection
from tests.integration.api import until
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Ear, Queue
from tests.integration.placed_orders import placed_once

# a terminal that prints it is cleared or written backwards
NOT_AN_EVENT = '{"detail-type": "\\u001b[2J\\u202e", "evil": "\u202e"}'
Command = Callable[..., str]


@pytest.fixture
def command(cloud: ShopCloud, staff: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    """What `manage.py dead_letters WORDS` says, run by staff who are signed in; with `fails`, why it does not do it."""
    settings.SHOP_OUTPUTS = str(cloud.place.outputs)
    monkeypatch.setenv("SHOP_TOKEN", staff)

    def run(*words: str, fails: bool = False) -> str:
        if fails:
            with pytest.raises(CommandError) as error:
                call_command("dead_letters", *words)
            return str(error.value)
        out = io.StringIO()
        call_command("dead_letters", *words, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def dead(cloud: ShopCloud) -> Queue:
    return Queue(cloud, "OrderDeadLetters")


@pytest.fixture
def event(cloud: ShopCloud, ear: Ear, new_shopper: NewShopper, sku: str) -> Iterator[dict[str, Any]]:
    """The event of a checkout that has not reached the order service; its order is placed in the end."""
    shopper = new_shopper()
    with fault_injection.deaf(cloud, "OrderQueue"):
        order_id = shopper.buy(sku)
        ear.hears("BasketCheckedOut.v1", order_id)
    assert shopper.orders() == []
    yield next(
        each
        for each in ear.listen()
        if each["detail-type"] == "BasketCheckedOut.v1" and each["detail"]["order_id"] == order_id
    )
    shopper.arrived(order_id)


def test_orders_that_died_of_an_outage_are_placed_once_redriven_and_a_dry_run_moves_nothing(
    cloud: ShopCloud, ear: Ear, queue: Queue, dead: Queue, new_shopper: NewShopper, sku: str, command: Command
) -> None:
    with queue.hurried(), fault_injection.break_table(cloud, "OrderConsumer"):
        orders = {shopper.buy(sku): shopper for shopper in (new_shopper(), new_shopper())}
        dead.holds(len(orders))
    dry = command("redrive", "all", "--dry-run")
    assert dry.count("would redrive  OrderDeadLetters") == len(orders)
    assert "BasketCheckedOut.v1" in dry
    assert dead.size() == len(orders)
    assert not any(shopper.orders() for shopper in orders.values())
    assert command("redrive", "all", "--queue", "OrderDeadLetters", "--reason", "mended").count("redrive") == len(
        orders
    )
    placed_once(ear, orders)
    assert dead.size() == 0


def test_what_the_bus_could_not_deliver_is_delivered_where_it_was_meant_to_go(
    cloud: ShopCloud, event: dict[str, Any], command: Command
) -> None:
    target = Queue(cloud, "OrderQueue").attributes("QueueArn")["QueueArn"]
    letter = Queue(cloud, "BusUndelivered").put(json.dumps(event), TARGET_ARN=target, ERROR_CODE="NO_PERMISSIONS")
    assert "NO_PERMISSIONS" in command("show", letter)
    assert f"BusUndelivered  {letter}  BasketCheckedOut.v1" in command("redrive", letter)


def test_what_a_relay_could_not_publish_is_read_from_the_stream_and_published(
    cloud: ShopCloud, new_shopper: NewShopper, sku: str, command: Command
) -> None:
    shopper, unpublished = new_shopper(), Queue(cloud, "BasketUnpublished")
    with fault_injection.hold_deliveries(cloud, "BasketRelay"):
        order_id = shopper.buy(sku)
        letter = unpublished.put(note(cloud, "BasketTable", order_id))
        assert "1 record" in command("list")
        command("redrive", letter, "--queue", "BasketUnpublished")
        shopper.arrived(order_id)
    assert unpublished.size() == 0


def test_records_that_the_stream_no_longer_has_are_reported_as_gone_and_the_message_stays(
    cloud: ShopCloud, new_shopper: NewShopper, sku: str, command: Command
) -> None:
    unpublished = Queue(cloud, "BasketUnpublished")
    trimmed = json.loads(note(cloud, "BasketTable", new_shopper().buy(sku)))
    trimmed["DDBStreamBatchInfo"]["startSequenceNumber"] = f"{1:021}"
    letter = unpublished.put(json.dumps(trimmed))
    assert "gone" in command("redrive", letter, fails=True)
    command("discard", letter, "--reason", "the order was placed by the relay itself")
    assert unpublished.size() == 0


def note(cloud: ShopCloud, table: str, order_id: str) -> str:
    """What Lambda leaves of the record that carries this checkout's event, in the form that it has on AWS."""
    arn = cloud.client("dynamodb").describe_table(TableName=cloud.outputs[table])["Table"]["LatestStreamArn"]
    record, shard = until(lambda: _record(cloud, arn, order_id), lambda found: found[0] is not None)
    at, number = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), record["SequenceNumber"] if record else ""
    batch = {
        "shardId": shard, "startSequenceNumber": number, "endSequenceNumber": number, "batchSize": 1, "streamArn": arn,
        "approximateArrivalOfFirstRecord": at, "approximateArrivalOfLastRecord": at,
    }  # fmt: skip
    return json.dumps(
        {"requestContext": {"condition": "RetryAttemptsExhausted"}, "version": "1.0", "DDBStreamBatchInfo": batch}
    )


def _record(cloud: ShopCloud, arn: str, order_id: str) -> tuple[dict[str, Any] | None, str]:
    streams = cloud.client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    page = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    while (reply := streams.get_records(ShardIterator=page))["Records"]:
        for record in reply["Records"]:
            event = record["dynamodb"].get("NewImage", {}).get("event", {})
            if "B" in event and order_id in decompress(event["B"]).decode():
                return record["dynamodb"], shard
        page = reply["NextShardIterator"]
    return None, shard


def test_poison_is_shown_harmlessly_and_thrown_away_only_with_a_reason_which_the_audit_log_keeps(
    dead: Queue, command: Command
) -> None:
    id = dead.put(NOT_AN_EVENT)
    shown = command("show", id)
    assert json.dumps(json.loads(NOT_AN_EVENT), indent=2) in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    command("discard", id, fails=True)
    command("discard", id, "--reason", " ", fails=True)
    command("discard", "all", "--reason", "all of it", fails=True)
    assert dead.size() == 1
    command("discard", id, "--reason", "nobody sent it")
    assert dead.size() == 0
    (line,) = [line for line in command("audit").splitlines() if id in line]
    assert "discard" in line
    assert "staff@halftone.example" in line
    assert "nobody sent it" in line


def test_the_audit_log_knows_a_body_by_its_digest_and_holds_nothing_of_it(
    cloud: ShopCloud, dead: Queue, command: Command
) -> None:
    body = '{"detail": {"email": "shopper@halftone.example"}}'
    command("discard", dead.put(body), "--reason", "test")
    logged = cloud.client("logs").filter_log_events(logGroupName=cloud.outputs["AuditLog"])["events"]
    digests = [event["message"] for event in logged if hashlib.sha256(body.encode()).hexdigest() in event["message"]]
    assert len(digests) == 1
    assert not any("shopper@halftone.example" in event["message"] for event in logged)


def test_nothing_is_done_that_cannot_be_logged(cloud: ShopCloud, dead: Queue, command: Command) -> None:
    logs, group = cloud.client("logs"), cloud.outputs["AuditLog"]
    id = dead.put(NOT_AN_EVENT)
    logs.delete_log_group(logGroupName=group)
    try:
        assert "still in their queue" in command("discard", id, "--reason", "test", fails=True)
        assert dead.size() == 1
    finally:
        logs.create_log_group(logGroupName=group)
        dead.take()
        assert dead.size() == 0


@pytest.mark.parametrize(
    "words", [("show", "no-such-id"), ("redrive", "no-such-id"), ("redrive", "all", "--queue", "Nowhere")]
)
def test_a_missing_queue_or_message_is_reported(command: Command, words: tuple[str, ...]) -> None:
    assert "There is no" in command(*words, fails=True)


def test_the_command_signs_in_by_itself_and_needs_no_rights_of_aws(cloud: ShopCloud, dead: Queue) -> None:
    id = dead.put(NOT_AN_EVENT)
    environment = {"PATH": "", "SHOP_OUTPUTS": str(cloud.place.outputs)}
    for words in (("list",), ("discard", id, "--reason", "nobody sent it")):
        run = subprocess.run(
            [sys.executable, "manage.py", "dead_letters", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert run.returncode == 0, run.stderr
        assert id in run.stdout
    assert dead.size() == 0
