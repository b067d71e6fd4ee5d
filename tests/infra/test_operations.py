"""What the operations service knows of the shop, and may do to it: exactly what it calls, on every queue of failed
messages."""

import json
from typing import Any

import pytest

from backend.contracts.operations.models import Kind
from infra.functions import FUNCTIONS_BY_SERVICE
from tests.backend.operations.stack import QUEUES
from tests.infra import calls
from tests.infra.template import Template, target

QUEUE = "AWS::SQS::Queue"


def _role(template: Template) -> list[dict[str, Any]]:
    (policy,) = template.starting("AWS::IAM::Role", "OperationsHandlerRole")["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _grants_by_action(template: Template) -> dict[str, set[str]]:
    """By action, the logical ids that it is granted on; its own log aside."""
    found: dict[str, set[str]] = {}
    for statement in _role(template):
        for action in _list(statement["Action"]):
            ids = {target(each) for each in _list(statement["Resource"]) if "Fn::Join" not in each}
            found.setdefault(action, set()).update(id for id in ids if not id.startswith("OperationsHandlerLog"))
    return found


def _queues(template: Template, *, feeding: bool) -> set[str]:
    """The queues that feed a function, or else those that failed messages end in."""
    return {id for id, queue in template.all(QUEUE).items() if ("RedrivePolicy" in queue) is feeding}


def _parameters(template: Template) -> dict[str, dict[str, Any]]:
    """The parameters that tell the function of queues, by their names."""
    return {each["Name"]: each for each in template.all("AWS::SSM::Parameter").values()}


def _environment_of(template: Template) -> dict[str, dict[str, str]]:
    """What the function is told, with logical ids for what CloudFormation puts in."""
    texts = (each["Value"]["Fn::Join"][1] for each in _parameters(template).values())
    told = [json.loads("".join(part if isinstance(part, str) else target(part) for part in parts)) for parts in texts]
    return {name: place for each in told for name, place in each.items()}


def test_it_may_do_exactly_what_it_calls(template: Template) -> None:
    dead = {str(place["queue"]) for place in QUEUES.values()}
    called: dict[str, set[str]] = {}
    for action, on in calls.asked_of_operations():
        kind = {
            "sqs": "dead" if on in dead else "fed",
            "dynamodb": "stream",
            "logs": "consumer" if on == "order-consumer" else "audit",
            "lambda": "relay",
            "ssm": "path",
            "cognito-idp": "pool",
        }[action.partition(":")[0]]
        called.setdefault(kind, set()).add(action)
    granted = {
        kind: {action for action, on in _grants_by_action(template).items() if on & ids}
        for kind, ids in {
            "dead": _queues(template, feeding=False),
            "fed": _queues(template, feeding=True),
            "stream": set(template.all("AWS::DynamoDB::Table")),
            "audit": {id for id in template.all("AWS::Logs::LogGroup") if id.startswith("OperationsAuditLog")},
            "relay": set(template.all("AWS::Lambda::Function")),
            "pool": set(template.all("AWS::Cognito::UserPool")),
            "consumer": {id for id in template.all("AWS::Logs::LogGroup") if "ConsumerLog" in id},
        }.items()
    }
    assert granted | {"path": {"ssm:GetParametersByPath"}} == called


def test_it_reaches_every_queue_of_failed_messages_and_sends_only_where_functions_are_fed(template: Template) -> None:
    granted = _grants_by_action(template)
    assert granted["sqs:ReceiveMessage"] == granted["sqs:DeleteMessage"] == _queues(template, feeding=False)
    assert granted["sqs:SendMessage"] == _queues(template, feeding=True)


def test_it_wakes_relays_only_and_reads_their_streams_only(template: Template) -> None:
    relays = sorted(service.title() for service, parts in FUNCTIONS_BY_SERVICE.items() if "Relay" in parts)
    granted = _grants_by_action(template)
    assert sorted(id.partition("Relay")[0] for id in granted["lambda:InvokeFunction"]) == relays
    assert sorted(id.partition("Table")[0] for id in granted["dynamodb:GetRecords"]) == relays


def test_nobody_else_may_touch_the_audit_log_and_it_is_kept_for_ten_years(template: Template) -> None:
    knowing = {
        id
        for id, role in template.all("AWS::IAM::Role").items()
        if "OperationsAuditLog" in json.dumps(role["Policies"])
    }
    assert [id.partition("Role")[0] for id in knowing] == ["OperationsHandler"]
    assert template.starting("AWS::Logs::LogGroup", "OperationsAuditLog")["RetentionInDays"] == 3653


def test_it_knows_every_dead_letter_queue_and_where_its_messages_go(template: Template) -> None:
    told = _environment_of(template)
    assert {place["queue"] for place in told.values()} == _queues(template, feeding=False)
    assert all(place["queue"].startswith(name) for name, place in told.items())
    for name, place in told.items():
        ours = name.removesuffix("DeadLetters").removesuffix("Unpublished")
        match place["kind"]:
            case Kind.CONSUMER_FAILED:
                assert place["to"] == f"{ours}Queue"
                assert place["back"].startswith(f"{ours}Queue")
            case Kind.PUBLISH_FAILED:
                assert place["to"] == f"{ours}Relay"
                assert (place["back"].partition("Function")[0], place["stream"].partition("Table")[0]) == (
                    f"{ours}Relay",
                    ours,
                )
            case _:
                assert place.keys() == {"kind", "queue"}


def test_it_reads_the_parameters_of_its_own_shop_and_no_others(template: Template) -> None:
    (statement,) = [each for each in _role(template) if each["Action"] == "ssm:GetParametersByPath"]
    path = "".join(
        part if isinstance(part, str) else f"<{part['Ref']}>" for part in statement["Resource"]["Fn::Join"][1]
    )
    below = "/Halftone-trial/operations/dead-letters"
    assert path == f"arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter{below}"
    variables = template.starting("AWS::Lambda::Function", "OperationsHandler")["Environment"]["Variables"]
    assert variables["LETTERS"] == below
    assert all(name.startswith(f"{below}/") for name in _parameters(template))


@pytest.mark.parametrize("name", ["BusUndelivered"])
def test_a_failed_message_of_the_bus_can_be_looked_for_by_the_output(template: Template, name: str) -> None:
    assert target(template.json["Outputs"][name]["Value"]).startswith(name)
