"""What each role may do: exactly what its function calls, and nothing by a wildcard."""

import json
from typing import Any

import pytest

from backend.contracts.order.erasure import HOLDERS
from infra.constructs.service import CHANGED_BY_STAFF
from infra.functions import FUNCTIONS, FUNCTIONS_BY_SERVICE
from tests.infra import calls
from tests.infra.template import Template, target

RELAYS = [f"{service.title()}Relay" for service, parts in FUNCTIONS_BY_SERVICE.items() if "Relay" in parts]
CALLED = ("dynamodb", "events")
OBJECTS = {
    "PictureHandler": ("incoming/*", "reviews/*", "unused/*", "waiting/*"),
    "PictureConsumer": ("incoming/*", "pictures/*", "unused/*", "waiting/*", "pictures/reviews/*"),
    "OrderHandler": ("archives/*",),
    "OrderSweeper": ("archives/*", "parts/*"),
    **{f"{service.title()}Consumer": (f"parts/*/{service}",) for service in HOLDERS},
}
"""Whose objects have names that nobody knows before: what they may do is said by bucket and prefix."""
LOOKED_UP = "logs:FilterLogEvents"
"""What the operations service alone may do with the logs of those that take messages in: see `test_operations`."""
STREAM = {f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")}


@pytest.fixture(scope="module")
def recorded_grants() -> dict[str, set[tuple[str, str]]]:
    return calls.grants()


def _statements(template: Template, function: str) -> list[dict[str, Any]]:
    role = template.starting("AWS::IAM::Role", f"{function}Role")
    (policy,) = role["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def _template_grants(template: Template, function: str) -> set[tuple[str, str]]:
    """Every action with the resource it is granted on, in the words of the recorder: the service's table, an index of
    it, the bus."""
    return {
        (action, _resource(resource))
        for statement in _statements(template, function)
        for action in _list(statement["Action"])
        for resource in _list(statement["Resource"])
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resource(value: Any) -> str:
    """`basket` for its table, `product/index/by_rank` for an index, `shop` for the bus, and logical ids for the rest."""
    if "Fn::Join" in value and isinstance(value["Fn::Join"][1][0], str):
        return json.dumps(value)  # an ARN written out, as SES's are
    attribute, rest = (value["Fn::Join"][1][0], value["Fn::Join"][1][1]) if "Fn::Join" in value else (value, "")
    id, name = attribute["Fn::GetAtt"]
    if id.startswith("Bus"):
        return "shop"
    word = id.partition("Table")[0].lower() if "Table" in id and name == "Arn" else f"{id}.{name}"
    return f"{word}{rest}"


def test_no_policy_holds_a_wildcard(template: Template) -> None:
    for type in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy"):
        for id, properties in template.all(type).items():
            for policy in properties.get("Policies", [properties]):
                text = json.dumps(policy["PolicyDocument"])
                for prefix in OBJECTS.get(id.partition("Role")[0], ()):
                    text = text.replace(f'"/{prefix}"', "")
                assert "*" not in text, id


def test_there_are_no_policies_but_those_of_the_functions_and_the_storefront(template: Template) -> None:
    assert "AWS::IAM::Policy" not in {each["Type"] for each in template.resources.values()}
    assert sorted(id.partition("Role")[0] for id in template.all("AWS::IAM::Role")) == sorted(FUNCTIONS)
    assert all("ManagedPolicyArns" not in role for role in template.all("AWS::IAM::Role").values())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_exactly_what_it_calls(
    template: Template, recorded_grants: dict[str, set[tuple[str, str]]], function: str
) -> None:
    granted = {
        (action, on)
        for action, on in _template_grants(template, function)
        if action.startswith(CALLED) and action not in STREAM
    }
    assert granted == recorded_grants[function]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_write_its_own_log_only(template: Template, function: str) -> None:
    """Beside it there is the audit log, which is the operations service's alone: see `test_operations`."""
    others = "OperationsAuditLog" if function == "OperationsHandler" else "nobody's"
    logs = {
        (action, on)
        for action, on in _template_grants(template, function)
        if action.startswith("logs:") and not on.startswith(others) and action != LOOKED_UP
    }
    log = next(id for id in template.all("AWS::Logs::LogGroup") if id.startswith(f"{function}Log"))
    assert logs == {("logs:CreateLogStream", f"{log}.Arn"), ("logs:PutLogEvents", f"{log}.Arn")}


@pytest.mark.parametrize("function", RELAYS)
def test_a_relay_may_read_its_stream_and_set_aside_what_it_could_not_publish(template: Template, function: str) -> None:
    rest = {
        (action, on)
        for action, on in _template_grants(template, function)
        if action in STREAM or action.startswith("sqs:")
    }
    table = next(id for id in template.all("AWS::DynamoDB::Table") if id.startswith(function.replace("Relay", "Table")))
    queue = next(
        id for id in template.all("AWS::SQS::Queue") if id.startswith(function.replace("Relay", "Unpublished"))
    )
    assert rest == {(action, f"{table}.StreamArn") for action in STREAM} | {("sqs:SendMessage", f"{queue}.Arn")}


@pytest.mark.parametrize("function", RELAYS)
def test_a_service_may_publish_in_its_own_name_only(template: Template, function: str) -> None:
    (publish,) = [each for each in _statements(template, function) if each["Action"] == "events:PutEvents"]
    assert publish["Condition"] == {
        "ForAllValues:StringEquals": {"events:source": f"shop.{function.removesuffix('Relay').lower()}"}
    }


@pytest.mark.parametrize("service", sorted(CHANGED_BY_STAFF))
def test_where_staff_change_something_the_entry_of_the_audit_log_may_be_published_and_nothing_else(
    template: Template, service: str
) -> None:
    statements = _statements(template, f"{service.title()}Handler")
    (publish,) = [each for each in statements if each["Action"] == "events:PutEvents"]
    assert publish["Condition"] == {
        "ForAllValues:StringEquals": {"events:source": "shop.desk", "events:detail-type": "StaffChangeMade.v1"}
    }


@pytest.mark.parametrize("function", [each for each in FUNCTIONS if each.endswith("Consumer")])
def test_an_intake_may_receive_from_its_queue_only(template: Template, function: str) -> None:
    received = {(action, on) for action, on in _template_grants(template, function) if action.startswith("sqs:")}
    queue = next(id for id in template.all("AWS::SQS::Queue") if id.startswith(function.replace("Consumer", "Queue")))
    assert received == {
        (f"sqs:{action}", f"{queue}.Arn") for action in ("DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
    }


def test_only_lambda_may_take_the_functions_roles(template: Template) -> None:
    for role in template.all("AWS::IAM::Role").values():
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert (statement["Action"], statement["Principal"]) == ("sts:AssumeRole", {"Service": "lambda.amazonaws.com"})


def test_every_role_belongs_to_a_function(template: Template) -> None:
    used = {target(function["Role"]) for function in template.all("AWS::Lambda::Function").values()}
    assert used == set(template.all("AWS::IAM::Role"))
