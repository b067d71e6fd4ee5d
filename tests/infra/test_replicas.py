"""A second region: copies of the tables, which nothing there writes to."""

import json
import re
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.config import choose
from infra.functions import RECOVERED_SERVICES
from infra.local.paths import ROOT
from infra.replicas import replicate
from tests.infra.template import PROTECTED, Template, stage_file

REGION, SECOND = str(PROTECTED["region"]), "eu-west-1"
OUTPUTS = [{"OutputKey": f"{service.title()}Table", "OutputValue": f"{service}-1"} for service in RECOVERED_SERVICES]
STACK = {"StackName": "Halftone-production-Data", "CreationTime": "2026-11-29", "StackStatus": "CREATE_COMPLETE"}
COPYING = [{"RegionName": SECOND, "ReplicaStatus": "CREATING"}]
COPIED = [{"RegionName": SECOND, "ReplicaStatus": "ACTIVE"}]


class Account:
    """AWS as botocore's models have it: each region answers what it was told, in that order."""

    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], Stubber] = {}

    def at(self, service: str, region: str = REGION) -> Stubber:
        if (service, region) not in self._clients:
            client: Any = boto3.client(  # type: ignore[call-overload]
                service, region_name=region, aws_access_key_id="test", aws_secret_access_key="test"
            )
            self._clients[service, region] = Stubber(client)
            self._clients[service, region].activate()
        return self._clients[service, region]

    def client(self, service: str, region_name: str = REGION) -> Any:
        return self.at(service, region_name).client

    def has(self, table: str, replicas: list[dict[str, str]]) -> None:
        """Have a table described with these replicas."""
        self.at("dynamodb").add_response("describe_table", {"Table": {"Replicas": replicas}}, {"TableName": table})

    def assert_all_asked(self) -> None:
        for stubber in self._clients.values():
            stubber.assert_no_pending_responses()


@pytest.fixture
def account() -> Account:
    made = Account()
    made.at("cloudformation").add_response("describe_stacks", {"Stacks": [{**STACK, "Outputs": OUTPUTS}]})
    return made


def run(account: Account) -> list[str]:
    told = list(replicate(choose(stage_file(replica=SECOND)), account))  # type: ignore[arg-type]
    account.assert_all_asked()
    return told


def test_every_table_that_could_not_be_filled_again_is_copied(account: Account) -> None:
    """Orders without payments, stock and invoices would be charged, sold and numbered twice."""
    assert {"order", "product", "payment", "inventory", "invoice", "notification"} <= set(RECOVERED_SERVICES)
    for service in RECOVERED_SERVICES:
        account.has(f"{service}-1", [])
        asked = {"TableName": f"{service}-1", "ReplicaUpdates": [{"Create": {"RegionName": SECOND}}]}
        account.at("dynamodb").add_response("update_table", {}, asked)
    assert run(account) == [
        f"A copy of {each} in {SECOND} is asked for: deploy again when it is there" for each in RECOVERED_SERVICES
    ]


def test_a_copy_that_is_being_made_is_left_alone(account: Account) -> None:
    for service in RECOVERED_SERVICES:
        account.has(f"{service}-1", COPYING)
    assert all("is CREATING" in line for line in run(account))


def test_a_copy_that_is_there_is_recoverable_and_cannot_be_deleted(account: Account) -> None:
    for service in RECOVERED_SERVICES:
        account.has(f"{service}-1", COPIED)
        far, name = account.at("dynamodb", SECOND), {"TableName": f"{service}-1"}
        recovery = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 35}
        far.add_response("update_continuous_backups", {}, name | {"PointInTimeRecoverySpecification": recovery})
        far.add_response("describe_table", {"Table": {}}, name)
        far.add_response("update_table", {}, name | {"DeletionProtectionEnabled": True})
    assert run(account) == [f"{each} has a copy in {SECOND}" for each in RECOVERED_SERVICES]


def test_no_construct_makes_anything_in_the_second_region() -> None:
    """No stack goes there, and no function runs there or reaches the copies: the file's word is read where tables get
    the streams that copies are made from, and by the command that asks DynamoDB for them."""
    made_of = [ROOT / "infra" / "shop.py"]
    made_of += [path for part in ("constructs", "services", "stacks") for path in (ROOT / "infra" / part).glob("*.py")]
    assert len(made_of) > 50
    reading = [path.name for path in made_of if "config.replica" in path.read_text(encoding="utf-8")]
    assert reading == ["service.py"]


def test_every_stack_of_a_stage_goes_to_its_one_region(production: Template) -> None:
    manifest = json.loads((production.folder / "manifest.json").read_text(encoding="utf-8"))
    stacks = [each for each in manifest["artifacts"].values() if each["type"] == "aws:cloudformation:stack"]
    assert {each["environment"].rpartition("/")[2] for each in stacks} == {REGION}


def test_no_function_chooses_a_region_for_its_tables() -> None:
    """Lambda's own is taken: a conditional write is compared with the table that all other writers write to."""
    chosen = re.compile(r"region_name=|AWS_REGION|endpoint_url=")
    assert not [path for path in (ROOT / "backend").rglob("*.py") if chosen.search(path.read_text(encoding="utf-8"))]
