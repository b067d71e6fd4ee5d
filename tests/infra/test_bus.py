"""The event bus, its rules and its archive."""

from typing import Any

import pytest

from backend.contracts.event import Event, name
from backend.contracts.order.events import OrderPlaced
from backend.contracts.registry import CONSUMERS, PUBLISHER, WITHOUT_HEARTBEATS, is_delivered
from infra.constructs.rule import NO_HEARTBEATS
from infra.functions import FUNCTIONS_BY_SERVICE
from tests.infra.template import Template, target

RULE = "AWS::Events::Rule"
WANTED = [(event, consumer) for event, consumers in CONSUMERS.items() for consumer in consumers]


def _rules(template: Template) -> dict[str, Any]:
    """The shop's own rules; an archive makes none that the template shows."""
    return {
        id: rule
        for id, rule in template.all(RULE).items()
        if "ScheduleExpression" not in rule and not id.startswith(("PictureCame", "NotificationFeedback"))
    }


def test_s3_tells_of_files_on_the_accounts_own_bus_and_of_one_bucket_only(template: Template) -> None:
    (rule,) = [rule for id, rule in template.all(RULE).items() if id.startswith("PictureCame")]
    assert "EventBusName" not in rule
    assert rule["EventPattern"]["source"] == ["aws.s3"]
    assert target(rule["EventPattern"]["detail"]["bucket"]["name"][0]).startswith("PictureIncoming")
    assert target(rule["Targets"][0]["Arn"]).startswith("PictureQueue")


def test_a_sweeper_is_woken_every_minute_and_dead_letters_are_counted_every_five(template: Template) -> None:
    waking = [rule for rule in template.all(RULE).values() if "ScheduleExpression" in rule]
    rates = {target(rule["Targets"][0]["Arn"]).partition("Function")[0]: rule["ScheduleExpression"] for rule in waking}
    sweeping = {f"{service.title()}Sweeper" for service, parts in FUNCTIONS_BY_SERVICE.items() if "Sweeper" in parts}
    assert rates == dict.fromkeys(sweeping, "rate(1 minute)") | {"OperationsSweeper": "rate(5 minutes)"}


@pytest.mark.parametrize(
    ("event", "consumer"), WANTED, ids=lambda each: each if isinstance(each, str) else each.__name__
)
def test_an_event_reaches_the_queue_of_its_consumer(template: Template, event: type[Event], consumer: str) -> None:
    rules = [rule for id, rule in _rules(template).items() if id.startswith(f"BusTo{consumer.title()}")]
    (rule,) = [rule for rule in rules if name(event) in rule["EventPattern"]["detail-type"]]
    assert f"shop.{PUBLISHER[event]}" in rule["EventPattern"]["source"]
    assert target(rule["Targets"][0]["Arn"]).startswith(f"{consumer.title()}Queue")


def test_a_service_gets_no_event_that_it_did_not_ask_for(template: Template) -> None:
    delivered = {(kind, id) for id, rule in _rules(template).items() for kind in rule["EventPattern"]["detail-type"]}
    assert len(delivered) == len(WANTED)


def test_every_rule_is_on_the_shops_own_bus(template: Template) -> None:
    (bus,) = template.all("AWS::Events::EventBus")
    assert all(rule["EventBusName"] == {"Ref": bus} for rule in _rules(template).values())


def test_no_other_account_may_publish(template: Template) -> None:
    assert "AWS::Events::EventBusPolicy" not in {each["Type"] for each in template.resources.values()}
    assert "Policy" not in template.one("AWS::Events::EventBus")


def test_a_delivery_is_tried_for_a_day_and_then_kept(template: Template) -> None:
    for rule in _rules(template).values():
        (to,) = rule["Targets"]
        assert to["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185}
        assert target(to["DeadLetterConfig"]["Arn"]).startswith("BusUndelivered")


def test_every_event_of_the_shop_is_archived_for_a_month(template: Template) -> None:
    archive = template.one("AWS::Events::Archive")
    assert archive["RetentionDays"] == 30
    assert archive["EventPattern"] == {"source": [{"prefix": "shop."}]}


def test_a_service_that_most_orders_do_not_concern_is_delivered_the_others_alone(template: Template) -> None:
    patterns = {id: rule["EventPattern"].get("detail") for id, rule in _rules(template).items()}
    filtered = {id: detail for id, detail in patterns.items() if detail is not None}
    heard = {id: detail for id, detail in filtered.items() if detail != NO_HEARTBEATS}
    assert {id.rstrip("0123456789ABCDEF"): detail for id, detail in heard.items()} == {
        "BusToPromotion": {"codes": [{"exists": True}]},
        "BusToVoucher": {"vouchers": {"id": [{"exists": True}]}},
        "BusToVoucherPurchaseLinesKind": {"purchase": {"lines": {"kind": [{"exists": True}]}}},
    }


def test_staffs_lists_invoices_mails_and_recommendations_hear_nothing_of_the_heartbeats_orders(
    template: Template,
) -> None:
    filtered = {id: rule["EventPattern"].get("detail") for id, rule in _rules(template).items()}
    without = {id.rstrip("0123456789ABCDEF") for id, detail in filtered.items() if detail == NO_HEARTBEATS}
    assert without == {f"BusTo{service.title()}" for service in WITHOUT_HEARTBEATS}
    for service in WITHOUT_HEARTBEATS:
        for event in (each for each, consumers in CONSUMERS.items() if service in consumers):
            assert is_delivered(event, service, {"owner": "guest#0f"})
            assert is_delivered(event, service, {})
            assert not is_delivered(event, service, {"owner": "heartbeat#0f"})
    assert is_delivered(OrderPlaced, "inventory", {"owner": "heartbeat#0f"})


def test_a_closed_account_reaches_even_a_service_that_most_orders_do_not_concern(template: Template) -> None:
    (rule,) = [rule for id, rule in _rules(template).items() if id.startswith("BusToVoucherAlways")]
    assert "detail" not in rule["EventPattern"]
    assert {"AccountClosed.v1", "DataRequested.v1", "OrderErased.v1"} == set(rule["EventPattern"]["detail-type"])
