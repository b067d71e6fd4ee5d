"""A synthesized template, to be asked questions."""

import json
from pathlib import Path
from typing import Any

from infra.local.assembly import assembly

Properties = dict[str, Any]


class Template:
    """The template that this context makes; synthesized once for all test runs that find the same sources."""

    def __init__(self, **context: str) -> None:
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
