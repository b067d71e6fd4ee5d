"""A synthesized template, to be asked questions."""

import hashlib
import json
from pathlib import Path
from typing import Any

from infra.config import CONTEXT
from infra.local.assembly import assembly
from infra.local.paths import ROOT

Properties = dict[str, Any]
TRIAL: dict[str, Any] = {
    "search": "opensearch",
    "mail_from": "orders@halftone.example",
    "mail_identity": "existing-address",
}
WHOLE: dict[str, Any] = {
    "stage": "trial",
    "account": "123456789012",
    "region": "eu-central-1",
    "mail_from": "orders@halftone.example",
    "domain_prefix": "harbour-prints",
    "canary": True,
    "limits": {"requests_per_second": 300, "consumers": 4, "table_reads": 500, "table_writes": 250},
}
"""A trial whose file says much, synthesized once for all claims about it."""

STAGES = ROOT / ".build" / "test-stages"
PROTECTED = {"account": "123456789012", "region": "eu-central-1", "demo": True}
"""What the file of a stage that is no trial has to say."""


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
    (folder / f"{stage}.toml").write_text(text, encoding="utf-8")
    return {"stages": str(folder), "stage": stage}


class Template:
    """The template that a stage's file with these words makes; synthesized once for all test runs that find the same
    sources."""

    def __init__(self, **said: Any) -> None:
        context = {name: said.pop(name) for name in CONTEXT if name in said}
        if context.get("cloud") != "local":
            context |= stage_file(context.get("stage", "production"), **said)
        self.folder: Path = assembly(context)
        self.json: dict[str, Any] = json.loads((self.folder / "Shop.template.json").read_text())

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
