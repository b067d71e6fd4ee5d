"""What a check found, and what it is run against."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NotRequired, TypedDict

import boto3

from infra.config import Config
from infra.preflight.resources import Properties, Resource


class Level(StrEnum):
    """`STOP`: the deploy would fail, or harm. `NOTE`: it works, with a surprise. `OK`: nothing to do."""

    OK = "ok"
    NOTE = "note"
    STOP = "stop"


@dataclass(frozen=True)
class Finding:
    """One line: what was seen, and what to do about it."""

    level: Level
    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.level:<5} {self.about:<12} {' '.join(self.text.split())}"


class StackProperties(TypedDict):
    """How a stack is deployed; `lookupRole` asks for a version of the bootstrap stack, too."""

    templateFile: str
    requiresBootstrapStackVersion: NotRequired[int]
    lookupRole: NotRequired["StackProperties"]


class StackArtifact(TypedDict):
    """A stack in the manifest of an assembly; `environment` is `aws://<account>/<region>`."""

    type: str
    environment: str
    properties: StackProperties


class Manifest(TypedDict):
    """`manifest.json` of an assembly."""

    artifacts: dict[str, StackArtifact]


@dataclass(frozen=True)
class Target:
    """A stage, the account that it goes to, and the assembly that would be deployed there.

    The session's clients are in the stage's region unless another is named.
    """

    config: Config
    session: boto3.Session
    account: str
    assembly: Path
    manifest: Manifest = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "manifest", json.loads((self.assembly / "manifest.json").read_text(encoding="utf-8")))

    @property
    def region(self) -> str:
        return self.config.region or str(self.session.region_name)

    def stacks(self) -> Iterator[StackArtifact]:
        """Yield each stack of the manifest."""
        for artifact in self.manifest["artifacts"].values():
            if artifact["type"] == "aws:cloudformation:stack":
                yield artifact

    def regions(self) -> list[str]:
        """Return every region that a stack goes to."""
        named = {stack["environment"].rpartition("/")[2] for stack in self.stacks()}
        return sorted({self.region if region == "unknown-region" else region for region in named})

    def resources(self, type: str) -> list[Properties]:
        """Return the properties of every resource of a type, over all stacks."""
        templates = [
            json.loads((self.assembly / stack["properties"]["templateFile"]).read_text(encoding="utf-8"))
            for stack in self.stacks()
        ]
        resources: list[Resource] = [each for template in templates for each in template["Resources"].values()]
        return [each.get("Properties", {}) for each in resources if each["Type"] == type]

    def owner(self, physical: str) -> str:
        """Return the name of the stack that made a resource of this physical name, or nothing."""
        cloud = self.session.client("cloudformation")
        try:
            resources = cloud.describe_stack_resources(PhysicalResourceId=physical)["StackResources"]
        except cloud.exceptions.ClientError as error:
            if error.response["Error"]["Code"] == "ValidationError":  # no stack has made it
                return ""
            raise
        return str(resources[0]["StackName"]) if resources else ""

    def is_ours(self, physical: str) -> bool:
        """Whether a stack of this very stage made it."""
        name = self.owner(physical)
        return name == self.config.name or name.startswith(f"{self.config.name}-")


Check = Callable[[Target], Iterator[Finding]]
