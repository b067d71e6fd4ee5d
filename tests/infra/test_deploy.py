"""The npm CDK command itself, against a local cloud that knows nothing of the shop: bootstrap, deploy, deploy again,
destroy."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from infra.local import process
from infra.local.assembly import stacks
from infra.local.cloud import ACCOUNT, REGION, Cloud
from infra.local.paths import ROOT, LocalPaths
from tests.cloud import free_port
from tests.infra.template import Template, stage_file

pytestmark = pytest.mark.timeout(600)
COMMAND = ROOT / "node_modules" / ".bin" / "cdk"
LOCAL = ("-c", "cloud=local", "--require-approval", "never")


@dataclass
class Account:
    """An account, and the CDK command's words when it was used on it."""

    cloud: Cloud
    folder: Path

    def cdk(self, *arguments: str, **environment: str) -> str:
        """Runs the command as on a machine of its own: its caches are kept by account id, and this account is
        everybody's. That of unpacked libraries knows no account, and takes six seconds of the processor to fill."""
        own = {
            "HOME": str(self.folder),
            "AWS_ENDPOINT_URL_S3": self.cloud.endpoint,
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(Path.home() / ".cache/aws/jsii/package-cache"),
            "NO_COLOR": "1",
            "CI": "1",
        }
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [str(COMMAND), *arguments],
            cwd=ROOT,
            env={**self.cloud.environment, **own, "PATH": path, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def preflight(self) -> str:
        """What is found about a trial in this account."""
        chosen = [part for name, value in stage_file("trial").items() for part in ("-c", f"{name}={value}")]
        done = subprocess.run(
            [sys.executable, "-m", "infra.preflight", *chosen],
            cwd=ROOT,
            env=self.cloud.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.stderr, done.stderr
        return done.stdout

    @property
    def outputs(self) -> Path:
        return self.folder / "outputs.json"

    @property
    def all_outputs(self) -> dict[str, str]:
        """The outputs of all stacks."""
        stacks = json.loads(self.outputs.read_text()).values()
        return {name: value for stack in stacks for name, value in stack.items()}

    @property
    def assembly(self) -> str:
        return str(self.folder / "assembly")


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    assert COMMAND.exists(), "make test installs the CDK command: infra/install-cdk.sh"
    folder = tmp_path_factory.mktemp("account")
    place = LocalPaths(folder)
    running = process.start(place, free_port())
    yield Account(running, folder)
    process.stop(place, running)


def test_the_preflight_finds_that_the_account_was_never_bootstrapped_and_what_else_this_cloud_knows(
    account: Account,
) -> None:
    """Its quota, its mail's state and its lists are this cloud's own; whether a real account is in SES's sandbox it
    cannot show."""
    told = account.preflight()
    assert re.search(r"^ok    account .* goes to 000000000000, us-east-1$", told, re.M)
    assert re.search(r"^stop  bootstrap .*: run: make bootstrap STAGE=trial$", told, re.M)
    assert re.search(r"^ok    lambda +1000 functions at once", told, re.M)
    assert re.search(r"^note  cloudfront +the account has no distribution yet", told, re.M)
    assert "cannot be looked up" not in told, told


@pytest.fixture(scope="module")
def bootstrapped_account(account: Account, local: Template) -> Account:
    """With the templates that are there: the command would synthesize them first, and use nothing of them."""
    said = account.cdk("bootstrap", "--app", str(local.folder), f"aws://{ACCOUNT}/{REGION}")
    assert f"Environment aws://{ACCOUNT}/{REGION} bootstrapped" in said
    # The bucket refuses what does not come over TLS, as on AWS; this local cloud speaks plain HTTP on the loopback
    # interface.
    account.cloud.client("s3").delete_bucket_policy(Bucket=f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}")
    return account


@pytest.fixture(scope="module")
def deployed_account(bootstrapped_account: Account) -> Account:
    said = bootstrapped_account.cdk(
        "deploy",
        "--all",
        *LOCAL,
        "--output",
        bootstrapped_account.assembly,
        "--outputs-file",
        str(bootstrapped_account.outputs),
    )
    assert said.count("✅  Halftone-local-") == len(stacks(Path(bootstrapped_account.assembly)))
    return bootstrapped_account


def test_the_outputs_file_holds_what_the_storefront_reads(deployed_account: Account) -> None:
    outputs = deployed_account.all_outputs
    wanted = {"ApiUrl", "Region", "UserPoolId", "ClientId", "LoginUrl", "Issuer", "SessionTable"}
    assert {name for name in wanted if outputs[name]} == wanted


def test_the_deployed_api_answers(deployed_account: Account) -> None:
    api = deployed_account.all_outputs["ApiUrl"].partition("://")[2].partition(".")[0]
    base = f"{deployed_account.cloud.endpoint}/_aws/execute-api/{api}/$default"
    assert requests.get(f"{base}/products", timeout=60).json() == {"items": [], "next": None}
    assert requests.get(f"{base}/basket", timeout=60).status_code == 401


def test_a_second_deploy_changes_nothing(deployed_account: Account) -> None:
    said = deployed_account.cdk(
        "deploy", "--all", *LOCAL, CDK_VALIDATION="false"
    )  # the first one has validated the same
    assert said.count("(no changes)") == said.count("✅  Halftone-local-")


def test_what_was_deployed_is_what_was_synthesized(deployed_account: Account, local: Template) -> None:
    listing = deployed_account.cloud.client("cloudformation").get_paginator("list_stack_resources")
    pages = [page for name in local.stacks for page in listing.paginate(StackName=name)]
    types = sorted(each["ResourceType"] for page in pages for each in page["StackResourceSummaries"])
    assert types == sorted(each["Type"] for each in local.resources.values())


def test_destroy_leaves_nothing(deployed_account: Account) -> None:
    deployed_account.cdk("destroy", "--all", "--force", "--app", deployed_account.assembly)
    of = deployed_account.cloud.client
    assert of("dynamodb").list_tables()["TableNames"] == []
    assert of("lambda").list_functions()["Functions"] == []
    assert of("sqs").list_queues().get("QueueUrls", []) == []
    assert of("cognito-idp").list_user_pools(MaxResults=10)["UserPools"] == []
    assert of("logs").describe_log_groups()["logGroups"] == []
    assert of("apigatewayv2").get_apis()["Items"] == []
    assert [bus["Name"] for bus in of("events").list_event_buses()["EventBuses"]] == ["default"]
    assert not [role["RoleName"] for role in of("iam").list_roles()["Roles"] if "Halftone-" in role["RoleName"]]
