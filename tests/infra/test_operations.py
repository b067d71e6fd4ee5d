"""What the operations service knows of the shop, and may do to it: exactly what it calls, on every queue of failed messages."""

import json
from typing import Any

import pytest

from backend.contracts.operations import Kind
from infra.parts import PARTS
from tests.backend.operations.stack import QUEUES
from tests.infra import calls
from tests.infra.template import Template, target

QUEUE, LONGEST_NAME, LONGEST_ENVIRONMENT = "AWS::SQS::Queue", 120, 4096
"""Characters of a name or stream's ARN that CloudFormation makes here at most, and bytes of a function's environment on Lambda."""


def _role(template: Template) -> list[dict[str, Any]]:
    (policy,) = template.starting("AWS::IAM::Role", "OperationsHandlerRole")["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _granted(template: Template) -> dict[str, set[str]]:
    """By action, the logical ids that it is granted on; its own log aside."""
    found: dict[str, set[str]] = {}
    for statement in _role(template):
        for action in _list(statement["Action"]):
            ids = {target(each) for each in _list(statement["Resource"])}
            found.setdefault(action, set()).update(id for id in ids if not id.startswith("OperationsHandlerLog"))
    return found


def _queues(template: Template, *, feeding: bool) -> set[str]:
    """The queues that feed a function, or else those that failed messages end in."""
    return {id for id, queue in template.all(QUEUE).items() if ("RedrivePolicy" in queue) is feeding}


def _told(template: Template) -> dict[str, dict[str, str]]:
    """What the function is told, with logical ids for what CloudFormation puts in."""
    variables = template.starting("AWS::Lambda::Function", "OperationsHandler")["Environment"]["Variables"]
    parts = variables["LETTERS"]["Fn::Join"][1]
    return dict(json.loads("".join(part if isinstance(part, str) else target(part) for part in parts)))


def test_it_may_do_exactly_what_it_calls(template: Template) -> None:
    dead = {str(place["queue"]) for place in QUEUES.values()}
    called: dict[str, set[str]] = {}
    for action, on in calls.asked_of_operations():
        kind = {"sqs": "dead" if on in dead else "fed", "dynamodb": "stream", "logs": "audit", "lambda": "relay"}[action.partition(":")[0]]
        called.setdefault(kind, set()).add(action)
    granted = {
        kind: {action for action, on in _granted(template).items() if on & ids}
        for kind, ids in {
            "dead": _queues(template, feeding=False),
            "fed": _queues(template, feeding=True),
            "stream": set(template.all("AWS::DynamoDB::Table")),
            "audit": {id for id in template.all("AWS::Logs::LogGroup") if id.startswith("OperationsAuditLog")},
            "relay": set(template.all("AWS::Lambda::Function")),
        }.items()
    }
    assert granted == called


def test_it_reaches_every_queue_of_failed_messages_and_sends_only_where_functions_are_fed(template: Template) -> None:
    granted = _granted(template)
    assert granted["sqs:ReceiveMessage"] == granted["sqs:DeleteMessage"] == _queues(template, feeding=False)
    assert granted["sqs:SendMessage"] == _queues(template, feeding=True)


def test_it_wakes_relays_only_and_reads_their_streams_only(template: Template) -> None:
    relays = sorted(service.title() for service, parts in PARTS.items() if "Relay" in parts)
    granted = _granted(template)
    assert sorted(id.partition("Relay")[0] for id in granted["lambda:InvokeFunction"]) == relays
    assert sorted(id.partition("Table")[0] for id in granted["dynamodb:GetRecords"]) == relays


def test_nobody_else_may_touch_the_audit_log_and_it_is_kept_for_ten_years(template: Template) -> None:
    knowing = {id for id, role in template.all("AWS::IAM::Role").items() if "OperationsAuditLog" in json.dumps(role["Policies"])}
    assert [id.partition("Role")[0] for id in knowing] == ["OperationsHandler"]
    assert template.starting("AWS::Logs::LogGroup", "OperationsAuditLog")["RetentionInDays"] == 3653


def test_it_is_told_of_every_queue_of_failed_messages_and_where_these_go(template: Template) -> None:
    told = _told(template)
    assert {place["queue"] for place in told.values()} == _queues(template, feeding=False)
    assert all(place["queue"].startswith(name) for name, place in told.items())
    for name, place in told.items():
        ours = name.removesuffix("DeadLetters").removesuffix("Unpublished")
        match place["kind"]:
            case Kind.UNCONSUMED:
                assert place["to"] == f"{ours}Queue"
                assert place["back"].startswith(f"{ours}Queue")
            case Kind.UNPUBLISHED:
                assert place["to"] == f"{ours}Relay"
                assert (place["back"].partition("Function")[0], place["stream"].partition("Table")[0]) == (f"{ours}Relay", ours)
            case _:
                assert place.keys() == {"kind", "queue"}


def test_what_it_is_told_fits_into_a_functions_environment(template: Template) -> None:
    variables = template.starting("AWS::Lambda::Function", "OperationsHandler")["Environment"]["Variables"]
    parts = variables["LETTERS"]["Fn::Join"][1]
    assert sum(len(part) if isinstance(part, str) else _length(part) for part in parts) + 300 < LONGEST_ENVIRONMENT


def _length(part: Any) -> int:
    """Characters of a name that CloudFormation makes: stack, logical id, twelve or thirteen letters; an ARN has region and account, too."""
    around = len("arn:aws:dynamodb:ap-southeast-1:123456789012:table//stream/2026-11-28T00:00:00.000") if "StreamArn" in str(part) else 0
    return len("Shop--") + min(len(target(part)), 44) + 13 + around


@pytest.mark.parametrize("name", ["BusUndelivered"])
def test_a_failed_message_of_the_bus_can_be_looked_for_by_the_output(template: Template, name: str) -> None:
    assert target(template.json["Outputs"][name]["Value"]).startswith(name)
