"""What the stage costs while nobody shops, counted from its templates, and what 1,000 orders cost, as benchmarked.

At `infra.prices`, the list prices of us-east-1.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from infra import prices
from infra.preflight.finding import Finding, Level, Target
from infra.preflight.resources import Properties
from infra.sizing import MEMORY

ORDER = Path(__file__).parent.parent.parent / "bench" / "results" / "confirmed.json"
POLLERS, POLL = 5, 20  # Lambda's long polls of an idle queue, and how many seconds each takes
SWEEP = 0.1  # seconds that a sweeper needs to see that nothing is due
MONTH = prices.HOURS * 3600  # seconds
SCHEDULES = {"rate(1 minute)": 60, "rate(5 minutes)": 300, "rate(1 hour)": 3600}
"""Seconds between two calls."""


class Templates(Protocol):
    """A stage's templates, asked for the properties of all resources of a type."""

    def resources(self, type: str) -> list[Properties]: ...


def costs(target: Target) -> Iterator[Finding]:
    """Yield what is billed each month, and what each thousand orders adds."""
    items = idle(target)
    named = ", ".join(f"{name} ${dollars:.2f}" for name, dollars in sorted(items.items(), key=lambda item: -item[1]))
    free = sum(free_each_month(target).values())
    yield Finding(
        Level.OK,
        "cost",
        f"about ${sum(items.values()):.2f} a month while nobody shops: {named}; "
        f"${free:.2f} of it are free for the first stage of an account",
    )
    yield Finding(Level.OK, "cost", f"about ${per_thousand_orders():.2f} more for each 1,000 confirmed orders")
    if monthly := monthly_per_gigabyte(target):
        text = f"about ${sum(monthly.values()):.2f} more for each gigabyte of tables: {', '.join(monthly)}"
        yield Finding(Level.OK, "cost", text)


def idle(target: Templates) -> dict[str, float]:
    """Return dollars a month by what they are for; what costs less than a cent is left out."""

    def count(type: str) -> int:
        return len(target.resources(type))

    items = {
        "alarms": prices.ALARM.of(_alarm_metrics(target)),
        "composite alarms": prices.COMPOSITE_ALARM.of(count("AWS::CloudWatch::CompositeAlarm")),
        "dashboards": prices.DASHBOARD.of(count("AWS::CloudWatch::Dashboard")),
        "secrets": prices.SECRET.of(count("AWS::SecretsManager::Secret")),
        "keys": prices.KEY.of(count("AWS::KMS::Key")),
        "firewall": _firewall(target),
        "idle queues": prices.QUEUE.of(_queue_requests(target)),
        "schedules": prices.LAMBDA_REQUESTS.of(_calls(target)) + prices.LAMBDA_TIME.of(_lambda_time(target)),
        "traces": prices.TRACES.of(_traces(target)),
        "search domain": _domain(target),
    }
    return {name: dollars for name, dollars in items.items() if dollars >= 0.01}


def free_each_month(target: Templates) -> dict[str, float]:
    """Return how many of these dollars AWS does not charge the first stage of an account for."""
    boards = [each for each in target.resources("AWS::CloudWatch::Dashboard") if is_free_dashboard(each)]
    return {
        "alarms": prices.ALARM.of(min(_alarm_metrics(target), prices.FREE_ALARM_METRICS)),
        "dashboards": prices.DASHBOARD.of(min(len(boards), prices.FREE_DASHBOARDS)),
        "idle queues": prices.QUEUE.of(min(_queue_requests(target), prices.FREE_QUEUE_REQUESTS)),
        "schedules": prices.LAMBDA_REQUESTS.of(min(_calls(target), prices.FREE_LAMBDA_REQUESTS))
        + prices.LAMBDA_TIME.of(min(_lambda_time(target), prices.FREE_LAMBDA_TIME)),
        "traces": prices.TRACES.of(min(_traces(target), prices.FREE_TRACES)),
    }


