"""Long modules without a reason: compares the table `tests/long_modules.toml` with the code."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.markers import ROOT

TABLE = ROOT / "tests" / "long_modules.toml"
LONG = 150
"""A module of more lines is split along its topics, or says why it is one."""


def unexplained_modules(modules: Iterable[tuple[Path, str]], table: Path = TABLE) -> Iterator[str]:
    """Yield the long modules, given as path and text, that no reason of the table names; and what the table names
    twice, or though it is not long, or for no reason that is a sentence."""
    reasons = tomllib.loads(table.read_text(encoding="utf-8"))["reasons"]
    named = Counter(path for reason in reasons for path in reason["modules"])
    long = {path.as_posix(): lines for path, text in modules if (lines := text.count("\n")) > LONG}
    yield from (f"{path}: {long[path]} lines, and no reason in {table.name}" for path in long if path not in named)
    yield from (f"{path}: no longer so long, and still in {table.name}" for path in named if path not in long)
    yield from (f"{path}: twice in {table.name}" for path, count in named.items() if count > 1)
    yield from (f"{table.name}: {because!r} is no sentence" for because in map(_because, reasons) if not _says(because))


def _because(reason: dict[str, str]) -> str:
    return reason.get("because", "")


def _says(because: str) -> bool:
    return because.endswith(".") and because.count(" ") > 3
