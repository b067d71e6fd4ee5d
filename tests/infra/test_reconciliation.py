"""The schedule that compares the services' books. What goes wrong comes first."""

import io
import json
import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from unittest import mock

import boto3
import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.alarm_messages import BOOKS_DIFFER
from backend.contracts.inventory.models import HeldLine, Hold
from backend.contracts.inventory.states import HoldState
from infra.constructs import alarms, reconciliation
from infra.constructs.log_metrics import message_pattern
from infra.stage_file import StageFile
from storefront.reconcile import scheduled, slices
from storefront.reconcile.books import Books
from storefront.reconcile.looks import minutes_ago
from storefront.reconcile.pages import READ
from storefront.reconcile.shelf import BucketShelf
from storefront.reconcile.slices import Progress
from tests.infra import calls
from tests.infra.template import TRIAL, WHOLE, Template, target
from tests.infra.test_fire_drill import matches
from tests.storefront.reconcile.memory_shelf import MemoryShelf
from tests.storefront.reconcile.shop_books import books

RULE = "AWS::Events::Rule"
NOTHING = Books(orders=(), holds=(), stock=(), payments=())


class Functions:
    """Lambda's client: each service's own handler answers under its service's name, on moto."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: dict[str, Any] = {}
        """What is answered instead."""

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803 - boto3's own names
        self.asked.append(FunctionName)
        if self.answer:
            return {"Payload": io.BytesIO(json.dumps(self.answer.get("reply", {})).encode()), **self.answer}
        with mock.patch.dict(os.environ, {"TABLE": FunctionName, "SERVICE": FunctionName}):
            reply = import_module(f"backend.{FunctionName}.handler").handler(json.loads(Payload), None)
        return {"Payload": io.BytesIO(json.dumps(reply).encode())}


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> MemoryShelf:
    """What the runs of a test leave to each other."""
    made = MemoryShelf()
    monkeypatch.setattr(scheduled, "_shelf", lambda: made)
    monkeypatch.setenv(scheduled.DAYS, "1")
    return made


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Functions]:
    made = Functions()
    monkeypatch.setattr(scheduled, "_client", lambda: made)
    monkeypatch.setattr(scheduled, "_functions", lambda: {service: service for service in reconciliation.SERVICES})
    with calls.cloud():
        yield made


@pytest.mark.parametrize(
    "answer",
    [{"FunctionError": "Unhandled", "reply": {"errorMessage": "Task timed out"}}, {"reply": {"statusCode": 503}},
     {"reply": {"statusCode": 403, "body": "{}"}}],
    ids=["the function fails", "busy", "refused"],
)  # fmt: skip
def test_what_cannot_be_read_fails_the_call_and_is_no_agreement(functions: Functions, answer: dict[str, Any]) -> None:
    functions.answer = answer
    with pytest.raises(scheduled.Unanswered, match="list_payments"):
        scheduled.handler({}, None)


def test_differences_are_logged_in_a_line_that_the_alarm_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (HeldLine(sku="DOTS", quantity=1),)
    lost = tuple(Hold(order_id=f"{each:028x}", state=HoldState.SOLD, at="2020-01-01T00:00:00.000Z", lines=line)
                 for each in range(60))  # fmt: skip
    monkeypatch.setattr(scheduled, "_look", lambda: books(orders=(), payments=(), stock=(), holds=lost))
    assert scheduled.handler({}, None) == 60
    (written,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert matches(message_pattern(BOOKS_DIFFER), written)
    assert written["differences"] == 60 >= alarms.BOOKS_DIFFER.limit
    assert len(written["found"]) == scheduled.NAMED  # a line of the log has its limit
    assert (written["level"], written["found"][0]) == (
        "ERROR",
        f"{0:028x} is no order, and inventory has its pieces sold",
    )


def test_what_is_gone_at_a_second_look_rings_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = [books(holds=()), NOTHING]
    monkeypatch.setattr(scheduled, "_look", lambda: looks.pop(0))
    assert scheduled.handler({}, None) == 0
    assert capsys.readouterr().out == ""


def test_once_the_nights_comparison_is_done_nothing_is_read_until_the_next_is_due(
    functions: Functions, shelf: MemoryShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scheduled.handler({}, None) == 0
    for days, pages in ((0, 0), (1, len(READ))):
        slices.save(Progress(done_on=days_ago(days)), shelf)
        functions.asked.clear()
        assert scheduled.handler({}, None) == 0
        assert len(functions.asked) == pages
    monkeypatch.setenv(scheduled.DAYS, "7")
    for days, pages in ((6, 0), (7, len(READ))):
        slices.save(Progress(done_on=days_ago(days)), shelf)
        functions.asked.clear()
        scheduled.handler({}, None)
        assert len(functions.asked) == pages


def test_more_than_one_run_can_hold_is_compared_in_slices_and_again_in_one_look_once_it_is_less(
    functions: Functions, shelf: MemoryShelf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scheduled, "AT_ONCE", len(READ) - 1)
    monkeypatch.setattr(scheduled, "PAGES", 3)
    slices_read = []
    while not slices.load(shelf).done_on:
        functions.asked.clear()
        assert scheduled.handler({}, None) == 0
        slices_read.append(len(functions.asked))
    assert slices_read[:4] == [len(READ) - 1, 3, 3, 2]
    assert set(slices_read[4:]) == {0}
    assert BOOKS_DIFFER not in capsys.readouterr().out
    assert slices.load(shelf).is_sliced
    monkeypatch.setattr(scheduled, "AT_ONCE", len(READ))
    monkeypatch.setattr(scheduled, "PAGES", 1_000)
    slices.save(replace(slices.load(shelf), done_on=days_ago(1)), shelf)
    scheduled.handler({}, None)
    assert not slices.load(shelf).is_sliced


def test_a_comparison_that_outlives_what_it_has_read_fails_aloud_and_begins_again(
    functions: Functions, shelf: MemoryShelf
) -> None:
    slices.save(Progress(began=f"{days_ago(scheduled.MOST_DAYS + 1)}T02:02:00.000Z", number=3, is_sliced=True), shelf)
    with pytest.raises(scheduled.Unfinished):
        scheduled.handler({}, None)
    scheduled.handler({}, None)
    assert functions.asked[0] == READ[0].service
    assert scheduled.MOST_DAYS < reconciliation.KEPT_DAYS


def days_ago(days: int) -> str:
    return minutes_ago(days * 24 * 60)[:10]


def test_a_bucket_is_a_shelf(aws_account: None) -> None:
    boto3.client("s3").create_bucket(Bucket="between")
    shelf = BucketShelf("between")
    assert shelf.read("a/1") is None
    shelf.write("a/1", b"one")
    shelf.write("b/1", b"other")
    assert (shelf.read("a/1"), shelf.names("a/")) == (b"one", ["a/1"])


def test_the_services_own_functions_answer_as_they_do_through_the_api(
    functions: Functions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scheduled.handler({}, None) == 0
    assert len(functions.asked) == len(READ)
    assert set(functions.asked) == set(reconciliation.SERVICES)  # what it may invoke, and no more
    assert BOOKS_DIFFER not in capsys.readouterr().out


def test_it_reads_and_never_changes_anything() -> None:
    assert {operation.method for operation in READ} == {"GET"}
    assert {operation.service for operation in READ} == set(reconciliation.SERVICES)


def test_the_template_names_the_code_that_there_is() -> None:
    assert f"{scheduled.__name__}.{scheduled.handler.__name__}" == reconciliation.HANDLER
    own = (scheduled.FUNCTIONS, scheduled.BOOKS, scheduled.DAYS)
    assert own == (reconciliation.FUNCTIONS, reconciliation.BOOKS, reconciliation.DAYS)


def test_a_stage_that_says_another_time_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"trial": True, "reconcile": "hourly"}, StageFile)


def test_it_may_invoke_the_doors_of_the_services_that_it_reads_and_nothing_else(hosted_template: Template) -> None:
    (policy,) = hosted_template.starting("AWS::IAM::Role", "ReconciliationRole")["Policies"]
    invoke, objects, names, log = policy["PolicyDocument"]["Statement"]
    assert invoke["Action"] == "lambda:InvokeFunction"
    doors = {target(each) for each in invoke["Resource"]}
    assert {door.partition("Handler")[0].lower() for door in doors} == set(reconciliation.SERVICES)
    assert (objects["Action"], names["Action"]) == (["s3:GetObject", "s3:PutObject"], "s3:ListBucket")
    assert "ReconciliationBetween" in json.dumps(objects["Resource"])
    assert log["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    told = hosted_template.starting("AWS::Lambda::Function", "ReconciliationFunction")["Environment"]["Variables"]
    assert all(door in json.dumps(told[scheduled.FUNCTIONS]) for door in doors)


@pytest.mark.parametrize(("said", "days"), [({}, "1"), ({"reconcile": "weekly"}, "7")])
def test_it_is_woken_by_night_in_intervals_longer_than_a_run_and_begins_as_often_as_the_stage_says(
    said: dict[str, str], days: str
) -> None:
    template = Template(stage="trial", **TRIAL, **said)
    rules = [each for id, each in template.all(RULE).items() if id.startswith("Reconciliation")]
    assert [each["ScheduleExpression"] for each in rules] == ["cron(2/15 2-5 * * ? *)"]
    function = template.starting("AWS::Lambda::Function", "ReconciliationFunction")
    assert function["Timeout"] < 15 * 60
    assert function["Environment"]["Variables"][reconciliation.DAYS] == days


def test_what_lies_between_two_runs_is_private_and_gone_after_a_week(hosted_template: Template) -> None:
    bucket = hosted_template.starting("AWS::S3::Bucket", "ReconciliationBetween")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == reconciliation.KEPT_DAYS


def test_a_stage_may_say_never_and_one_whose_pages_run_elsewhere_has_no_code_for_it(template: Template) -> None:
    never = Template(**WHOLE, reconcile="never")
    for each in (never, template):
        assert not [id for id in each.resources if id.startswith("Reconciliation")]
        assert each.starting("AWS::CloudWatch::Alarm", "ObservabilityBooksDiffer")  # for invoices that are missing


def test_a_comparison_that_fails_rings_at_once_for_it_is_made_once_a_night(hosted_template: Template) -> None:
    filters = hosted_template.all("AWS::Logs::MetricFilter")
    counted = {
        each["MetricTransformations"][0]["MetricName"]: each["MetricTransformations"][0]["MetricValue"]
        for id, each in filters.items()
        if id.startswith("Reconciliation")
    }
    limit = next(each.limit for each in alarms.COUNTED if each.name == "FunctionFailed")
    assert int(counted.pop("FunctionFailed")) >= limit
    assert counted == {"BooksDiffer": "$.differences"}
    (again,) = [
        each for id, each in hosted_template.all("AWS::Lambda::EventInvokeConfig").items() if id.startswith("Reconc")
    ]
    assert again["MaximumRetryAttempts"] == 0  # else it reads all orders three times, and rings as often
    alarm = hosted_template.starting("AWS::CloudWatch::Alarm", "ObservabilityBooksDiffer")
    assert (alarm["Threshold"], alarm["Period"]) == (1, 24 * 3600)  # until the next night
