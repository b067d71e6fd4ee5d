"""`manage.py trace`: an order's lines from all functions of its own stage, in the order of time."""

import io
import json
import time
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from unittest import mock

import boto3
import pytest
from django.core.management import CommandError, call_command
from moto import mock_aws

from storefront.clients import aws, function_logs

AT = int(time.time()) * 1000 - 60_000  # CloudWatch takes no lines of before two weeks
ORDER = f"{AT:012x}" + "ab" * 8
REQUEST, OTHER = "1" * 32, "2" * 32


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with mock_aws():
        logs = boto3.client("logs", region_name="us-east-1")
        monkeypatch.setattr(aws, "client", lambda service: boto3.client(service, region_name="us-east-1"))
        groups = {"order-log": "order: consumer", "payment-log": "payment: handler", "search-log": "search: handler"}
        monkeypatch.setattr(function_logs, "_log_groups", lambda: groups)
        for group in ("order-log", "payment-log"):
            logs.create_log_group(logGroupName=group)
            logs.create_log_stream(logGroupName=group, logStreamName="1")
        write("payment-log", AT + 30, level="INFO", message="answered", order_id=ORDER, correlation_id=REQUEST)
        write("order-log", AT + 10, level="INFO", message="consumed", order_id=ORDER, correlation_id=REQUEST)
        write("order-log", AT + 20, level="ERROR", message="message failed", correlation_id=REQUEST, exception="long")
        write("order-log", AT + 25, level="INFO", message="somebody else's", correlation_id=OTHER)
        yield


def write(group: str, at: int, **said: str) -> None:
    boto3.client("logs", region_name="us-east-1").put_log_events(
        logGroupName=group, logStreamName="1", logEvents=[{"timestamp": at, "message": json.dumps(said)}]
    )


def trace(order: str) -> list[str]:
    out = io.StringIO()
    call_command("trace", order, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("order", ["", "x", "A" * 28, f"{ORDER}0"], ids=["empty", "short", "capitals", "long"])
def test_an_invalid_id_is_reported_in_one_line(order: str) -> None:
    with pytest.raises(CommandError, match="28 hexadecimal digits"):
        trace(order)


def test_an_order_that_no_log_names_is_reported() -> None:
    with pytest.raises(CommandError, match="No log names"):
        trace("0" * 28)


@pytest.mark.parametrize("given", [ORDER, REQUEST], ids=["order", "request"])  # ids do not change with the time
def test_lines_of_all_services_come_in_the_order_of_time_with_those_of_the_same_request(given: str) -> None:
    lines = trace(given)
    assert [line.split()[1:3] for line in lines] == [
        ["order:", "consumer"],
        ["order:", "consumer"],
        ["payment:", "handler"],
    ]
    assert [("consumed" in lines[0]), ("message failed" in lines[1]), ("answered" in lines[2])] == [True] * 3
    assert "long" not in "".join(lines)  # a traceback would hide the way
    assert datetime.fromisoformat(lines[0].split()[0]).timestamp() * 1000 == AT + 10


def test_only_functions_of_this_stage_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    mine = {"FunctionName": "Halftone-trial-Order-1", "Description": "order: relay", "LoggingConfig": {"LogGroup": "g"}}
    others = ({"FunctionName": "Halftone-trial2-Order-1"}, {"FunctionName": "Halftone-trial-Edge"})
    lambda_ = mock.Mock()
    lambda_.get_paginator.return_value.paginate.return_value = [{"Functions": [mine, *others]}]
    monkeypatch.setattr(aws, "client", lambda service: lambda_)
    stage = SimpleNamespace(shop=SimpleNamespace(session_table="Halftone-trial-Data-Sessions-1"))
    monkeypatch.setattr(function_logs, "outputs", lambda: stage)
    assert function_logs._log_groups() == {
        "g": "order: relay",
        "/aws/lambda/Halftone-trial-Edge": "Halftone-trial-Edge",
    }
