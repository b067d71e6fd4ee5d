"""The functions and what wakes them."""

import json

import pytest

from backend.contracts.registry import CONSUMERS, OPERATIONS, PUBLISHER, SERVICES
from infra.constructs.service import CHANGED_BY_STAFF
from infra.functions import FUNCTIONS, FUNCTIONS_BY_SERVICE, SERVICES_WITH_TABLE
from tests.infra.template import Template, target

FUNCTION, MAPPING = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping"
CONSUMING = sorted({service for services in CONSUMERS.values() for service in services})
PUBLISHING = sorted(set(PUBLISHER.values()) - {"desk"})
PLACES = {
    "PROVIDER_URL",
    "RETURN_URL",
    "PROVIDER",
    "RETURN_ORIGINS",
    "STOREFRONT_URL",
    "WEBHOOK_URL",
    "MAIL_FROM",
    "QUEUE",
    "BUCKET",
    "INDEX",
}
PLACES |= {
    "CONFIGURATION_SET",
    "INCOMING",
    "PICTURES",
    "RETURN_ORIGIN",
    "LETTERS",
    "AUDIT",
    "USER_POOL",
    "NUMBER_PREFIX",
    "SELLER",
    "EXPORTS",
    "MAILS_PER_MINUTE",
    "DEAD_LETTERS",
}
SECRETS = {"PROVIDER_KEY", "WEBHOOK_SECRET"}
"""What names a secret: the environment says where it is kept, and never what it is."""


def test_every_service_has_the_functions_of_the_table_and_no_other(template: Template) -> None:
    assert sorted(id.partition("Function")[0] for id in template.all(FUNCTION)) == sorted(FUNCTIONS)


def test_who_answers_has_a_handler_who_consumes_a_consumer_and_who_publishes_a_relay() -> None:
    def having(part: str) -> set[str]:
        return {service for service, parts in FUNCTIONS_BY_SERVICE.items() if part in parts and service in SERVICES}

    assert having("Handler") == {operation.service for operation in OPERATIONS}
    assert having("Consumer") == set(CONSUMING)
    assert having("Relay") == set(PUBLISHER.values()) - {"desk"}  # its one event is published by HTTP handlers


def test_functions_run_on_arm_with_python_3_13(template: Template) -> None:
    assert {(each["Runtime"], *each["Architectures"]) for each in template.all(FUNCTION).values()} == {
        ("python3.13", "arm64")
    }


def test_functions_say_their_memory_and_time(template: Template) -> None:
    times = {id.partition("Function")[0]: each["Timeout"] for id, each in template.all(FUNCTION).items()}
    assert {time for id, time in times.items() if id.endswith("Handler")} == {15}
    patient = {f"{service}Consumer" for service in ("Payment", "Picture", "Sandbox", "Search")}
    assert {id for id, time in times.items() if id.endswith("Consumer") and time != 10} == patient
    assert {time for id, time in times.items() if id.endswith("Relay")} == {30}
    assert {time for id, time in times.items() if id.endswith("Sweeper")} == {60}
    large = {
        id.partition("Function")[0]: each["MemorySize"]
        for id, each in template.all(FUNCTION).items()
        if each["MemorySize"] != 512
    }
    assert large == {
        "PictureConsumer": 2048,  # decodes forty megapixels
        "PictureHandler": 2048,  # so does this one, of a review's
        "InvoiceHandler": 1769,  # draws a PDF
        "InvoiceConsumer": 1769,  # draws all of a shopper
    }


def test_a_door_answers_before_the_gateway_gives_up(template: Template) -> None:
    assert all(each["Timeout"] < 30 for id, each in template.all(FUNCTION).items() if "Handler" in id)


def test_logs_are_json_without_lambdas_own_start_and_end(template: Template) -> None:
    for function in template.all(FUNCTION).values():
        assert function["LoggingConfig"]["LogFormat"] == "JSON"
        assert function["LoggingConfig"]["SystemLogLevel"] == "WARN"
        # else a failed import, which names no level, is not kept
        assert function["LoggingConfig"]["ApplicationLogLevel"] == "INFO"


def test_every_function_has_a_log_of_its_own_that_ends_after_a_month(template: Template) -> None:
    logs = template.all("AWS::Logs::LogGroup")
    used = [target(function["LoggingConfig"]["LogGroup"]) for function in template.all(FUNCTION).values()]
    assert len(set(used)) == len(used)
    assert {logs[id]["RetentionInDays"] for id in used} == {30}


