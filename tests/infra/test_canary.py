"""The order path's functions change step by step where the stage's file says so, and a failing version goes back."""

import json

import pytest

from infra.constructs.canary import ALIAS, ORDER_PATH, PARTS
from tests.infra.template import WHOLE, Template, target

GROUP, ALIASES = "AWS::CodeDeploy::DeploymentGroup", "AWS::Lambda::Alias"
FUNCTIONS = {f"{service.title()}{part}" for service in ORDER_PATH for part in PARTS}


@pytest.fixture(scope="module")
def stepwise() -> Template:
    return Template(**WHOLE)


def test_without_the_choice_everything_changes_at_once(template: Template) -> None:
    assert not [each for each in template.resources.values() if each["Type"] in (GROUP, ALIASES)]


def test_the_functions_of_the_order_path_and_no_others_have_an_alias(stepwise: Template) -> None:
    aliases = stepwise.all(ALIASES)
    assert {target(each["FunctionName"]).partition("Function")[0] for each in aliases.values()} == FUNCTIONS
    assert {each["Name"] for each in aliases.values()} == {ALIAS}


def test_a_tenth_goes_first_for_five_minutes_and_errors_of_the_alias_bring_the_old_version_back(
    stepwise: Template,
) -> None:
    groups, alarms = stepwise.all(GROUP), stepwise.all("AWS::CloudWatch::Alarm")
    assert len(groups) == len(FUNCTIONS)
    for group in groups.values():
        assert group["DeploymentConfigName"] == "CodeDeployDefault.LambdaCanary10Percent5Minutes"
        assert set(group["AutoRollbackConfiguration"]["Events"]) == {
            "DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"}  # fmt: skip
        (watched,) = group["AlarmConfiguration"]["Alarms"]
        alarm = alarms[target(watched["Name"])]
        assert (alarm["MetricName"], alarm["Threshold"], alarm["Period"]) == ("Errors", 1, 60)
        assert {each["Name"] for each in alarm["Dimensions"]} == {"FunctionName", "Resource"}


def test_each_alias_is_moved_by_codedeploy_and_not_by_cloudformation(stepwise: Template) -> None:
    for each in stepwise.resources.values():
        if each["Type"] == ALIASES:
            assert "CodeDeployLambdaAliasUpdate" in each["UpdatePolicy"]


def test_queues_and_routes_call_the_alias(stepwise: Template) -> None:
    """A mapping or an integration that named the function would call its newest code at once."""
    mappings = stepwise.all("AWS::Lambda::EventSourceMapping")
    for id, mapping in mappings.items():
        if "Deliveries" in id and id.startswith(tuple(each.title() for each in ORDER_PATH)):
            name, alias = mapping["FunctionName"]["Fn::Join"][1]
            assert alias == f":{ALIAS}"
            assert any(f'"{each}"' in json.dumps(name) for each in stepwise.all(ALIASES))
    called = {target(each["IntegrationUri"]) for each in stepwise.all("AWS::ApiGatewayV2::Integration").values()}
    assert {id for id in stepwise.all(ALIASES) if "Handler" in id} <= called
