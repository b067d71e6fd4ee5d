"""What the stage costs is counted from its templates, at list prices that stand in one place."""

from pathlib import Path

import pytest

from infra import prices
from infra.preflight.costs import costs, idle, per_thousand_orders
from tests.infra.preflight.stubs import StubbedSession, assembly, run_check, target
from tests.infra.template import Template

PRICED = {
    "Alarm": {"Type": "AWS::CloudWatch::Alarm"},
    "Composite": {"Type": "AWS::CloudWatch::CompositeAlarm"},
    "Board": {"Type": "AWS::CloudWatch::Dashboard"},
    "Secret": {"Type": "AWS::SecretsManager::Secret"},
    "Key": {"Type": "AWS::KMS::Key"},
    "Wall": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{}, {}]}},
    "Domain": {
        "Type": "AWS::OpenSearchService::Domain",
        "Properties": {"ClusterConfig": {"InstanceCount": 2}, "EBSOptions": {"VolumeSize": 20}},
    },
}


def test_each_thing_that_is_billed_by_the_month_is_counted(tmp_path: Path) -> None:
    of = target(StubbedSession(), assembly(tmp_path, PRICED))
    counted = idle(of)
    assert (counted["alarms"], counted["dashboards"], counted["firewall"]) == (0.1, 3, 5 + 2)
    assert (counted["composite alarms"], counted["secrets"], counted["keys"]) == (0.5, 0.4, 1)
    assert counted["search domain"] == pytest.approx(2 * 730 * 0.073 + 40 * 0.122)


def test_idle_queues_and_sweepers_are_billed_by_the_month_that_they_are_asked_in(tmp_path: Path) -> None:
    waking = {
        "Queue": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"ScalingConfig": {}}},
        "Stream": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {}},
        "Minute": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 minute)"}},
    }
    counted = idle(target(StubbedSession(), assembly(tmp_path, waking)))
    assert counted.keys() == {"idle queues", "schedules"}
    assert counted["idle queues"] == pytest.approx(prices.QUEUE.of(5 * 730 * 3600 / 20))


def test_the_stages_own_template_is_priced_in_two_lines(template: Template) -> None:
    of = target(StubbedSession(), template.folder, "trial")
    counted = idle(of)
    assert {"alarms", "secrets", "idle queues", "schedules"} <= counted.keys()
    monthly, orders, _ = run_check(costs, of)
    assert f"${sum(counted.values()):.2f} a month" in monthly.text
    assert f"${per_thousand_orders():.2f}" in orders.text
