"""Synthesized templates, to be asked questions."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from infra.config import CONTEXT
from infra.local.assembly import assembly, stacks
from infra.local.paths import ROOT

Properties = dict[str, Any]
GIVEN = "PublishOutput"
"""How the outputs begin that CDK adds for other stacks."""
TRIAL: dict[str, Any] = {
    "search": "opensearch",
    "mail_from": "orders@halftone.example",
    "mail_identity": "existing-address",
    "web": {"hosted": True},
}
WHOLE: dict[str, Any] = {
    "stage": "trial",
    "account": "123456789012",
    "region": "eu-central-1",
    "mail_from": "orders@halftone.example",
    "domain_prefix": "harbour-prints",
    "canary": True,
    "heartbeat": True,
    "web": {"hosted": True},
    "limits": {"requests_per_second": 300, "consumers": 4, "table_reads": 500, "table_writes": 250},
}
"""A trial whose file says much, synthesized once for all claims about it."""
RESTORED = "orders-2026-11-29/stream/2026-11-29T12:00:00.000"
SECOND = "https://second.example.com"
SAFE: dict[str, Any] = {
    "hardened": True,
    "storefronts": [SECOND],
    "backup": {"daily": True, "keep_days": 90, "lock": True},
    "restored": {"order": RESTORED, "desk": "desk-2026-11-29"},
}
"""A stage whose file asks for all that protects from a loss, after one."""

STAGES = ROOT / ".build" / "test-stages"
PROTECTED = {"account": "123456789012", "region": "eu-central-1", "demo": True}
"""What the file of a stage that is no trial has to say."""

SELLER = {
    "name": "Prints Ltd",
    "address": ["1 Quay", "Dublin"],
    "email": "hi@prints.example.com",
    "phone": "+353 1 234",
    "vat_id": "IE1234567T",
}
"""Who sells in a stage that is no demonstration."""
SELLING: dict[str, Any] = {
    "demo": False,
    "seller": SELLER,
    "provider": "stripe",
    "search": "opensearch",
    "mail_from": "orders@shop.example.com",
    "mail_identity": "domain",
    "prices_include_tax": False,
}
"""A stage that sells, with other parts than a demonstration has: synthesized once for all claims about these."""


def stage_file(stage: str = "production", /, **said: Any) -> dict[str, str]:
    """Write a file of this stage, in a folder of its own, and return the context that names it.

    What a stage of its name must say, it says, so that tests name only what they are about; what the repository's own
    files say is their owner's choice, and no test's.
    """
    said = ({"trial": True} if stage == "trial" else PROTECTED) | said
    tables = {name: value for name, value in said.items() if isinstance(value, dict)}
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in said.items() if name not in tables)
    for table, values in tables.items():
        text += f"[{table}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    folder = STAGES / hashlib.sha256(f"{stage}\n{text}".encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{stage}.{os.getpid()}"
    written.write_text(text, encoding="utf-8")
    written.replace(folder / f"{stage}.toml")  # another test process may be reading it
    return {"stages": str(folder), "stage": stage}


class Template:
    """The templates that a stage's file with these words makes, as if they were one; synthesized once for all test runs
    that find the same sources.

    What a stack takes of another stack's outputs is written as that stack writes it.
    """

    def __init__(self, **said: Any) -> None:
        context = {name: said.pop(name) for name in CONTEXT if name in said}
        if context.get("cloud") != "local":
            context |= stage_file(context.get("stage", "production"), **said)
        self.folder: Path = assembly(context)
        self.stacks: dict[str, dict[str, Any]] = {
            stack.name: json.loads((self.folder / stack.template).read_text()) for stack in stacks(self.folder)
        }
        self.json: dict[str, Any] = merge(self.stacks)

    def stack(self, word: str) -> dict[str, Any]:
        """The template of the one stack that is called so, such as Order."""
        (only,) = [json for name, json in self.stacks.items() if name.endswith(f"-{word}")]
        return only

    def deployed_before(self, word: str) -> set[str]:
        """The words of all stacks that are deployed before this one, whatever is deployed."""
        artifacts = json.loads((self.folder / "manifest.json").read_text())["artifacts"]
        needs = {id: each.get("dependencies", []) for id, each in artifacts.items()}
        (name,) = [id for id in needs if id.endswith(f"-{word}")]
        found, more = set[str](), [name]
        while more:
            more = [id for each in more for id in needs[each] if id not in found and id in self.stacks]
            found.update(more)
        return {id.rpartition("-")[2] for id in found}

    @property
    def resources(self) -> dict[str, Properties]:
        return dict(self.json["Resources"])

    def all(self, type: str) -> dict[str, Properties]:
        """The properties of every resource of a type, by logical id. There must be one, or the claim would be empty."""
        found = {id: each.get("Properties", {}) for id, each in self.resources.items() if each["Type"] == type}
        assert found, type
        return found

    def one(self, type: str) -> Properties:
        """The properties of the only resource of a type."""
        (only,) = self.all(type).values()
        return only

    def starting(self, type: str, start: str) -> Properties:
        """The properties of the only resource of a type whose logical id starts so."""
        (only,) = [properties for id, properties in self.all(type).items() if id.startswith(start)]
        return only


def target(value: Any) -> str:
    """The logical id that a Ref or GetAtt points at."""
    return str(value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0])


def merge(stacks: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One template of several. No two of them may have a resource of one logical id."""
    whole: dict[str, Any] = {}
    for name, template in stacks.items():
        for section, content in template.items():
            if not isinstance(content, dict):
                continue
            there = whole.setdefault(section, {})
            if section == "Resources":
                assert not there.keys() & content.keys(), name
            there |= {id: each for id, each in content.items() if not id.startswith(GIVEN)}
    return dict(_put_in(whole, stacks))


def _put_in(value: Any, stacks: dict[str, dict[str, Any]]) -> Any:
    """The value with what other stacks give put in."""
    match value:
        case {"Fn::GetStackOutput": {"StackName": str(stack), "OutputName": str(output)}}:
            return _put_in(stacks[stack]["Outputs"][output]["Value"], stacks)
        case dict():
            return {key: _put_in(each, stacks) for key, each in value.items()}
        case list():
            return [_put_in(each, stacks) for each in value]
    return value
