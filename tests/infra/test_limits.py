"""Limits of AWS that no synthesis and no local cloud checks, each by AWS's own measure and for the longest names that
are allowed."""

import json
from typing import Any

import pytest

from infra.functions import FUNCTIONS_BY_SERVICE
from tests.infra.template import Template

STACK = "Halftone-shop-of-the-northern-warehouse-2"
REGION = "ap-southeast-1"
LONGEST = {"AWS::SQS::Queue": 80, "AWS::Lambda::Function": 64, "AWS::DynamoDB::Table": 255, "AWS::S3::Bucket": 63}
"""Characters of a name of this type; CloudFormation cuts what it makes of stack, logical id and thirteen letters."""
ENVIRONMENT = PARAMETER = 4_096
"""Bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, and SSM's standard parameters."""


def _text(template: Template, value: Any) -> str:
    """The value as CloudFormation puts it in, at its longest."""
    match value:
        case str():
            return value
        case {"Fn::Join": [str(between), list(parts)]}:
            return between.join(_text(template, part) for part in parts)
        case {"Ref": "AWS::StackName"}:
            return STACK
        case {"Ref": "AWS::Region"}:
            return REGION
        case {"Ref": str(name)} if name.startswith("AWS::"):
            return {"AWS::AccountId": "1" * 12, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}[name]
        case {"Ref": str(id)}:
            return _name(template, id)
        case {"Fn::GetAtt": [str(id), "StreamArn"]}:
            return f"arn:aws:dynamodb:{REGION}:{'1' * 12}:table/{_name(template, id)}/stream/2026-11-28T00:00:00.000"
        case {"Fn::GetAtt": [str(id), "Id" | "Arn"]}:
            return f"arn:aws:secretsmanager:{REGION}:{'1' * 12}:secret:{_name(template, id)}-abcdef"
        case {"Fn::GetAtt": [str(id), str()]}:
            return _name(template, id)
    raise ValueError(f"no longest text is known for {value}")


def _name(template: Template, id: str) -> str:
    kind = template.resources[id]["Type"] if id in template.resources else ""
    if kind == "AWS::SQS::Queue":
        return f"https://sqs.{REGION}.amazonaws.com/{'1' * 12}/{f'{STACK}-{id}-0123456789abc'[:80]}"
    return f"{STACK}-{id}-0123456789abc"[: LONGEST.get(kind, 255)]


@pytest.mark.parametrize("stage", ["template", "production", "hosted_template"])
def test_every_functions_environment_fits_by_lambdas_own_measure(stage: str, request: pytest.FixtureRequest) -> None:
    """Lambda measures the JSON of the map, escapes and all: `String measured: {…\\"…`."""
    template: Template = request.getfixturevalue(stage)
    for id, function in template.all("AWS::Lambda::Function").items():
        told = function.get("Environment", {"Variables": {}})["Variables"]
        variables = {name: _text(template, value) for name, value in told.items()}
        # The storefront's holds who sells, in whatever words its stage says that.
        assert len(json.dumps(variables).encode()) <= ENVIRONMENT * 0.6, id


def test_every_parameter_fits(template: Template) -> None:
    parameters = template.all("AWS::SSM::Parameter")
    assert len(parameters) >= len(FUNCTIONS_BY_SERVICE) - 1
    for id, parameter in parameters.items():
        assert len(_text(template, parameter["Value"]).encode()) <= PARAMETER, id
        assert len(_text(template, parameter["Name"])) <= 1_011, id


def test_one_widget_takes_all_alarms_and_ten_more_services_change_nothing(template: Template) -> None:
    body = _text(template, template.starting("AWS::CloudWatch::Dashboard", "ObservabilityDashboard")["DashboardBody"])
    widgets = [each["properties"]["alarms"] for each in json.loads(body)["widgets"] if "alarms" in each["properties"]]
    alarms = {**template.all("AWS::CloudWatch::Alarm"), **template.all("AWS::CloudWatch::CompositeAlarm")}
    assert sum(map(len, widgets)) == len(alarms)
    assert (
        max(map(len, widgets)) <= 30
        # of 100: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    )


@pytest.mark.parametrize("stage", ["template", "production", "hosted_template", "safe"])
def test_every_stack_is_far_below_cloudformations_limits(stage: str, request: pytest.FixtureRequest) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
    made: Template = request.getfixturevalue(stage)
    for name, content in made.stacks.items():
        assert len(content["Resources"]) <= 500 / 5, name
        assert len(content.get("Outputs", {})) <= 200 / 2, name
        assert len(content.get("Parameters", {})) <= 200 / 10, name
        assert (made.folder / f"{name}.template.json").stat().st_size <= 1_000_000 / 4, name
