"""What a release of one stack kept, taken over by several."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local import split_stack
from infra.local.paths import LocalPaths
from infra.local.split_stack import BEFORE, NAMED_AFTER
from tests.infra.template import Template

BUS = "Bus95A03305"


def _resource(type: str, name: str) -> dict[str, Any]:
    return {"ResourceType": type, "PhysicalResourceId": name, "Properties": {"Name": name}}


@pytest.fixture
def place(tmp_path: Path, local: Template) -> LocalPaths:
    """A state with one stack, which has a resource of each stack of now, and one that is no more."""
    resources = {
        id: _resource(each["Type"], f"Shop-{id}")
        for template in local.stacks.values()
        for id, each in list(template["Resources"].items())[:1]
    }
    resources |= {BUS: _resource("AWS::Events::EventBus", "ShopBus36B05B27")}
    resources |= {"GoneSince": _resource("AWS::SQS::Queue", "Shop-GoneSince")}
    stack = {
        "StackName": BEFORE,
        "StackStatus": "CREATE_COMPLETE",
        "Tags": [{"Key": "assembly", "Value": "0"}],
        "_resources": resources,
        "_template": {"Resources": {id: {"Type": each["ResourceType"]} for id, each in resources.items()}},
    }
    found = LocalPaths(tmp_path)
    found.state.mkdir()
    key = split_stack._key(BEFORE)
    state = {"payload": {"stacks": {"data": {key: stack}}, "stack_events": {"data": {}}}}
    (found.state / "cloudformation.json").write_text(json.dumps(state))
    (found.state / "lambda.json").write_text(json.dumps({"BUS": "ShopBus36B05B27"}))
    return found


def _records(place: LocalPaths) -> dict[str, Any]:
    state = json.loads((place.state / "cloudformation.json").read_text())
    return {each["StackName"]: each for each in state["payload"]["stacks"]["data"].values()}


def test_each_resource_goes_to_the_stack_that_has_it_now(place: LocalPaths, local: Template) -> None:
    assert split_stack.is_one_stack(place)
    split_stack.split(place, local.folder)
    assert not split_stack.is_one_stack(place)
    for name, record in _records(place).items():
        known = set(local.stacks[name]["Resources"])
        assert set(record["_resources"]) - {"GoneSince"} <= known
        assert record["_resources"].keys() == record["_template"]["Resources"].keys()
        assert (record[NAMED_AFTER], record["Tags"]) == (BEFORE, [])


def test_what_is_no_more_is_left_to_the_stack_that_is_deployed_last(place: LocalPaths, local: Template) -> None:
    split_stack.split(place, local.folder)
    assert [name for name, each in _records(place).items() if "GoneSince" in each["_resources"]] == [
        list(local.stacks)[-1]
    ]


def test_the_bus_has_its_present_name_wherever_it_is_named(place: LocalPaths, local: Template) -> None:
    now = local.one("AWS::Events::EventBus")["Name"]
    split_stack.split(place, local.folder)
    assert json.loads((place.state / "lambda.json").read_text()) == {"BUS": now}
    (bus,) = [each["_resources"][BUS] for each in _records(place).values() if BUS in each["_resources"]]
    assert bus["PhysicalResourceId"] == bus["Properties"]["Name"] == now


def test_a_state_of_several_stacks_and_none_at_all_are_left_alone(tmp_path: Path) -> None:
    assert not split_stack.is_one_stack(LocalPaths(tmp_path))
