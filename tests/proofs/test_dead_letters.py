"""What an operator does about messages that could not be consumed, on the local cloud with the real command."""

import hashlib
import json
import subprocess
import sys

import pytest

from tests.cloud import ShopCloud
from tests.proofs import pipes
from tests.proofs.conftest import NewShopper
from tests.proofs.pipes import Ear, Queue
from tests.proofs.test_delivery import placed_once

NOT_AN_EVENT = '{"detail-type": "\\u001b[2J\\u202e", "evil": "\u202e"}'  # a terminal that prints it is cleared or written backwards


def command(cloud: ShopCloud, *words: str, fails: bool = False) -> str:
    """What `manage.py dead_letters WORDS` says."""
    run = subprocess.run(
        [sys.executable, "manage.py", "dead_letters", *words],
        env=cloud.environment | {"PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert bool(run.returncode) == fails, run.stderr
    return run.stderr if fails else run.stdout


@pytest.fixture
def dead(cloud: ShopCloud) -> Queue:
    return Queue(cloud, "OrderDeadLetters")


def only_id(listed: str) -> str:
    (line,) = [line for line in listed.splitlines() if line.startswith("OrderDeadLetters")]
    return line.split()[1]


def test_orders_that_died_of_an_outage_are_placed_once_redriven_and_a_dry_run_moves_nothing(
    cloud: ShopCloud, ear: Ear, queue: Queue, dead: Queue, new_shopper: NewShopper, sku: str
) -> None:
    with queue.hurried(), pipes.broken(cloud, "OrderIntake"):
        orders = {shopper.buy(sku): shopper for shopper in (new_shopper(), new_shopper())}
        dead.holds(len(orders))
    dry = command(cloud, "redrive", "all", "--dry-run")
    assert dry.count("would redrive  OrderDeadLetters") == len(orders)
    assert "BasketCheckedOut.v1" in dry
    assert dead.size() == len(orders)
    assert not any(shopper.orders() for shopper in orders.values())
    assert command(cloud, "redrive", "all", "--queue", "OrderDeadLetters", "--reason", "mended").count("redrive") == len(orders)
    placed_once(ear, orders)
    assert dead.size() == 0


def test_poison_is_shown_harmlessly_and_thrown_away_only_with_a_reason_which_the_audit_log_keeps(cloud: ShopCloud, dead: Queue) -> None:
    dead.send(NOT_AN_EVENT)
    id = only_id(command(cloud, "list"))
    shown = command(cloud, "show", id)
    assert json.dumps(json.loads(NOT_AN_EVENT), indent=2) in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    command(cloud, "discard", id, fails=True)
    command(cloud, "discard", id, "--reason", " ", fails=True)
    command(cloud, "discard", "all", "--reason", "all of it", fails=True)
    assert dead.size() == 1
    command(cloud, "discard", id, "--reason", "nobody sent it")
    assert dead.size() == 0
    (line,) = [line for line in command(cloud, "audit").splitlines() if id in line]
    assert "discard" in line
    assert "arn:aws:" in line
    assert "nobody sent it" in line


def test_the_audit_log_knows_a_body_by_its_digest_and_holds_nothing_of_it(cloud: ShopCloud, dead: Queue) -> None:
    body = '{"detail": {"email": "shopper@halftone.example"}}'
    dead.send(body)
    command(cloud, "discard", only_id(command(cloud, "list")), "--reason", "test")
    logged = cloud.client("logs").filter_log_events(logGroupName=cloud.outputs["AuditLog"])["events"]
    digests = [event["message"] for event in logged if hashlib.sha256(body.encode()).hexdigest() in event["message"]]
    assert len(digests) == 1
    assert not any("shopper@halftone.example" in event["message"] for event in logged)


def test_nothing_is_done_that_cannot_be_told(cloud: ShopCloud, dead: Queue) -> None:
    logs, group = cloud.client("logs"), cloud.outputs["AuditLog"]
    dead.send(NOT_AN_EVENT)
    id = only_id(command(cloud, "list"))
    logs.delete_log_group(logGroupName=group)
    try:
        assert "still in its queue" in command(cloud, "discard", id, "--reason", "test", fails=True)
        assert dead.size() == 1
    finally:
        logs.create_log_group(logGroupName=group)
        dead.take()
        assert dead.size() == 0


@pytest.mark.parametrize("words", [("show", "no-such-id"), ("redrive", "no-such-id"), ("redrive", "all", "--queue", "Nowhere")])
def test_what_is_not_there_is_said_to_be_not_there(cloud: ShopCloud, words: tuple[str, ...]) -> None:
    assert "There is no" in command(cloud, *words, fails=True)