def test_every_function_has_a_role_of_its_own(template: Template) -> None:
    roles = [target(function["Role"]) for function in template.all(FUNCTION).values()]
    assert len(set(roles)) == len(roles)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_knows_its_own_table_only(template: Template, service: str) -> None:
    for id, function in template.all(FUNCTION).items():
        if id.startswith(service.title()):
            told = function["Environment"]["Variables"]
            assert (
                target(told["TABLE"]).startswith(f"{service.title()}Table")
                if service in SERVICES_WITH_TABLE
                else "TABLE" not in told
            )


def test_only_relays_and_what_staff_change_something_by_know_the_bus(template: Template) -> None:
    knowing = [id for id, each in template.all(FUNCTION).items() if "BUS" in each["Environment"]["Variables"]]
    assert knowing
    changing = tuple(f"{service.title()}Handler" for service in CHANGED_BY_STAFF)
    assert all("Relay" in id or id.startswith(changing) for id in knowing)


def test_no_secret_is_in_an_environment(production: Template) -> None:
    names = {name for each in production.all(FUNCTION).values() for name in each["Environment"]["Variables"]}
    assert names == {"TABLE", "SERVICE", "BUS", "CURRENCY", "METRICS", *PLACES, *SECRETS}


def test_a_secret_is_named_by_its_arn_and_read_by_those_who_may(template: Template) -> None:
    for id, function in template.all(FUNCTION).items():
        for name in SECRETS & function["Environment"]["Variables"].keys():
            assert function["Environment"]["Variables"][name]["Fn::GetAtt"][1] == "Id", id


def test_functions_of_a_service_share_one_bundle(template: Template) -> None:
    keys: dict[str, set[str]] = {}
    for id, function in template.all(FUNCTION).items():
        service = next(service for service in FUNCTIONS_BY_SERVICE if id.startswith(service.title()))
        keys.setdefault(service, set()).add(function["Code"]["S3Key"])
        assert function["Handler"].startswith(f"backend.{service}.")
    assert all(len(each) == 1 for each in keys.values())
    assert len(set.union(*keys.values())) == len(FUNCTIONS_BY_SERVICE)


@pytest.mark.parametrize("service", CONSUMING)
def test_one_bad_message_does_not_fail_its_batch_and_a_flood_does_not_starve_the_others(
    template: Template, service: str
) -> None:
    mapping = template.starting(MAPPING, f"{service.title()}Deliveries")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": {"search": 2, "invoice": 2}.get(service, 5)}
    assert mapping["BatchSize"] == {"payment": 5, "search": 100, "picture": 1, "notification": 1}.get(service, 10)
    assert target(mapping["EventSourceArn"]).startswith(f"{service.title()}Queue")


def test_a_sweep_that_failed_is_left_to_the_next_minute(template: Template) -> None:
    """Lambda itself would keep it for six hours, and try it twice more beside the sweeps of the next minutes."""
    limits = template.all("AWS::Lambda::EventInvokeConfig").values()
    assert {(each["MaximumRetryAttempts"], each["MaximumEventAgeInSeconds"]) for each in limits} == {(0, 60)}
    sweepers = {id for id in template.all(FUNCTION) if "Sweeper" in id}
    assert {target(each["FunctionName"]) for each in limits} == sweepers


def test_no_function_reserves_concurrency(template: Template) -> None:
    # A queue's messages would be received and thrown back by the throttle until they end among the dead letters.
    assert not [id for id, each in template.all(FUNCTION).items() if "ReservedConcurrentExecutions" in each]


@pytest.mark.parametrize("service", PUBLISHING)
def test_a_relay_starts_at_the_beginning_and_tries_for_half_a_day(template: Template, service: str) -> None:
    mapping = template.starting(MAPPING, f"{service.title()}Outbox")
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["MaximumRecordAgeInSeconds"] == 12 * 3600
    assert mapping["MaximumRetryAttempts"] == 10_000
    assert target(mapping["DestinationConfig"]["OnFailure"]["Destination"]).startswith(f"{service.title()}Unpublished")


@pytest.mark.parametrize("service", PUBLISHING)
def test_only_items_that_carry_an_event_wake_the_relay(template: Template, service: str) -> None:
    filters = template.starting(MAPPING, f"{service.title()}Outbox")["FilterCriteria"]["Filters"]
    # its event is made by the relay
    made = {"inventory": "STOCK", "promotion": "PROMOTION", "voucher": "VOUCHER"}
    watched = [{"dynamodb": {"NewImage": {"sk": {"S": [made[service]]}}}}] if service in made else []
    assert [json.loads(each["Pattern"]) for each in filters] == [
        {"dynamodb": {"NewImage": {"event": {type: [{"exists": True}]}}}} for type in ("S", "B")
    ] + watched
