"""A monthly limit on costs, if the stage sets one: AWS Budgets, and Cost Anomaly Detection for what no budget
foresees."""

import json

from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_ce as ce
from constructs import Construct

from infra.config import Config

WARN_PERCENT = 80
"""Of the budget: from which actual costs on, and from which forecast on at the whole, somebody is told."""

SURPRISE_PERCENT = 20
"""Of the month's budget: a surprise of a day that is worth a mail."""


def add_budget(scope: Construct, config: Config) -> None:
    """Notify `alarm_email` when the stage's costs approach its budget, will exceed it, or jump.

    The stage's costs are found by the tag `stage`, once that is activated as a cost allocation tag.
    """
    budgets.CfnBudget(
        scope,
        "Budget",
        budget=budgets.CfnBudget.BudgetDataProperty(
            budget_name=config.name,
            budget_type="COST",
            time_unit="MONTHLY",
            budget_limit=budgets.CfnBudget.SpendProperty(amount=config.monthly_budget, unit="USD"),
            cost_filters={"TagKeyValue": [f"user:stage${config.stage}"]},
        ),
        notifications_with_subscribers=[
            _notify(config.alarm_email, "ACTUAL", WARN_PERCENT),
            _notify(config.alarm_email, "FORECASTED", 100),
        ],
    )
    by_stage = {"Tags": {"Key": "stage", "Values": [config.stage]}}
    monitor = ce.CfnAnomalyMonitor(
        scope,
        "Anomalies",
        monitor_name=config.name,
        monitor_type="CUSTOM",
        monitor_specification=json.dumps(by_stage),
    )
    ce.CfnAnomalySubscription(
        scope,
        "AnomalyMail",
        subscription_name=config.name,
        frequency="DAILY",
        monitor_arn_list=[monitor.attr_monitor_arn],
        subscribers=[ce.CfnAnomalySubscription.SubscriberProperty(address=config.alarm_email, type="EMAIL")],
        threshold_expression=json.dumps(_at_least(config.monthly_budget * SURPRISE_PERCENT / 100)),
    )


def _notify(address: str, kind: str, percent: int) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            comparison_operator="GREATER_THAN", notification_type=kind, threshold=percent, threshold_type="PERCENTAGE"
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(address=address, subscription_type="EMAIL")],
    )


def _at_least(dollars: float) -> dict[str, object]:
    """Return the condition that an anomaly costs so much more than expected."""
    return {
        "Dimensions": {
            "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
            "Values": [f"{dollars:g}"],
        }
    }
