"""Queues and where their failed messages go."""

import pytest

from tests.infra.template import Template, target

QUEUE = "AWS::SQS::Queue"
CONSUMERS = ("Basket", "Order")


def test_every_queue_is_encrypted(template: Template) -> None:
    assert all(queue["SqsManagedSseEnabled"] is True for queue in template.all(QUEUE).values())


def test_every_queue_refuses_what_does_not_come_over_tls(template: Template) -> None:
    refusing = set()
    for policy in template.all("AWS::SQS::QueuePolicy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}:
                refusing |= {target(queue) for queue in policy["Queues"]}
    assert refusing == set(template.all(QUEUE))


@pytest.mark.parametrize("service", CONSUMERS)
def test_a_message_is_tried_five_times_and_then_set_aside(template: Template, service: str) -> None:
    redrive = template.starting(QUEUE, f"{service}Queue")["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == 5
    assert target(redrive["deadLetterTargetArn"]).startswith(f"{service}DeadLetters")


@pytest.mark.parametrize(
    "queue",
    [
        "BasketDeadLetters",
        "OrderDeadLetters",
        "ProductUnpublished",
        "BasketUnpublished",
        "OrderUnpublished",
        "BusUndelivered",
        "SearchUnbuilt",
    ],
)
def test_what_was_set_aside_is_kept_for_two_weeks(template: Template, queue: str) -> None:
    assert template.starting(QUEUE, queue)["MessageRetentionPeriod"] == 14 * 24 * 3600


@pytest.mark.parametrize("service", CONSUMERS)
def test_a_message_stays_hidden_for_six_times_as_long_as_its_function_may_take(
    template: Template, service: str
) -> None:
    function = template.starting("AWS::Lambda::Function", f"{service}Consumer")
    assert template.starting(QUEUE, f"{service}Queue")["VisibilityTimeout"] >= 6 * function["Timeout"]


def test_only_the_bus_may_send_to_the_services_queues(template: Template) -> None:
    for service in CONSUMERS:
        allowed = [
            statement
            for policy in template.all("AWS::SQS::QueuePolicy").values()
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Allow" and target(policy["Queues"][0]).startswith(f"{service}Queue")
        ]
        assert [(each["Action"], each["Principal"]) for each in allowed] == [
            (["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"], {"Service": "events.amazonaws.com"})
        ]
        assert target(allowed[0]["Condition"]["ArnEquals"]["aws:SourceArn"]).startswith(f"BusTo{service}")