def monthly_per_gigabyte(target: Templates) -> dict[str, float]:
    """Return dollars a month for what a gigabyte of tables is kept again as. Each copy is a whole one."""
    tables = target.resources("AWS::DynamoDB::Table")
    rules = [
        rule for each in target.resources("AWS::Backup::BackupPlan") for rule in each["BackupPlan"]["BackupPlanRule"]
    ]
    copies = {rule["Lifecycle"]["DeleteAfterDays"] for rule in rules}
    recovered = [each for each in tables if each["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]]
    every = {"recovery to any second": prices.RECOVERY.of(prices.GIGABYTE)} if recovered else {}
    return every | {f"{each} nightly copies": prices.COPY_KEPT.of(each * prices.GIGABYTE) for each in sorted(copies)}


def is_free_dashboard(dashboard: Properties) -> bool:
    """Whether a dashboard shows so few metrics that an account's first ones are free."""
    return dashboard_metrics(dashboard) <= prices.FREE_DASHBOARD_METRICS


def dashboard_metrics(dashboard: Properties) -> int:
    """Return how many metrics a dashboard shows; in a template its body is text around references."""
    body = dashboard.get("DashboardBody", '{"widgets": []}')
    text = (
        body
        if isinstance(body, str)
        else "".join(each if isinstance(each, str) else "x" for each in body["Fn::Join"][1])
    )
    return sum(len(widget["properties"].get("metrics", [])) for widget in json.loads(text)["widgets"])


def per_thousand_orders() -> float:
    """Return dollars for 1,000 orders until they are confirmed, mails included: what `make bench` wrote down."""
    figures = json.loads(ORDER.read_text(encoding="utf-8"))["figures"]
    return float(next(each["value"] for each in figures if each["name"].startswith("a confirmed order")))


def _alarm_metrics(target: Templates) -> int:
    """Return how many metrics the alarms watch: one that is made of several is charged for each."""
    alarms = target.resources("AWS::CloudWatch::Alarm")
    return sum(sum("MetricStat" in each for each in alarm.get("Metrics", [])) or 1 for alarm in alarms)


def _queue_requests(target: Templates) -> float:
    """Return requests a month: long polls of idle queues, and the counting of dead letters."""
    polled = [each for each in target.resources("AWS::Lambda::EventSourceMapping") if "ScalingConfig" in each]
    dead = [each for each in target.resources("AWS::SQS::Queue") if "RedrivePolicy" not in each]
    return len(polled) * POLLERS * MONTH / POLL + (len(dead) * MONTH / SCHEDULES["rate(5 minutes)"] if polled else 0)


def _calls(target: Templates) -> float:
    """Return calls a month by schedules."""
    rates = (str(each.get("ScheduleExpression")) for each in target.resources("AWS::Events::Rule"))
    return sum(MONTH / SCHEDULES[rate] for rate in rates if rate in SCHEDULES)


def _traces(target: Templates) -> float:
    """Return traces a month where the stage asks for them. X-Ray takes the first call of each second, so every call
    that a schedule makes.
    """
    traced = any("TracingConfig" in each for each in target.resources("AWS::Lambda::Function"))
    return _calls(target) if traced else 0


def _lambda_time(target: Templates) -> float:
    return _calls(target) * SWEEP * MEMORY / 1024


def _firewall(target: Templates) -> float:
    lists = target.resources("AWS::WAFv2::WebACL")
    return prices.WEB_ACL.of(len(lists)) + prices.WEB_ACL_RULE.of(sum(len(each.get("Rules", [])) for each in lists))


def _domain(target: Templates) -> float:
    total = 0.0
    for each in target.resources("AWS::OpenSearchService::Domain"):
        nodes = each["ClusterConfig"]["InstanceCount"]
        total += prices.OPENSEARCH_NODE.of(nodes * prices.HOURS)
        total += prices.OPENSEARCH_DISK.of(nodes * each["EBSOptions"]["VolumeSize"] * prices.GIGABYTE)
    return total
