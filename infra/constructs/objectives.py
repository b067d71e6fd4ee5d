"""Service level objectives, and alarms on how fast their error budgets burn.

An objective allows a share of bad events over 28 days. Burning 14.4 times as fast for an hour, or 6 times as fast for
six hours, uses up a fiftieth of the budget or more. A second alarm checks that it is still burning, in two of the last
three periods of five minutes, so that one error in a quiet night wakes nobody. After
https://sre.google/workbook/alerting-on-slos/.

For orders, only the last minutes are watched: an order is late minutes after the failure began, so a long window would
ring for fewer of them, and later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch

from backend.contracts.alarm_messages import Metric
from infra.config import Config
from infra.constructs.alarms import FIVE, HOUR, QUARTER_DAY, AlarmRow

FAST, SLOW = 14.4, 6.0
"""How many times faster than allowed a budget burns."""

BURNING, BURNS_FAST, BURNS_SLOWLY = "Burning", "BurnsFast", "BurnsSlowly"


@dataclass(frozen=True)
class Objective:
    """`metric` is 1 for each bad event and 0 for each good one; `budget` is the share that may be bad.

    `long_windows`: the windows that have to burn as well as the last minutes; without any, the last minutes are enough.
    """

    name: str
    metric: str
    budget: float
    bad: str
    page: str
    long_windows: tuple[str, ...] = (BURNS_FAST, BURNS_SLOWLY)


API = Objective("Api", "ApiBad", 0.005, "The API answers with faults, or slowly", "api")
PAGES = Objective("Pages", "PagesBad", 0.005, "Pages answer with faults, or slowly", "pages")
ORDERS = Objective("Orders", Metric.CONFIRMED_LATE, 0.05, "Orders are confirmed late", "late-orders", long_windows=())
"""What burns slowly here are single orders that are stuck, and these are counted among the failures of functions."""
SLOW_MS = {API.name: 3_000, PAGES.name: 5_000}
"""Milliseconds from which on an answer is bad. A cold start takes less."""


def objectives(config: Config) -> tuple[Objective, ...]:
    """Return the objectives that this stage can be held to: pages only if the same deploy hosts them."""
    return (API, PAGES, ORDERS) if config.is_hosted else (API, ORDERS)


def burn_rows(config: Config, objective: Objective) -> Iterator[AlarmRow]:
    """Yield the alarms of an objective: on the last minutes, and on its long windows of an hour and of six."""
    for name, period, rate, periods, datapoints in (
        (BURNING, FIVE, SLOW, 3, 2),
        (BURNS_FAST, HOUR, FAST, 1, 1),
        (BURNS_SLOWLY, QUARTER_DAY, SLOW, 1, 1),
    ):
        if name not in (BURNING, *objective.long_windows):
            continue
        metric = cloudwatch.Metric(
            namespace=config.name, metric_name=objective.metric, statistic="Average", period=period
        )
        limit = round(rate * objective.budget, 4)
        description = f"{objective.bad}: {rate:g} times as many as the objective allows"
        yield AlarmRow(f"{objective.name}{name}", metric, limit, description, objective.page, periods, datapoints)


def burn_rules(
    alarms: Mapping[str, cloudwatch.Alarm], shop_objectives: tuple[Objective, ...]
) -> Iterator[cloudwatch.IAlarmRule]:
    """Yield the rules of the objectives: it is burning, and over a long window as well, where there are any."""
    for each in shop_objectives:
        burning = alarms[f"{each.name}{BURNING}"]
        for window in each.long_windows:
            yield cloudwatch.AlarmRule.all_of(alarms[f"{each.name}{window}"], burning)
        if not each.long_windows:
            yield burning
