"""The shop as several stacks: what is kept apart from what calls, each service by itself, and no stack locks another."""

import json
from typing import Any

import pytest

from backend.contracts.registry import SERVICES
from tests.infra.releases import REPLACED_BY
from tests.infra.template import Template

KEPT = {type for type in REPLACED_BY if type not in ("AWS::SQS::Queue", "AWS::Events::EventBus")}
CLIENT = "AWS::Cognito::UserPoolClient"


def _types(stack: dict[str, Any]) -> set[str]:
    return {each["Type"] for each in stack["Resources"].values()}


def test_no_stack_exports_or_imports_anything(
    template: Template, production: Template, hosted_template: Template
) -> None:
    for name, stack in [*template.stacks.items(), *production.stacks.items(), *hosted_template.stacks.items()]:
        assert "Fn::ImportValue" not in json.dumps(stack), name
        assert not [output for output in stack.get("Outputs", {}).values() if "Export" in output], name


@pytest.mark.parametrize("stage", ["template", "production"])
def test_what_is_kept_is_in_the_data_stack_alone(stage: str, request: pytest.FixtureRequest) -> None:
    made: Template = request.getfixturevalue(stage)
    for name, stack in made.stacks.items():
        found = _types(stack) & KEPT
        if name.endswith("-Data"):
            assert found == KEPT - {CLIENT}
        else:  # clients name the storefront's address, which the data does not depend on
            assert found == ({CLIENT} if name.endswith("-Platform") else set()), name


def test_the_data_stack_calls_nothing_and_depends_on_nothing(template: Template) -> None:
    assert template.deployed_before("Data") == set()
    assert "AWS::Lambda::Function" not in _types(template.stack("Data"))


@pytest.mark.parametrize("stage", ["template", "hosted_template"])
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_depends_on_what_is_kept_and_shared_and_only_operations_on_other_services(
    stage: str, service: str, request: pytest.FixtureRequest
) -> None:
    made: Template = request.getfixturevalue(stage)
    needed = made.deployed_before(service.title()) - {"Data", "Platform", "Edge"}
    if service == "operations":
        assert needed == {each.title() for each in SERVICES if each != service} | {"Sandbox"}
    else:
        pays = service == "payment" or (service, stage) == (
            "basket",
            "hosted_template",
        )  # the heartbeat takes a card there
        assert needed == ({"Sandbox"} if pays else set())


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_brings_its_functions_and_routes_and_has_its_logs_counted(template: Template, service: str) -> None:
    types = _types(template.stack(service.title()))
    assert types >= {"AWS::Lambda::Function", "AWS::ApiGatewayV2::Route", "AWS::Logs::MetricFilter"}
    ids = template.stack(service.title())["Resources"]
    groups = ("Bus", "Gateway", "Observability", "Operations")
    assert all(id.startswith((service.title(), *groups)) for id in ids)


def test_every_service_has_a_stack_and_no_two_stacks_have_a_logical_id_in_common(template: Template) -> None:
    ids = [id for stack in template.stacks.values() for id in stack["Resources"]]
    assert len(ids) == len(set(ids))
    words = {name.rpartition("-")[2] for name in template.stacks}
    others = {"Data", "Platform", "Sandbox", "Entry", "Storefront", "Monitoring"}
    assert words == {service.title() for service in SERVICES} | others


def test_the_code_of_a_service_is_named_in_its_own_stack_alone(template: Template) -> None:
    """So a change to it changes that stack, and no other."""
    whose: dict[str, set[str]] = {}
    for name, stack in template.stacks.items():
        for each in stack["Resources"].values():
            if each["Type"] == "AWS::Lambda::Function":
                whose.setdefault(each["Properties"]["Code"]["S3Key"], set()).add(name)
    assert len(whose) == len(SERVICES) + 1
    assert all(len(stacks) == 1 for stacks in whose.values())
