"""A mark of all that a stack was made from: where it is the same, an update would change nothing."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypedDict

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

StackDescription: TypeAlias = "StackTypeDef"
"""What CloudFormation says about a stack."""


class Template(TypedDict, total=False):
    """A CloudFormation template, as far as it is read here."""

    Metadata: dict[str, list[str]]
    Parameters: dict[str, object]
    Resources: dict[str, dict[str, object]]


MARK = "assembly"
"""The tag that a stack has its mark as."""


def make_mark(
    template: Template, parameters: Mapping[str, str], deployed_stacks: Mapping[str, StackDescription]
) -> str:
    """Return a hash over the template, which names its assets by their content, its parameters, and what it takes of
    the stacks that are there: their outputs may have changed where the template has not."""
    own_parameters = {name: value for name, value in parameters.items() if name in template.get("Parameters", {})}
    imported_values = sorted(
        (stack, output, _output(deployed_stacks, stack, output)) for stack, output in _imported_outputs(template)
    )
    return hashlib.sha256(json.dumps([template, own_parameters, imported_values], sort_keys=True).encode()).hexdigest()


def _imported_outputs(value: object) -> Iterator[tuple[str, str]]:
    """Stack and name of every output that a template takes."""
    match value:
        case {"Fn::GetStackOutput": {"StackName": str(stack), "OutputName": str(output)}}:
            yield stack, output
        case dict():
            for each in value.values():
                yield from _imported_outputs(each)
        case list():
            for each in value:
                yield from _imported_outputs(each)


def _output(deployed_stacks: Mapping[str, StackDescription], stack: str, name: str) -> str:
    outputs = deployed_stacks[stack].get("Outputs", []) if stack in deployed_stacks else []
    return next((str(each["OutputValue"]) for each in outputs if each["OutputKey"] == name), "")
