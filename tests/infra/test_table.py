"""The tables."""

from typing import Any

import pytest

from infra.functions import SERVICES_WITH_TABLE, has_stream
from infra.recovery import REBUILT
from tests.backend.tables import definition
from tests.infra.template import Template

TABLE = "AWS::DynamoDB::Table"


def _plain(indexes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: index[key] for key in ("IndexName", "KeySchema", "Projection")} for index in indexes]


@pytest.mark.parametrize("service", SERVICES_WITH_TABLE)
def test_the_services_are_tested_on_the_table_they_get(template: Template, service: str) -> None:
    made, tested = template.starting(TABLE, f"{service.title()}Table"), definition(service)
    assert made["KeySchema"] == tested["KeySchema"]
    assert _plain(made.get("GlobalSecondaryIndexes", [])) == _plain(tested.get("GlobalSecondaryIndexes", []))
    views = tested["StreamSpecification"]["StreamViewType"] if has_stream(service) else None
    assert made.get("StreamSpecification", {}).get("StreamViewType") == views


def test_there_is_a_table_per_service_that_keeps_something_and_one_for_sessions(template: Template) -> None:
    assert len(template.all(TABLE)) == len(SERVICES_WITH_TABLE) + 1


def test_tables_are_paid_by_request_up_to_a_ceiling(template: Template) -> None:
    for table in template.all(TABLE).values():
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        for each in [table, *table.get("GlobalSecondaryIndexes", [])]:
            assert each["OnDemandThroughput"] == {"MaxReadRequestUnits": 4_000, "MaxWriteRequestUnits": 2_000}


def test_tables_that_could_not_be_filled_again_can_be_set_back_to_any_second_of_35_days(template: Template) -> None:
    recovered = {
        id.rstrip("0123456789ABCDEF"): table["PointInTimeRecoverySpecification"]
        for id, table in template.all(TABLE).items()
    }
    on = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35}
    assert {id for id, each in recovered.items() if each != on} == {path.replace("/", "") for path in REBUILT}
    assert all(recovered[path.replace("/", "")] == {"PointInTimeRecoveryEnabled": False} for path in REBUILT)


def test_tables_are_encrypted_by_dynamodbs_own_key(template: Template) -> None:
    # DynamoDB encrypts always; SSEEnabled only says whose key it is, and a customer's key costs money with every
    # request.
    assert all(table["SSESpecification"] == {"SSEEnabled": False} for table in template.all(TABLE).values())


def test_only_what_may_be_forgotten_expires(template: Template) -> None:
    expiring = {
        id: table["TimeToLiveSpecification"]
        for id, table in template.all(TABLE).items()
        if "TimeToLiveSpecification" in table
    }
    assert sorted(id.rstrip("0123456789ABCDEF") for id in expiring) == [
        "BasketTable",
        "InventoryTable",  # orders of the heartbeat and what is kept for them, after two days
        "NewsletterTable",  # what nobody confirmed, after a week; what was stopped, after three years
        "NotificationTable",  # after 90 days, when no message can come again
        "OrderTable",
        "PaymentTable",
        "PictureTable",  # a week after an upload
        "ReviewTable",  # what no order confirmed, after 30 days
        "SandboxTable",
        "StorefrontSessions",
        "WishTable",  # guests' lists, and for an hour what was removed
    ]
    assert all(each == {"AttributeName": "expires", "Enabled": True} for each in expiring.values())


def test_production_keeps_its_tables_when_the_stack_goes(production: Template) -> None:
    tables = [each for each in production.resources.values() if each["Type"] == TABLE]
    assert [(each["DeletionPolicy"], each["Properties"]["DeletionProtectionEnabled"]) for each in tables] == [
        ("Retain", True)
    ] * (len(SERVICES_WITH_TABLE) + 1)


def test_a_trial_leaves_no_table_behind(template: Template) -> None:
    tables = [each for each in template.resources.values() if each["Type"] == TABLE]
    assert {each["DeletionPolicy"] for each in tables} == {"Delete"}
