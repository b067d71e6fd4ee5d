"""`python -m infra.rollback_triggers -c stage=production`: prints the CDK command's options that let CloudFormation
roll a deploy back when one of these alarms rings.

CloudFormation refuses an update that names an alarm which there is not yet, so the first deploy of a stage has none;
and an alarm that rings before the deploy would roll back the very update that mends its cause, so it is left out.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
"""

import sys
from collections.abc import Iterator

import boto3

from infra import account
from infra.config import Config
from infra.stage_reading import ConfigRefused

TRIGGERS = ("ApiBurning", "OrdersBurning", "FunctionFailed", "EventsDelayed", "PaymentProvider")
"""Alarms that a deploy which breaks orders makes ring; CloudFormation takes five at most."""

MINUTES = 5  # that CloudFormation goes on watching, with what it replaced still at hand


def options(config: Config, session: boto3.Session) -> list[str]:
    """Return the options for this stage; a trial is deployed often, and rolls back by nobody's alarm."""
    if config.trial:
        return []
    alarms = list(_alarms(config.name, session))
    named = [part for arn in alarms for part in ("--rollback-trigger-alarm-arns", arn)]
    return [*named, "--monitoring-time-minutes", str(MINUTES)] if alarms else []


def _alarms(name: str, session: boto3.Session) -> Iterator[str]:
    """Yield the ARNs of the stage's alarms of these names that do not ring."""
    cloud = session.client("cloudwatch")
    pages = cloud.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{name}-", AlarmTypes=["MetricAlarm"])
    alarms = [alarm for page in pages for alarm in page["MetricAlarms"]]
    for trigger in TRIGGERS:
        for alarm in alarms:
            if trigger in alarm["AlarmName"] and alarm["StateValue"] != "ALARM":
                yield str(alarm["AlarmArn"])
                break


def main() -> None:
    try:
        config = account.parse(sys.argv[1:])
    except ConfigRefused as refused:
        raise SystemExit(str(refused)) from None
    print(" ".join(options(config, account.session(config))))


if __name__ == "__main__":
    main()
