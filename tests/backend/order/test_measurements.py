"""What the shop is measured by: one line in CloudWatch's embedded metric format for each change that counts."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.inventory.events import StockRefused
from backend.contracts.order.models import Step
from backend.contracts.order.states import State
from backend.order import measurements
from backend.order.state_machine import OrderState
from tests.backend.order.checkouts import checked_out, fresh_order
from tests.backend.order.order_api import CAPTURED, HELD, PAID, WHOSE, consume_events

AT = "2026-11-03T10:{:02}:00.000Z"


@pytest.fixture(autouse=True)
def namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS", "Halftone-trial")


def metric_lines(written: str) -> list[dict[str, Any]]:
    """Return the lines that CloudWatch makes metrics of."""
    return [line for line in map(json.loads, written.splitlines()) if "_aws" in line]


def values(written: str) -> list[dict[str, float]]:
    return [
        {
            metric["Name"]: line[metric["Name"]]
            for told in line["_aws"]["CloudWatchMetrics"]
            for metric in told["Metrics"]
        }
        for line in metric_lines(written)
    ]


def order(*steps: tuple[State, int]) -> OrderState:
    """An order that came to these states at these minutes."""
    return replace(fresh_order(), steps=tuple(Step(state=state, at=AT.format(minute)) for state, minute in steps))


@pytest.mark.usefixtures("order_table")
def test_doubled_and_late_events_are_measured_once(capsys: pytest.CaptureFixture[str]) -> None:
    consume_events(checked_out(), checked_out(), HELD, PAID, PAID, CAPTURED, CAPTURED, HELD)
    measured = [name for line in values(capsys.readouterr().out) for name in line]
    assert sorted(measured) == [
        "ConfirmedLate", "MinutesToConfirmed", "OrdersPaid", "OrdersPlaced", "Revenue"
    ]  # fmt: skip


@pytest.mark.usefixtures("order_table")
def test_a_refused_order_is_counted_as_a_whole_and_by_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    consume_events(checked_out(), StockRefused(**WHOSE, missing=("a",)))
    line = metric_lines(capsys.readouterr().out)[-1]
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert (told["Namespace"], told["Dimensions"]) == ("Halftone-trial", [[], ["reason"]])
    assert (line["OrdersRefused"], line["reason"]) == (1, "Somebody else was quicker: not everything is left.")
    assert line["reason"].isascii()  # CloudWatch refuses other dimensions


@pytest.mark.parametrize(("minute", "late"), [(2, 0), (3, 1)])
def test_an_order_is_late_after_two_minutes(capsys: pytest.CaptureFixture[str], minute: int, late: int) -> None:
    paid = order((State.PLACED, 0), (State.HELD, 0), (State.PAID, 1))
    confirmed = replace(paid, steps=(*paid.steps, Step(state=State.CONFIRMED, at=AT.format(minute))))
    measurements.report(paid, confirmed)
    assert values(capsys.readouterr().out) == [
        {"MinutesToConfirmed": minute, "Revenue": 17400, "ConfirmedLate": late}
    ]  # fmt: skip


@pytest.mark.parametrize("waited", [State.ACTION_REQUIRED, State.DECLINED])
def test_the_time_that_a_shopper_takes_to_pay_is_no_lateness(capsys: pytest.CaptureFixture[str], waited: State) -> None:
    paid = order((State.PLACED, 0), (waited, 1), (State.PAID, 30))
    measurements.report(paid, replace(paid, steps=(*paid.steps, Step(state=State.CONFIRMED, at=AT.format(31)))))
    assert "ConfirmedLate" not in values(capsys.readouterr().out)[0]


def test_without_a_namespace_the_line_is_one_like_any_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("METRICS")
    measurements.report_placed(fresh_order().owner)
    line = json.loads(capsys.readouterr().out)
    assert (line["message"], line["OrdersPlaced"], "_aws" in line) == ("order placed", 1, False)
