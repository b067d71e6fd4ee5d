"""cdk-nag's findings."""

import json
import re
from typing import Any

import pytest

from infra.nag_findings import FINDINGS, OBJECTS, findings, objects_rule
from tests.infra.template import SAFE, SELLING, TRIAL, WHOLE, Template


def _report(template: Template) -> dict[str, Any]:
    packs = json.loads((template.folder / "validation-report.json").read_text())["pluginReports"]
    (ours,) = [pack for pack in packs if pack["pluginName"] == "AwsSolutions"]  # beside CDK's own
    return dict(ours)


def _findings(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {
        (construct["constructPath"], _without_hash(each["ruleName"].removeprefix("AwsSolutions-")))
        for each in found
        for construct in each["violatingConstructs"]
    }


def _without_hash(rule: str) -> str:
    """A bucket's logical id as the path that the findings name it by."""
    return re.sub(r"<(Picture|Order)(Incoming|Pictures|Exports)[0-9A-F]{8}\.Arn>", r"<\1/\2.Arn>", rule)


def test_no_finding_is_left_without_a_reason(template: Template) -> None:
    report = _report(template)
    assert (report["pluginName"], report["conclusion"]) == ("AwsSolutions", "success")
    assert report["violations"] == []


@pytest.mark.parametrize(
    "config",
    [
        {"alarm_email": "owner@halftone.example", "mail_from": "orders@halftone.example"},
        WHOLE,
        SAFE,
        SELLING,
        {"stage": "trial", **TRIAL},
    ],
    ids=lambda config: " ".join(config),
)
def test_whatever_is_chosen_synthesizes_without_a_finding(config: dict[str, str]) -> None:
    assert _report(Template(**config))["violations"] == []


def test_every_acknowledgement_is_needed(template: Template) -> None:
    region = {"Ref": "AWS::Region"}
    objects = {(path, objects_rule(output, name, "Halftone-trial-Data", region)) for path, output, name in OBJECTS}
    found = _findings(_report(template)["suppressedViolations"])
    assert {(path.partition("/")[2], rule) for path, rule in found} == {
        (f"{path}/Resource", rule) for path, rule in findings("sandbox", is_hosted=False).keys() | objects
    }


def test_every_acknowledgement_has_a_reason() -> None:
    assert all(len(reason) > 40 for reason in FINDINGS.values())
