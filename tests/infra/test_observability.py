"""Alarms and the dashboard."""

import json
from typing import Any

import pytest

from backend.contracts import alarm_messages
from backend.contracts.registry import SERVICES
from infra.functions import FUNCTIONS_BY_SERVICE
from tests.infra.template import Template, target

ALARM = "AWS::CloudWatch::Alarm"


def _watched(template: Template, metric: str) -> set[str]:
    """What the alarms on a metric watch, by its logical id without the hash."""
    metrics = [
        each for alarm in template.all(ALARM).values() for each in _metrics(alarm) if each["MetricName"] == metric
    ]
    return {target(dimension["Value"]) for each in metrics for dimension in each["Dimensions"]}


def _metrics(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """The metrics that an alarm watches: one, or those that it sums."""
    if "MetricName" in alarm:
        return [alarm]
    assert [each["Expression"] for each in alarm["Metrics"] if "Expression" in each] == ["SUM(METRICS())"]
    found = (each["MetricStat"]["Metric"] for each in alarm["Metrics"] if "MetricStat" in each)
    return [{"Dimensions": [], **metric} for metric in found]


def _fed(template: Template) -> set[str]:
    """The queues that feed a function: they have a dead-letter queue behind them."""
    fed = {id for id, queue in template.all("AWS::SQS::Queue").items() if "RedrivePolicy" in queue}
    assert len(fed) == sum("Consumer" in parts for parts in FUNCTIONS_BY_SERVICE.values())
    return fed


def test_every_place_for_failed_messages_has_an_alarm(template: Template) -> None:
    places = set(template.all("AWS::SQS::Queue")) - _fed(template)
    assert _watched(template, "ApproximateNumberOfMessagesVisible") == places


def test_every_queue_of_a_service_has_an_alarm_on_its_age(template: Template) -> None:
    assert _watched(template, "ApproximateAgeOfOldestMessage") == _fed(template)


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_every_function_has_an_alarm(template: Template, metric: str) -> None:
    assert _watched(template, metric) == set(template.all("AWS::Lambda::Function"))


def test_every_relay_has_an_alarm_on_how_far_it_is_behind(template: Template) -> None:
    assert _watched(template, "IteratorAge") == {id for id in template.all("AWS::Lambda::Function") if "Relay" in id}


def test_the_api_has_an_alarm_on_its_faults(template: Template) -> None:
    watched = _watched(template, "5xx")
    assert {id for id in template.all("AWS::ApiGatewayV2::Api") if id.startswith("Gateway")} == watched


def test_what_functions_log_when_somebody_must_look_is_counted_and_has_an_alarm(template: Template) -> None:
    counted: dict[str, set[str]] = {}
    for each in template.all("AWS::Logs::MetricFilter").values():
        (made,) = each["MetricTransformations"]
        said = each["FilterPattern"].removeprefix('{ $.message = "').removesuffix('" }')
        counted.setdefault(made["MetricName"], set()).add(f"{target(each['LogGroupName']).partition('Log')[0]}: {said}")
        assert (made["MetricValue"], made["MetricNamespace"]) == ("1", "Halftone-trial")
    asking = ("PaymentHandler", "PaymentConsumer", "PaymentSweeper")
    assert counted == {
        "PaymentUnanswered": {f"{each}: {alarm_messages.UNANSWERED}" for each in asking},
        "PaymentTurnedAway": {f"{each}: {alarm_messages.TURNED_AWAY}" for each in asking},
        "PaymentNotSwept": {f"PaymentSweeper: {alarm_messages.NOT_SWEPT}"},
        "OrderNotSwept": {f"OrderSweeper: {alarm_messages.NOT_SWEPT}"},
        "PaymentBacklog": {f"PaymentSweeper: {alarm_messages.MORE_DUE}"},
        "OrderBacklog": {f"OrderSweeper: {alarm_messages.MORE_DUE}"},
        "InvoiceNotIssued": {f"InvoiceConsumer: {alarm_messages.INVOICE_NOT_ISSUED}"},
        "MailRefused": {f"NotificationConsumer: {alarm_messages.MAIL_REFUSED}"},
    }
    rung = {
        each["MetricName"]: each for each in template.all(ALARM).values() if each.get("Namespace") == "Halftone-trial"
    }
    assert rung.keys() == counted.keys()
    assert {name: (each["Threshold"], each["Period"]) for name, each in rung.items()} == {
        "InvoiceNotIssued": (1, 300),
        "PaymentUnanswered": (5, 300), "PaymentTurnedAway": (1, 300), "PaymentNotSwept": (1, 300), "OrderNotSwept": (1, 300),
        "PaymentBacklog": (3, 300), "OrderBacklog": (3, 300), "MailRefused": (10, 300),
    }  # fmt: skip


def test_every_alarm_says_what_to_do_and_tells_the_topic(template: Template) -> None:
    (topic,) = template.all("AWS::SNS::Topic")
    for alarm in template.all(ALARM).values():
        assert len(alarm["AlarmDescription"]) > 30
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": topic}]


def test_a_services_errors_and_throttles_ring_once(template: Template) -> None:
    for metric in ("Errors", "Throttles"):
        ringing = [
            id for id in template.all(ALARM) if id.removeprefix("Observability").partition(metric)[1] and metric in id
        ]
        assert len(ringing) == len(FUNCTIONS_BY_SERVICE)


def test_a_message_that_waits_is_told_only_after_its_first_try_and_with_both_reasons(template: Template) -> None:
    for id, alarm in template.all(ALARM).items():
        if alarm.get("MetricName") == "ApproximateAgeOfOldestMessage":
            queue = template.resources[target(alarm["Dimensions"][0]["Value"])]["Properties"]
            assert alarm["Threshold"] > queue["VisibilityTimeout"], id
            minutes = queue["VisibilityTimeout"] * queue_tries(queue) // 60
            assert f"is a dead letter after {minutes} minutes" in alarm["AlarmDescription"], id


def queue_tries(queue: dict[str, Any]) -> int:
    return int(queue["RedrivePolicy"]["maxReceiveCount"])


def test_silence_is_no_alarm(template: Template) -> None:
    assert {alarm["TreatMissingData"] for alarm in template.all(ALARM).values()} == {"notBreaching"}


def test_alarms_may_publish_on_the_topic_and_only_over_tls(template: Template) -> None:
    statements = template.one("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    allowed = [each for each in statements if each["Effect"] == "Allow"]
    assert [each["Principal"] for each in allowed] == [{"Service": "cloudwatch.amazonaws.com"}]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [
        each["Condition"] for each in statements if each["Effect"] == "Deny"
    ]


def test_whoever_is_named_gets_the_alarms(production: Template, template: Template) -> None:
    subscription = production.one("AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "owner@halftone.example")
    assert "AWS::SNS::Subscription" not in {each["Type"] for each in template.resources.values()}


def test_bounced_mails_and_complaints_ring_where_there_is_a_sender(production: Template, template: Template) -> None:
    def mails(of: Template) -> dict[str, int]:
        return {
            each["MetricName"]: each["Threshold"]
            for each in of.all(ALARM).values()
            if each.get("Namespace") == "AWS/SES"
        }

    assert mails(production) == {"Bounce": 10, "Complaint": 1}
    assert mails(template) == {}


def test_one_dashboard_shows_every_service(template: Template) -> None:
    body = json.dumps(template.one("AWS::CloudWatch::Dashboard")["DashboardBody"])
    assert all(f"{service.title()}: calls and errors" in body for service in SERVICES)


def test_one_saved_query_looks_for_an_order_in_every_log(template: Template) -> None:
    query = template.one("AWS::Logs::QueryDefinition")
    written = {
        id
        for id in template.all("AWS::Logs::LogGroup")
        if not id.startswith(("OperationsAuditLog", "SandboxAccessLog"))
    }
    assert {target(each) for each in query["LogGroupNames"]} == written
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
    assert len(written) <= 50
