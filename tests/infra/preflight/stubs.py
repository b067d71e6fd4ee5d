"""An account that answers as told: boto3's own clients, whose calls and answers botocore's Stubber holds to AWS's
models."""

import json
from pathlib import Path
from typing import Any

import boto3
from botocore.stub import Stubber

from infra.config import choose
from infra.preflight.__main__ import run
from infra.preflight.finding import Check, Finding, Target
from tests.infra.template import stage_file

ACCOUNT, REGION = "123456789012", "eu-central-1"


class StubbedSession:
    """A session whose clients answer in the order that they were told, and nothing else.

    `asked`: every service with the region that it was asked in.
    """

    region_name = REGION

    def __init__(self) -> None:
        self._stubbers: dict[str, Stubber] = {}
        self.asked: list[tuple[str, str]] = []

    def client(self, service: str, region_name: str = REGION) -> Any:
        self.asked.append((service, region_name))
        return self._stubber(service).client

    def answers(self, service: str, operation: str, answer: dict[str, Any], **asked: Any) -> None:
        """Tell the next call of a service and what it is answered with."""
        self._stubber(service).add_response(operation, answer, asked or None)

    def refuses(self, service: str, operation: str, code: str, message: str = "no") -> None:
        self._stubber(service).add_client_error(operation, code, message)

    def assert_all_asked(self) -> None:
        for stubber in self._stubbers.values():
            stubber.assert_no_pending_responses()

    def _stubber(self, service: str) -> Stubber:
        if service not in self._stubbers:
            client = boto3.client(  # type: ignore[call-overload]
                service, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
            )
            self._stubbers[service] = Stubber(client)
            self._stubbers[service].activate()
        return self._stubbers[service]


def assembly(folder: Path, resources: dict[str, dict[str, Any]], *regions: str) -> Path:
    """Write a manifest with a stack of these resources for each region."""
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {
            "templateFile": "Shop.template.json",
            "requiresBootstrapStackVersion": 6,
            "lookupRole": {"requiresBootstrapStackVersion": 8},
        },
    }
    artifacts = {
        f"Stack{number}": {**stack, "environment": f"aws://{ACCOUNT}/{region}"}
        for number, region in enumerate(regions or ("unknown-region",))
    }
    tree = {"type": "cdk:tree", "properties": {}}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {**artifacts, "Tree": tree}}))
    (folder / "Shop.template.json").write_text(json.dumps({"Resources": resources}))
    return folder


def target(session: StubbedSession, folder: Path, stage: str = "production", /, **said: Any) -> Target:
    """Return what a stage's file with these words is checked against."""
    given: Any = session
    return Target(choose(stage_file(stage, **said)), given, ACCOUNT, folder)


def run_check(check: Check, of: Target) -> list[Finding]:
    """Return what a check finds, once every answer that was told has been asked for."""
    findings = list(run(check, of))
    session: Any = of.session
    session.assert_all_asked()
    return findings
