"""X-Ray on every function, where the stage's file asks for it."""

import pytest

from infra.constructs.tracing import SENDS
from infra.preflight.costs import free_each_month, idle
from infra.prices import FREE_TRACES
from tests.infra.preflight.stubs import StubbedSession
from tests.infra.preflight.stubs import target as asked_of
from tests.infra.template import WHOLE, Template, target

FUNCTION, ROLE, POLICY = "AWS::Lambda::Function", "AWS::IAM::Role", "AWS::IAM::ManagedPolicy"


@pytest.fixture(scope="module")
def tracing_template() -> Template:
    return Template(**WHOLE, tracing=True)


def test_nothing_is_traced_or_may_be_traced_unless_the_stage_says_so(
    hosted_template: Template, template: Template
) -> None:
    for each in (hosted_template, template):
        assert not [id for id, function in each.all(FUNCTION).items() if "TracingConfig" in function]
        assert not [id for id in each.all(POLICY) if "Tracing" in id]


def test_every_function_is_traced_and_its_role_may_send_that(tracing_template: Template) -> None:
    (policy,) = [id for id in tracing_template.all(POLICY) if "Tracing" in id]
    for id, function in tracing_template.all(FUNCTION).items():
        assert function["TracingConfig"] == {"Mode": "Active"}, id
        role = tracing_template.all(ROLE)[target(function["Role"])]
        assert policy in {target(arn) for arn in role["ManagedPolicyArns"]}, id


def test_it_allows_sending_alone_and_no_role_but_a_functions_has_it(tracing_template: Template) -> None:
    policy = tracing_template.starting(POLICY, "ObservabilityTracing")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert (sorted(statement["Action"]), statement["Resource"]) == (sorted(SENDS), "*")
    of_functions = {target(function["Role"]) for function in tracing_template.all(FUNCTION).values()}
    with_it = {id for id, role in tracing_template.all(ROLE).items() if "Tracing" in str(role.get("ManagedPolicyArns"))}
    assert with_it == of_functions


def test_its_price_while_nobody_shops_is_printed(tracing_template: Template, hosted_template: Template) -> None:
    with_traces, without = (
        asked_of(StubbedSession(), each.folder, "trial") for each in (tracing_template, hosted_template)
    )
    assert idle(with_traces)["traces"] > 0
    assert free_each_month(with_traces)["traces"] == pytest.approx(min(idle(with_traces)["traces"], FREE_TRACES * 5e-6))
    assert "traces" not in idle(without)
    assert free_each_month(without)["traces"] == 0
