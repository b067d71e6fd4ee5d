"""The account's own state: each thing made wrong is found, in a line that says what to do."""

from pathlib import Path

import pytest

from infra.preflight.account_checks import BOOTSTRAP, WANTED, bootstrap, budget, concurrency, needed_at_once
from infra.preflight.finding import Level
from tests.infra.preflight.stubs import ACCOUNT, REGION, StubbedSession, assembly, run_check, target

MAPPING = "AWS::Lambda::EventSourceMapping"
AT_ONCE = {
    "Queue": {"Type": MAPPING, "Properties": {"ScalingConfig": {"MaximumConcurrency": 5}}},
    "Stream": {"Type": MAPPING, "Properties": {}},
    "Minute": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 minute)"}},
    "Event": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {}}},
}


@pytest.fixture
def aws() -> StubbedSession:
    return StubbedSession()


def version(aws: StubbedSession, number: str) -> None:
    aws.answers("ssm", "get_parameter", {"Parameter": {"Value": number}}, Name=BOOTSTRAP)


def test_an_account_that_was_never_bootstrapped_stops_with_the_command(aws: StubbedSession, tmp_path: Path) -> None:
    aws.refuses("ssm", "get_parameter", "ParameterNotFound")
    (only,) = run_check(bootstrap, target(aws, assembly(tmp_path, {})))
    assert only.level == Level.STOP
    assert "make bootstrap STAGE=production" in only.text


@pytest.mark.parametrize(("number", "level"), [("7", Level.STOP), ("8", Level.OK), ("30", Level.OK)])
def test_a_bootstrap_older_than_the_templates_need_stops(
    aws: StubbedSession, tmp_path: Path, number: str, level: Level
) -> None:
    version(aws, number)
    assert [each.level for each in run_check(bootstrap, target(aws, assembly(tmp_path, {})))] == [level]


def test_every_region_that_a_stack_goes_to_is_asked(aws: StubbedSession, tmp_path: Path) -> None:
    version(aws, "30")
    aws.refuses("ssm", "get_parameter", "ParameterNotFound")
    findings = run_check(bootstrap, target(aws, assembly(tmp_path, {}, REGION, "us-east-1")))
    assert [each.level for each in findings] == [Level.OK, Level.STOP]
    assert aws.asked == [("ssm", REGION), ("ssm", "us-east-1")]


@pytest.mark.parametrize(("stage", "level"), [("production", Level.STOP), ("trial", Level.NOTE)])
def test_a_new_accounts_quota_that_queues_alone_use_up_stops_or_is_noted_for_a_trial(
    aws: StubbedSession, tmp_path: Path, stage: str, level: Level
) -> None:
    aws.answers("lambda", "get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 7}})
    (only,) = run_check(concurrency, target(aws, assembly(tmp_path, AT_ONCE), stage))
    assert only.level == level
    assert "allows 7 functions at once" in only.text
    assert f"--desired-value {WANTED}" in only.text


def test_an_established_accounts_quota_is_enough(aws: StubbedSession, tmp_path: Path) -> None:
    aws.answers("lambda", "get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 1_000}})
    of = target(aws, assembly(tmp_path, AT_ONCE))
    assert [each.level for each in run_check(concurrency, of)] == [Level.OK]
    assert needed_at_once(of) == 5 + 1 + 1  # a rule for events wakes nothing by itself


def test_an_account_without_a_budget_is_noted(aws: StubbedSession, tmp_path: Path) -> None:
    aws.answers("budgets", "describe_budgets", {}, AccountId=ACCOUNT)
    (only,) = run_check(budget, target(aws, assembly(tmp_path, {})))
    assert (only.level, "make a budget" in only.text) == (Level.NOTE, True)


def test_a_budget_is_named(aws: StubbedSession, tmp_path: Path) -> None:
    set_ = {"BudgetName": "all", "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    aws.answers("budgets", "describe_budgets", {"Budgets": [set_]}, AccountId=ACCOUNT)
    (only,) = run_check(budget, target(aws, assembly(tmp_path, {})))
    assert (only.level, only.text) == (Level.OK, "all")


def test_what_the_credentials_may_not_look_up_is_noted_and_the_other_checks_go_on(
    aws: StubbedSession, tmp_path: Path
) -> None:
    aws.refuses("budgets", "describe_budgets", "AccessDeniedException", "not authorized to perform: budgets:ViewBudget")
    (only,) = run_check(budget, target(aws, assembly(tmp_path, {})))
    assert (only.level, only.about) == (Level.NOTE, "budget")
    assert "cannot be looked up" in only.text
    assert "budgets:ViewBudget" in only.text
    assert "\n" not in str(only)
