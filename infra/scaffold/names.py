"""Which names a new service may have."""

import keyword
import re
from pathlib import Path

from backend.contracts import types
from backend.contracts.registry import OPERATIONS, SERVICES

_BACKEND = Path(__file__).parents[2] / "backend"
_PATTERN = re.compile(r"[a-z]{3,20}")
_CLASSES = {
    *vars(types),
    "Any",
    "Callable",
    "Caller",
    "Construct",
    "Event",
    "Operation",
    "Refused",
    "Request",
    "Resources",
    "Service",
}
"""Names of classes that the templates use."""


class NameRefused(ValueError):
    """A service cannot have this name; the message says why in one line."""


def check_name(name: str) -> str:
    """Return the name.

    Raises NameRefused unless it is one word in lower case that nothing else of the shop is called by.
    """
    if not _PATTERN.fullmatch(name) or keyword.iskeyword(name):
        raise NameRefused(
            f"NAME must be one word of 3 to 20 lower-case letters, such as NAME=question, and not “{name}”."
        )
    if _is_taken(name):
        raise NameRefused(f"The name “{name}” is taken: choose another one.")
    if like := [each for each in SERVICES if each.startswith(name) or name.startswith(each)]:
        raise NameRefused(
            f"“{name}” and the service “{like[0]}” begin alike, so their resources could not be told apart."
        )
    return name


def _is_taken(name: str) -> bool:
    """Whether a folder, a contract, a route or a class has the name."""
    paths = (_BACKEND / name, _BACKEND / "contracts" / name, _BACKEND / "contracts" / f"{name}.py")
    routes = {operation.template.split("/")[1] for operation in OPERATIONS}
    return any(path.exists() for path in paths) or bool({name, f"{name}s"} & routes) or name.title() in _CLASSES
