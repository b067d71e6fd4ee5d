"""A deploy is rolled back by the alarms of the stage that it changes, and by no others."""

import boto3
import pytest

from infra.config import Config, choose
from infra.rollback_triggers import MINUTES, TRIGGERS, options
from tests.infra.template import Template, stage_file

pytestmark = pytest.mark.usefixtures("aws_account")


def alarm(name: str) -> None:
    boto3.client("cloudwatch").put_metric_alarm(
        AlarmName=name, MetricName="Errors", Namespace="AWS/Lambda", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=1, ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip


def ringing(name: str) -> None:
    alarm(name)
    boto3.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")


def stage(name: str = "production", /) -> Config:
    return choose(stage_file(name))


def alarm_names(config: Config) -> list[str]:
    return [part.rpartition(":")[2] for part in options(config, boto3.Session()) if part.startswith("arn:")]


def test_a_first_deploy_names_no_alarm_for_there_is_none() -> None:
    assert options(stage(), boto3.Session()) == []


def test_the_stages_own_alarms_are_watched_and_no_other_stages_or_kinds() -> None:
    mine = "Halftone-production-ObservabilityOrdersBurning-1"
    for name in (mine, "Halftone-trial-ObservabilityOrdersBurning-1", "Halftone-production2-OrdersBurning-1",
                 "Halftone-production-ObservabilityMailBounces-1"):  # fmt: skip
        alarm(name)
    assert alarm_names(stage()) == [mine]
    assert options(stage(), boto3.Session())[-2:] == ["--monitoring-time-minutes", str(MINUTES)]


def test_an_alarm_that_rings_already_does_not_roll_back_what_mends_it() -> None:
    ringing("Halftone-production-ObservabilityOrdersBurning-1")
    alarm("Halftone-production-ObservabilityApiBurning-1")
    assert alarm_names(stage()) == ["Halftone-production-ObservabilityApiBurning-1"]


def test_there_are_never_more_than_cloudformation_takes() -> None:
    for trigger in TRIGGERS:
        for number in range(3):
            alarm(f"Halftone-production-Observability{trigger}-{number}")
    assert len(alarm_names(stage())) == len(TRIGGERS) == 5


def test_a_trial_rolls_back_by_nobodys_alarm() -> None:
    alarm("Halftone-trial-ObservabilityApiBurning-1")
    assert options(stage("trial"), boto3.Session()) == []


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_each_alarm_that_is_watched_is_in_the_template(production: Template, trigger: str) -> None:
    assert [id for id in production.all("AWS::CloudWatch::Alarm") if trigger in id]
