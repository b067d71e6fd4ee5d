"""Plants a bug while Python imports the code: the module's text is changed before it is compiled, and nothing on the disk is."""

import importlib.machinery
from typing import Any

from tests.faults.planted import Bug


class Stale(Exception):
    """The text to change is not in the module, or there more than once: the list of bugs must follow the code."""


def plant(bug: Bug) -> None:
    """Has the bug's module imported with the bug. It must not be imported yet."""
    real = importlib.machinery.SourceFileLoader.get_code

    def get_code(loader: Any, fullname: str) -> Any:
        if fullname != bug.module:
            return real(loader, fullname)
        return compile(changed(loader.get_source(fullname), bug), loader.get_filename(fullname), "exec", dont_inherit=True)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def changed(text: str, bug: Bug) -> str:
    """The module's text with the bug. Raises `Stale` where the code has changed."""
    if text.count(bug.old) != 1:
        raise Stale(f"{bug.name}: {bug.old!r} is {text.count(bug.old)} times in {bug.module}")
    return text.replace(bug.old, bug.new)
