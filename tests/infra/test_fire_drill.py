"""A fire drill: real functions are made to fail, and what they log crosses the thresholds of the alarms.

CloudWatch's part, matching lines by metric filters and adding them up, is done here from the filters' own patterns. In a
run without faults nothing is counted.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from backend.contracts.alarm_messages import (
    INVOICE_NOT_ISSUED,
    MAIL_REFUSED,
    MAILS_WAIT,
    MORE_DUE,
    TURNED_AWAY,
    UNANSWERED,
)
from backend.operations import queues
from backend.operations import sweeper as operations_sweeper
from backend.order import consumer, order_lists, repository, sweeper
from backend.shared import aws, clock
from backend.shared.log import logger
from backend.shared.outbox_relay import relay
from infra.constructs.alarms import COUNTED
from infra.constructs.alarms import MAIL_REFUSED as REFUSED
from infra.constructs.log_metrics import FAILED, LOG_METRICS, LogMetric
from tests.backend.events import sqs, stream
from tests.backend.operations import stack
from tests.backend.order.checkouts import checked_out
from tests.backend.tables import definition
from tests.infra.drives import MINUTE

LIMITS = {str(each.name): each.limit for each in (*COUNTED, REFUSED)}
COMPARED = re.compile(r'\$\.([\w.]+) (=|!=) "([^"]*)"')
Line = dict[str, Any]


def matches(pattern: str, line: Line) -> bool:
    """Whether a line matches a filter's pattern, by CloudWatch's grammar as far as our filters use it:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"""

    def compare(found: re.Match[str]) -> str:
        value: Any = line
        for name in found[1].split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return str(value is not None and (value == found[3]) is (found[2] == "="))

    text = COMPARED.sub(compare, pattern.strip("{} ")).replace("||", "or").replace("&&", "and")
    assert not set(re.findall(r"\w+", text)) - {"True", "False", "or", "and"}, text
    return bool(eval(text))


def count(written: str, service: str, part: str) -> Counter[str]:
    """Return what the filters and the embedded format make of the lines that a part of a service wrote."""
    counted: Counter[str] = Counter()
    for line in map(json.loads, written.splitlines()):
        counted.update({row.name: row.value for row in _rows(service, part) if matches(row.pattern, line)})
        if "_aws" in line:
            counted.update({name: line[name] for name in ("DeadLetters",) if name in line})
    return counted


def _rows(service: str, part: str) -> list[LogMetric]:
    return [row for row in LOG_METRICS if row.service in ("", service) and part in row.parts]


def poison() -> None:
    for _ in range(5):
        consumer.handler(sqs("{"), None)


def publish_late() -> None:
    batch = stream(({}, {}))
    batch["Records"][0]["dynamodb"]["ApproximateCreationDateTime"] = clock.epoch() - 3600
    for _ in range(5):
        relay(batch, None)


def sweep_in_vain() -> None:
    with (
        mock.patch.object(order_lists, "due", return_value=[("guest#1", "1" * 28, "now")]),
        mock.patch.object(repository, "load", side_effect=RuntimeError),
    ):
        sweeper.handler({}, MINUTE)


def lose_a_message() -> None:
    queues.clear_caches()
    with mock.patch.dict("os.environ", stack.make()):
        stack.send("OrderDeadLetters")
        operations_sweeper.handler({}, None)
    queues.clear_caches()


def say(message: str, times: int = 1) -> Callable[[], None]:
    """A function that says this: what makes it say so is claimed beside the function itself."""
    return lambda: [logger.warning(message) for _ in range(times)] and None


def run_out_of_time() -> None:
    """Lambda's own report, as it writes it."""
    report = {"type": "platform.report", "record": {"requestId": "1", "status": "timeout"}}
    print("\n".join([json.dumps(report)] * 3))


FAULTS: dict[str, tuple[str, str, Callable[[], None]]] = {
    "poison in a queue": ("order", "Consumer", poison),
    "a relay that is behind": ("order", "Relay", publish_late),
    "an order that cannot be swept": ("order", "Sweeper", sweep_in_vain),
    "more orders that are due than are swept": ("payment", "Sweeper", say(MORE_DUE, 3)),
    "a dead letter": ("operations", "Sweeper", lose_a_message),
    "functions that run out of time": ("search", "Handler", run_out_of_time),
    "a provider that turns us away": ("payment", "Consumer", say(TURNED_AWAY)),
    "a provider that is down": ("payment", "Handler", say(UNANSWERED, 5)),
    "an order without an invoice": ("invoice", "Consumer", say(INVOICE_NOT_ISSUED)),
    "mails that are refused": ("notification", "Consumer", say(MAIL_REFUSED, 10)),
    "mails that are put off for long": ("notification", "Sweeper", say(MAILS_WAIT)),
}
RINGS = {
    "poison in a queue": "EventsDelayed",
    "a relay that is behind": "EventsDelayed",
    "an order that cannot be swept": "FunctionFailed",
    "a dead letter": "DeadLetters",
    "functions that run out of time": "FunctionFailed",
    "a provider that turns us away": "PaymentProvider",
    "a provider that is down": "PaymentProvider",
    "an order without an invoice": "BooksDiffer",
    "more orders that are due than are swept": "FunctionFailed",
    "mails that are refused": "MailRefused",
    "mails that are put off for long": "MailRefused",
}


@pytest.fixture
def shop(aws_account: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The order table, and the environment of a function of the order service."""
    for name, value in {"TABLE": "order", "SERVICE": "order", "METRICS": "Halftone-trial"}.items():
        monkeypatch.setenv(name, value)
    for cached in (aws.client, stack.own):
        cached.cache_clear()
    aws.client("dynamodb").create_table(**definition("order"))
    yield
    for cached in (aws.client, stack.own):
        cached.cache_clear()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_makes_its_alarm_cross_the_threshold_and_no_other(
    fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service, part, make = FAULTS[fault]
    make()
    counted = count(capsys.readouterr().out, service, part)
    assert {name for name, times in counted.items() if times >= LIMITS[name]} == {RINGS[fault]}


def test_every_counted_alarm_has_a_fault() -> None:
    assert set(RINGS.values()) == LIMITS.keys()


@pytest.mark.usefixtures("shop")
def test_nothing_is_counted_in_a_clean_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert consumer.handler(sqs(checked_out(1), checked_out(2)), None) == {"batchItemFailures": []}
    assert not count(capsys.readouterr().out, "order", "Consumer")
    assert not matches(FAILED, {"type": "platform.report", "record": {"status": "success"}})
