"""The workflows call what developers call, with no more rights than they need."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.local.paths import ROOT
from infra.stage_reading import stages

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ROLES = ROOT / "infra" / "github" / "roles.yaml"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@(v\d+(\.\d+)*|[0-9a-f]{40})")
NO_MAKE = {"comment"}
"""Steps that do what no developer does."""


class CloudFormation(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, such as !Sub."""


CloudFormation.add_multi_constructor("!", lambda loader, suffix, node: getattr(node, "value", None))


def read(name: str) -> dict[Any, Any]:
    return dict(yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text()))


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(path.read_text())["jobs"].values():
        yield from job.get("steps", [])


def roles() -> dict[str, Any]:
    resources: dict[str, Any] = yaml.load(ROLES.read_text(), Loader=CloudFormation)["Resources"]
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == "AWS::IAM::Role"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_version_or_a_commit(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    used = [each["uses"] for each in (*steps(path), *jobs) if "uses" in each]
    assert used
    for action in used:
        assert action.startswith("./.github/workflows/") or PINNED.fullmatch(action), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_is_a_make_target_that_there_is(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    commands = [step["run"] for step in steps(path) if "run" in step and step.get("name") not in NO_MAKE]
    for command in commands:
        assert (found := re.match(r"make ([a-z-]+)\b", command)), command
        assert found[1] in targets


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_granted_to_a_whole_workflow_but_reading(path: Path) -> None:
    assert yaml.safe_load(path.read_text())["permissions"] == {"contents": "read"}
    assert "secrets." not in path.read_text(), "a role by OIDC leaves no key to steal"


def test_production_comes_after_a_trial_that_sells_and_that_after_every_check() -> None:
    jobs = read("deploy.yml")["jobs"]
    assert (jobs["trial"]["needs"], jobs["production"]["needs"]) == ("ci", "trial")
    (deploy,) = read("stage.yml")["jobs"].values()
    assert [step["run"] for step in deploy["steps"] if "run" in step] == ["make deploy", "make smoke"]
    assert deploy["environment"]["name"] == "${{ inputs.stage }}"  # whose reviewers approve
    assert {"make check", "make test", "make synth"} <= {step.get("run") for step in steps(WORKFLOWS[0])}


def test_the_stages_that_are_deployed_and_watched_have_files() -> None:
    named = {read("deploy.yml")["jobs"][job]["with"]["stage"] for job in ("trial", "production")}
    assert named == set(read("drift.yml")["jobs"]["drift"]["strategy"]["matrix"]["stage"])
    assert named <= set(stages())


def test_code_that_nobody_approved_sees_templates_and_nothing_else() -> None:
    diff = roles()["Diff"]
    (policy,) = diff["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert all(re.match("cloudformation:(Describe|Get|List)", action) for action in statement["Action"])
    assert "ManagedPolicyArns" not in diff
    job = read("ci.yml")["jobs"]["diff"]
    assert "head.repo.full_name == github.repository" in job["if"]


def test_the_deploy_role_may_only_look_and_take_the_bootstrap_roles() -> None:
    statements = roles()["Deploy"]["Policies"][0]["PolicyDocument"]["Statement"]
    actions = {each["Sid"]: each["Action"] for each in statements}
    assert actions["ByTheRolesThatBootstrapMade"] == "sts:AssumeRole"
    for action in actions["LooksBeforeItDeploys"]:
        assert re.fullmatch(r"[a-z0-9-]+:(List|Describe|Get|View)\w+", action)
    wild = [each["Sid"] for each in statements if each["Resource"] == "*"]
    assert wild == ["LooksBeforeItDeploys"]


def test_every_look_of_the_preflight_is_granted() -> None:
    """What a check asks of AWS, by the client and the method that its code names."""
    named = {"ses": "ses", "sesv2": "ses"}
    code = "\n".join(path.read_text() for path in (ROOT / "infra" / "preflight").glob("*.py"))
    clients = set(re.findall(r"client\(\"([a-z0-9-]+)\"", code)) | {"cloudwatch"}
    allowed = roles()["Deploy"]["Policies"][0]["PolicyDocument"]["Statement"]
    granted = {action.partition(":")[0] for each in allowed for action in _as_list(each["Action"])}
    assert {named.get(client, client) for client in clients} <= granted | {"sts"}


def _as_list(action: str | list[str]) -> list[str]:
    return [action] if isinstance(action, str) else action


def test_cfn_lint_finds_nothing_in_the_roles() -> None:
    lint = [str(Path(sys.executable).parent / "cfn-lint"), "--template", str(ROLES)]
    done = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
