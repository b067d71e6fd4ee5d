"""A stage that names a budget is told of its costs by mail, and one that names none has neither budget nor monitor."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions

from infra.config import choose
from infra.constructs.budget import add_budget
from infra.stage_reading import ConfigRefused
from tests.infra.template import Template, stage_file


@pytest.fixture(scope="module")
def resources_by_type() -> dict[str, Any]:
    stack = cdk.Stack(cdk.App(), "Halftone-production-Platform")
    add_budget(stack, choose(stage_file(monthly_budget=50, alarm_email="owner@halftone.example")))
    resources = assertions.Template.from_stack(stack).to_json()["Resources"].values()
    return {each["Type"]: each["Properties"] for each in resources}


def test_a_budget_without_somebody_to_tell_is_refused() -> None:
    with pytest.raises(ConfigRefused, match="alarm_email"):
        choose(stage_file(monthly_budget=50))


def test_actual_costs_and_the_forecast_are_mailed(resources_by_type: dict[str, Any]) -> None:
    budget = resources_by_type["AWS::Budgets::Budget"]
    assert budget["Budget"]["BudgetLimit"] == {"Amount": 50, "Unit": "USD"}
    assert budget["Budget"]["CostFilters"] == {"TagKeyValue": ["user:stage$production"]}
    told = [each["Notification"] for each in budget["NotificationsWithSubscribers"]]
    assert [(each["NotificationType"], each["Threshold"]) for each in told] == [("ACTUAL", 80), ("FORECASTED", 100)]


def test_a_jump_of_a_fifth_of_the_budget_is_mailed(resources_by_type: dict[str, Any]) -> None:
    mail = resources_by_type["AWS::CE::AnomalySubscription"]
    assert json.loads(mail["ThresholdExpression"])["Dimensions"]["Values"] == ["10"]
    assert mail["Subscribers"] == [{"Address": "owner@halftone.example", "Type": "EMAIL"}]


def test_without_a_budget_there_is_none(template: Template) -> None:
    assert not [each for each in template.resources.values() if each["Type"].startswith(("AWS::Budgets", "AWS::CE"))]
