"""Bytecode for a bundle, so that a function that starts need not compile: Lambda's /var/task can't be written to.

Bytecode belongs to one version of Python. The interpreter that makes it is this one where the versions agree, else
`LAMBDA_PYTHON` or one of that name on the PATH; where there is none the bundle goes without, and the function compiles
at each cold start.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

Files = list[tuple[Path, Path]]
"""Where each file is, and its name in the bundle."""


@cache
def interpreter(version: str) -> str:
    """Return the path of a Python of this version (`3.13`), or an empty string."""
    for candidate in (sys.executable, os.environ.get("LAMBDA_PYTHON", ""), shutil.which(f"python{version}") or ""):
        if candidate and _version(candidate) == version:
            return candidate
    return ""


def _version(python: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    # the path is ours
    result = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    return result.stdout.strip()


def compile_files(files: Iterable[tuple[Path, Path]], version: str, runs_in: str, stage: Path) -> Files:
    """Compile the modules among the files in the empty folder `stage`, and return their bytecode, named as Python looks
    for it.

    It is not checked against its source when it is loaded (PEP 552): both come from one bundle. Tracebacks name files
    below `runs_in`. Without an interpreter of that version nothing is compiled.
    """
    python = interpreter(version)
    if not python:
        return []
    for path, name in files:
        if name.suffix == ".py":
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, stage / name)
    command = [
        python,
        "-m",
        "compileall",
        "-q",
        "--invalidation-mode",
        "unchecked-hash",
        "-s",
        str(stage),
        "-p",
        runs_in,
        str(stage),
    ]
    subprocess.run(command, check=True)  # noqa: S603 - a path of ours
    return [(path, path.relative_to(stage)) for path in sorted(stage.rglob("*.pyc"))]
