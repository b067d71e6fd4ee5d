"""The function that buys as a guest, by a stage's choice. What it may not comes first."""

from typing import Any

from backend.contracts.payment.operations import OPEN_CARD_PAGE
from tests.infra.template import Template, target

FUNCTION = "AWS::Lambda::Function"


def role(template: Template) -> Any:
    (policy,) = template.starting("AWS::IAM::Role", "BasketHeartbeatRole")["Policies"]
    return policy["PolicyDocument"]["Statement"]


def test_a_stage_that_does_not_choose_it_has_none(template: Template, production: Template, selling: Template) -> None:
    for each in (template, production, selling):
        assert not [id for id in each.resources if "Heartbeat" in id or "CannotSell" in id]


def test_it_may_open_a_basket_and_write_its_log_and_nothing_else(hosted_template: Template) -> None:
    table, log = role(hosted_template)
    assert table["Action"] == "dynamodb:PutItem"
    assert target(table["Resource"]).startswith("BasketTable")
    assert set(log["Action"]) == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_nobody_else_calls_it_and_a_call_that_failed_is_not_repeated(hosted_template: Template) -> None:
    (rule,) = [each for id, each in hosted_template.all("AWS::Events::Rule").items() if id.startswith("BasketBeat")]
    assert rule["ScheduleExpression"] == "rate(5 minutes)"
    assert rule["Targets"][0]["RetryPolicy"] == {"MaximumRetryAttempts": 0}
    config = hosted_template.starting("AWS::Lambda::EventInvokeConfig", "BasketHeartbeat")
    assert config["MaximumRetryAttempts"] == 0
    named = [
        each
        for each in hosted_template.all("AWS::Lambda::Permission").values()
        if "BasketHeartbeat" in str(each["FunctionName"])
    ]
    assert [each["Principal"] for each in named] == ["events.amazonaws.com"]


def test_it_ends_before_it_begins_again_and_knows_the_api_and_where_the_sandbox_takes_a_card(
    hosted_template: Template,
) -> None:
    function = hosted_template.starting(FUNCTION, "BasketHeartbeat")
    assert function["Timeout"] < 5 * 60
    variables = function["Environment"]["Variables"]
    assert target(variables["TABLE"]).startswith("BasketTable")
    assert "GatewayApi" in str(variables["API_URL"])
    assert "/tokens" in str(variables["CARD_URL"])
    assert OPEN_CARD_PAGE.template not in str(variables)


def test_it_rings_as_what_shoppers_notice_when_it_failed_twice_in_a_quarter_of_an_hour(
    hosted_template: Template,
) -> None:
    alarm = hosted_template.starting("AWS::CloudWatch::Alarm", "ObservabilityCannotSell")
    assert (alarm["Period"], alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]) == (300, 3, 2)
    rule = hosted_template.starting("AWS::CloudWatch::CompositeAlarm", "ObservabilityShopIsHurt")["AlarmRule"]
    assert "ObservabilityCannotSell" in str(rule)
