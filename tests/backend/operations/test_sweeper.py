"""Dead letters are counted for their alarm."""

import json

import pytest

from backend.operations.sweeper import handler
from tests.backend.operations.stack import send


def test_nothing_is_measured_while_there_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert handler({}, None) == {}
    assert capsys.readouterr().out == ""


def test_the_messages_of_all_queues_are_one_metric_and_the_line_names_the_queues(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS", "Halftone-trial")
    for queue in ("OrderDeadLetters", "OrderDeadLetters", "BusUndelivered"):
        send(queue)
    assert handler({}, None) == {"OrderDeadLetters": 2, "BusUndelivered": 1}
    line = json.loads(capsys.readouterr().out)
    assert (line["DeadLetters"], line["_aws"]["CloudWatchMetrics"][0]["Dimensions"]) == (3, [[]])
    assert line["message"] == "dead letters in OrderDeadLetters, BusUndelivered"
