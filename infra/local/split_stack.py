"""Parts the one stack of releases before 0.3.0 in the kept state into the stacks of now, so that these go on with its
tables, users, files and queues.

On AWS that would be a stack refactoring; no release of before was ever deployed there. Each resource keeps its logical
id, so it belongs to the stack whose template has that. What none has any more is given to the stack that is deployed
last, which deletes it when all others are up to date.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypedDict

from infra.local.assembly import stacks
from infra.local.cloud import ACCOUNT, REGION
from infra.local.files import replace_file
from infra.local.paths import LocalPaths

BEFORE = "Shop"
BUS = "AWS::Events::EventBus"
NAMED_AFTER: Final = "_named_after"
"""What `infra/local/physical_names.py` reads in a stack's record."""


class Resource(TypedDict, total=False):
    """A resource of a stack's template, or of its record."""

    Type: str
    Properties: dict[str, str]
    PhysicalResourceId: str


class Template(TypedDict, total=False):
    """A stack's template."""

    Resources: dict[str, Resource]
    Outputs: dict[str, object]


class Record(TypedDict, total=False):
    """What MiniStack keeps of a stack."""

    StackName: str
    StackId: str
    Tags: list[object]
    Outputs: list[object]
    _named_after: str
    _resources: dict[str, Resource]
    _template: Template
    _template_body: str


class Records(TypedDict):
    """The records of all stacks, by `_key`."""

    data: dict[str, Record]


class StackEvents(TypedDict):
    """What happened to each stack, by `_key`."""

    data: dict[str, list[object]]


class Payload(TypedDict, total=False):
    """What MiniStack keeps of CloudFormation."""

    stacks: Records
    stack_events: StackEvents


class State(TypedDict, total=False):
    """The file that holds it."""

    payload: Payload


def is_one_stack(paths: LocalPaths) -> bool:
    """Whether what is kept is of a release that had one stack."""
    return _key(BEFORE) in _records(_read(paths))


def split(paths: LocalPaths, assembly: Path) -> None:
    """Part it. To be called while the cloud does not run."""
    state = _read(paths)
    records = _records(state)
    old = records.pop(_key(BEFORE))
    templates = {each.name: json.loads((assembly / each.template).read_text()) for each in stacks(assembly)}
    for name, resources in _by_stack(old, templates).items():
        records[_key(name)] = _record(old, name, resources)
        state["payload"]["stack_events"]["data"][_key(_stack_id(name))] = []
    replace_file(_file(paths), json.dumps(state).encode())
    _rename_bus(paths, old["_resources"], templates)


def _by_stack(old: Record, templates: Mapping[str, Template]) -> dict[str, dict[str, Resource]]:
    """Return the resources of the old stack by the stack that has them now."""
    homes = {id: name for name, template in templates.items() for id in template.get("Resources", {})}
    last = list(templates)[-1]
    by_stack: dict[str, dict[str, Resource]] = defaultdict(dict)
    for id, resource in old["_resources"].items():
        by_stack[homes.get(id, last)][id] = resource
    return dict(by_stack)


def _record(old: Record, name: str, resources: dict[str, Resource]) -> Record:
    """Return the record of a stack that has these resources. Its next update makes it whole: it has no mark of an
    assembly.
    """
    defined = {id: each for id, each in old["_template"]["Resources"].items() if id in resources}
    template: Template = {**old["_template"], "Resources": defined, "Outputs": {}}
    return {
        **old,
        "StackName": name,
        "StackId": _stack_id(name),
        "Tags": [],
        "Outputs": [],
        NAMED_AFTER: BEFORE,
        "_resources": resources,
        "_template": template,
        "_template_body": json.dumps(template),
    }


def _rename_bus(paths: LocalPaths, resources: dict[str, Resource], templates: Mapping[str, Template]) -> None:
    """Call the bus as it is called now, wherever it is named: a new bus would miss events while stacks are updated one
    after another."""
    buses = {
        id: each["Properties"]["Name"]
        for template in templates.values()
        for id, each in template.get("Resources", {}).items()
        if each["Type"] == BUS
    }
    for id, name in buses.items():
        if id in resources:
            before = str(resources[id]["PhysicalResourceId"]).encode()
            for path in paths.state.glob("*.json"):
                content = path.read_bytes()
                if before in content:
                    replace_file(path, content.replace(before, name.encode()))


def _read(paths: LocalPaths) -> State:
    state: State = json.loads(_file(paths).read_bytes()) if _file(paths).exists() else {}
    return state


def _records(state: State) -> dict[str, Record]:
    return state["payload"]["stacks"]["data"] if "payload" in state else {}


def _file(paths: LocalPaths) -> Path:
    return paths.state / "cloudformation.json"


def _key(name: str) -> str:
    """MiniStack's key of what is called so."""
    return f"{ACCOUNT}\0{REGION}\0{name!r}"


def _stack_id(name: str) -> str:
    return f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{name}/00000000-0000-4000-8000-000000000000"
