"""Alarms, objectives and dashboards."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from backend.contracts.alarm_messages import Metric
from infra import prices
from infra.functions import FUNCTIONS, FUNCTIONS_BY_SERVICE
from infra.preflight.costs import dashboard_metrics, free_each_month, idle
from tests.infra.template import Template, target

ALARM, COMPOSITE, FILTER = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm", "AWS::Logs::MetricFilter"
DASHBOARD = "AWS::CloudWatch::Dashboard"
ROOT = Path(__file__).parents[2]
RUN_BOOK = ROOT / "docs" / "run-book"
EMITTED = {Metric.DEAD_LETTERS, Metric.CONFIRMED_LATE, Metric.CANNOT_SELL}
"""What functions measure themselves, in the embedded format."""
WITHOUT_ALARM = {"table-lost", "region-lost"}
"""Pages of the run-book for what alarms on other things lead to."""


def _metrics(alarm: dict[str, Any]) -> list[str]:
    stats = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each]
    return [each["MetricName"] for each in stats or [alarm]]


def _filters(template: Template) -> dict[str, set[str]]:
    """By metric, the log groups whose lines are counted, without the hash."""
    found: dict[str, set[str]] = {}
    for each in template.all(FILTER).values():
        (made,) = each["MetricTransformations"]
        found.setdefault(made["MetricName"], set()).add(target(each["LogGroupName"]).rstrip("0123456789ABCDEF"))
    return found


def _children(template: Template, name: str) -> set[str]:
    """The single alarms that a composite is made of."""
    rule = template.starting(COMPOSITE, f"Observability{name}")["AlarmRule"]
    return {target(each) for each in rule["Fn::Join"][1] if not isinstance(each, str)}


def test_the_failed_calls_of_every_function_are_counted(hosted_template: Template) -> None:
    counted = {name.removesuffix("Log") for name in _filters(hosted_template)["FunctionFailed"]}
    assert counted == {*FUNCTIONS, "Hosting", "Reconciliation", "BasketHeartbeat"}


def test_every_consumer_and_relay_is_counted_when_it_is_behind(template: Template) -> None:
    counted = {name.removesuffix("Log") for name in _filters(template)["EventsDelayed"]}
    assert counted == {each for each in FUNCTIONS if each.endswith(("Consumer", "Relay"))}


def test_every_alarm_on_a_metric_of_ours_has_something_that_writes_it(hosted_template: Template) -> None:
    ours = {
        each["MetricName"] for each in hosted_template.all(ALARM).values() if each.get("Namespace") == "Halftone-trial"
    }
    assert ours == _filters(hosted_template).keys() | EMITTED


def test_functions_write_their_metrics_where_alarms_look(template: Template) -> None:
    spaces = {each["Environment"]["Variables"]["METRICS"] for each in template.all("AWS::Lambda::Function").values()}
    assert spaces == {"Halftone-trial"}


def test_every_alarm_notifies_by_itself_or_through_the_composite_alarm_and_never_by_both(
    hosted_template: Template,
) -> None:
    single = {id: each for id, each in hosted_template.all(ALARM).items() if "Failing" not in id}
    telling = {id: each for id, each in single.items() if "AlarmActions" in each}
    assert telling.keys() == single.keys() - _children(hosted_template, "ShopIsHurt")
    (topic,) = hosted_template.all("AWS::SNS::Topic")
    for each in (*telling.values(), *hosted_template.all(COMPOSITE).values()):
        assert each["AlarmActions"] == each["OKActions"] == [{"Ref": topic}]


def test_a_budget_rings_only_where_it_burnt_for_long_and_still_burns(hosted_template: Template) -> None:
    rule = hosted_template.starting(COMPOSITE, "ObservabilityShopIsHurt")["AlarmRule"]
    text = "".join(each if isinstance(each, str) else target(each) for each in rule["Fn::Join"][1])
    for name in ("ApiBurnsFast", "PagesBurnsFast", "ApiBurnsSlowly", "PagesBurnsSlowly"):
        still = f"{name.partition('Burns')[0]}Burning"
        assert re.search(rf'\(ALARM\("Observability{name}\w+"\) AND ALARM\("Observability{still}', text)


def test_late_orders_ring_by_the_last_minutes_alone_because_orders_are_measured_only_once_they_are_late(
    hosted_template: Template,
) -> None:
    rule = hosted_template.starting(COMPOSITE, "ObservabilityShopIsHurt")["AlarmRule"]
    text = "".join(each if isinstance(each, str) else target(each) for each in rule["Fn::Join"][1])
    assert re.search(r'OR ALARM\("ObservabilityOrdersBurning\w+"\) OR', text)
    assert "OrdersBurnsFast" not in text


@pytest.mark.parametrize(
    ("name", "period", "limit", "periods", "datapoints"),
    [
        ("ApiBurning", 300, 0.03, 3, 2),
        ("ApiBurnsFast", 3600, 0.072, 1, 1),
        ("ApiBurnsSlowly", 21600, 0.03, 1, 1),
        ("OrdersBurning", 300, 0.3, 3, 2),
    ],
)
def test_a_window_rings_from_so_many_times_the_objectives_budget_on(
    hosted_template: Template, name: str, period: int, limit: float, periods: int, datapoints: int
) -> None:
    alarm = hosted_template.starting(ALARM, f"Observability{name}")
    assert (alarm["Period"], alarm["Threshold"], alarm["EvaluationPeriods"]) == (period, limit, periods)
    assert (alarm["DatapointsToAlarm"], alarm["Statistic"]) == (datapoints, "Average")


def test_every_alarm_names_its_page_of_the_run_book_and_every_page_has_an_alarm(hosted_template: Template) -> None:
    described = [each["AlarmDescription"] for type in (ALARM, COMPOSITE) for each in hosted_template.all(type).values()]
    pages = {re.search(r"What to do: docs/run-book/([\w-]+)\.md$", each)[1] for each in described}  # type: ignore[index]
    there = {path.stem for path in RUN_BOOK.glob("*.md")} - {"README"}
    assert pages == there - WITHOUT_ALARM


def test_the_run_book_lists_its_pages_and_the_site_shows_them() -> None:
    index, site = (RUN_BOOK / "README.md").read_text(), (ROOT / "mkdocs.yml").read_text()
    for path in RUN_BOOK.glob("*.md"):
        assert path.stem == "README" or f"({path.name})" in index
        assert f"run-book/{path.name}" in site


def test_silence_is_no_alarm(hosted_template: Template) -> None:
    assert {alarm["TreatMissingData"] for alarm in hosted_template.all(ALARM).values()} == {"notBreaching"}


def test_alarms_may_publish_on_the_topic_and_only_over_tls(template: Template) -> None:
    statements = template.one("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    allowed = [each for each in statements if each["Effect"] == "Allow"]
    assert [each["Principal"] for each in allowed] == [{"Service": "cloudwatch.amazonaws.com"}]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [
        each["Condition"] for each in statements if each["Effect"] == "Deny"
    ]


def test_the_named_address_gets_the_alarms(production: Template, template: Template) -> None:
    subscription = production.one("AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "owner@halftone.example")
    assert "AWS::SNS::Subscription" not in {each["Type"] for each in template.resources.values()}


def test_rates_of_bounces_and_complaints_ring_where_there_is_a_sender(production: Template, template: Template) -> None:
    def mails(of: Template) -> dict[str, float]:
        alarms = of.all(ALARM).values()
        return {each["MetricName"]: each["Threshold"] for each in alarms if each.get("Namespace") == "AWS/SES"}

    assert mails(production) == {"Reputation.BounceRate": 0.05, "Reputation.ComplaintRate": 0.001}
    assert mails(template) == {}


def test_concurrency_rings_before_the_accounts_quota_is_used_up(template: Template) -> None:
    alarm = template.starting(ALARM, "ObservabilityConcurrency")
    (expression,) = [each["Expression"] for each in alarm["Metrics"] if "Expression" in each]
    assert (expression, alarm["Threshold"]) == ("100 * used / SERVICE_QUOTA(used)", 70)


class _WithoutChoices:
    """The templates of a stage as `infra.preflight.costs` asks for them, without canaries, heartbeat and the sandbox's stack."""

    def __init__(self, template: Template) -> None:
        sandbox = template.stack("Sandbox")["Resources"]
        chosen = re.compile("Canary|Heartbeat|CannotSell")
        there = template.resources.items()
        self._resources = [each for id, each in there if id not in sandbox and not chosen.search(id)]

    def resources(self, type: str) -> list[dict[str, Any]]:
        return [each.get("Properties", {}) for each in self._resources if each["Type"] == type]


