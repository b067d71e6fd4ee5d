"""A service that uses a restored table: its functions, grants and relay name that one, and the lost one is left alone."""

import json

import pytest

from infra.recovery import REBUILT
from tests.infra.template import RESTORED, SAFE, Template, target

FUNCTION, MAPPING, TABLE = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping", "AWS::DynamoDB::Table"
NAME, _, STREAM = RESTORED.partition("/")


ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/"
"""What the ARNs of tables begin with in the region and account that the file names."""


def _resources(safe: Template, function: str) -> str:
    role = safe.starting("AWS::IAM::Role", f"{function}Role")
    return json.dumps(role["Policies"][0]["PolicyDocument"]["Statement"])


def test_the_stack_makes_no_table_for_it_any_more(safe: Template, production: Template) -> None:
    gone = {"OrderTable", "DeskTable"}
    before, now = ({id.rstrip("0123456789ABCDEF") for id in each.all(TABLE)} for each in (production, safe))
    assert before - now == gone


def test_every_function_of_the_service_gets_the_restored_table(safe: Template) -> None:
    for service, name in (("Order", NAME), ("Desk", SAFE["restored"]["desk"])):
        told = [
            each["Environment"]["Variables"]["TABLE"]
            for id, each in safe.all(FUNCTION).items()
            if id.startswith(service)
        ]
        assert told
        assert set(told) == {name}


@pytest.mark.parametrize(("function", "index"), [("OrderHandler", "by_state"), ("OrderSweeper", "waiting")])
def test_functions_may_use_the_restored_table_and_its_indexes(safe: Template, function: str, index: str) -> None:
    text = _resources(safe, function)
    assert f'"{ARN}{NAME}"' in text
    assert f":table/{NAME}/index/{index}" in text
    assert "OrderTable" not in text


def test_the_relay_publishes_from_the_restored_tables_own_stream(safe: Template) -> None:
    mapping = safe.starting(MAPPING, "OrderOutbox")
    assert mapping["EventSourceArn"] == ARN + RESTORED
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert f":table/{RESTORED}" in _resources(safe, "OrderRelay")
    assert f":table/{RESTORED}" in _resources(safe, "OperationsHandler")


def test_a_restored_table_is_copied_each_night_like_the_others(safe: Template) -> None:
    selected = safe.one("AWS::Backup::BackupSelection")["BackupSelection"]["Resources"]
    assert ARN + NAME in selected
    made = {target(each) for each in selected if "Fn::GetAtt" in each}
    left_out = {path.replace("/", "") for path in REBUILT}
    assert made == {id for id in safe.all(TABLE) if id.rstrip("0123456789ABCDEF") not in left_out}


def test_nothing_else_of_the_stage_changes(safe: Template, production: Template) -> None:
    """So every other stack is deployed as it was."""
    for word in ("Basket", "Inventory", "Product", "Promotion"):
        assert safe.stack(word)["Resources"].keys() == production.stack(word)["Resources"].keys()