def test_a_hosted_stage_with_mails_and_a_real_provider_costs_less_than_six_dollars_a_month_while_nobody_shops(
    hosted_template: Template,
) -> None:
    made = _WithoutChoices(hosted_template)
    assert sum(idle(made).values()) - sum(free_each_month(made).values()) < 6.00
    assert "less than six dollars a month" in (ROOT / "docs" / "operations.md").read_text()


def test_dashboards_are_free_and_have_room_for_eight_more_services(hosted_template: Template) -> None:
    shown = {
        id.rstrip("0123456789ABCDEF"): dashboard_metrics(each) for id, each in hosted_template.all(DASHBOARD).items()
    }
    assert len(shown) < prices.FREE_DASHBOARDS  # an account's second stage has some, too
    assert shown["ObservabilityDashboard"] + 8 <= prices.FREE_DASHBOARD_METRICS  # a service's answers
    assert shown["ObservabilityEvents"] + 8 * 2 <= prices.FREE_DASHBOARD_METRICS  # its queue and its relay


def test_dashboards_show_every_service(hosted_template: Template) -> None:
    answers, events = (
        json.dumps(hosted_template.starting(DASHBOARD, f"Observability{id}")) for id in ("Dashboard", "Events")
    )
    for service, parts in FUNCTIONS_BY_SERVICE.items():
        assert (_label(service) in answers) is ("Handler" in parts), service
        assert (_label(service) in events) is bool({"Consumer", "Relay"} & set(parts)), service


def _label(service: str) -> str:
    return json.dumps(f'"label":"{service}"')[1:-1]


NO_ORDERS = ("Delivery", "Newsletter", "Operations", "Picture", "Product", "Sandbox", "Search", "Wish")
"""Services whose consumers and relays tell and hear of no order."""


def test_one_saved_query_looks_for_an_order_in_every_log_that_may_name_it(template: Template) -> None:
    query = template.one("AWS::Logs::QueryDefinition")
    written = {
        id
        for id in template.all("AWS::Logs::LogGroup")
        if not id.startswith(("OperationsAuditLog", "SandboxAccessLog"))
        and not (id.startswith(NO_ORDERS) and "HandlerLog" not in id)
    }
    assert {target(each) for each in query["LogGroupNames"]} == written
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
    assert len(written) <= 50 - 3  # a service more has three
