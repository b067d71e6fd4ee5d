"""A fresh clone of the last commit, and `make run` in it, with each printed line and the seconds since its start."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from infra.bundle import ROOT
from tests.cloud import free_port

MAX_SECONDS, MAX_SECONDS_TO_STOP = 900.0, 300.0
_OPEN = re.compile(r"is open at (\S+) .*\(after ([0-9.]+) s\)")
Lines = SimpleQueue[str | None]
"""What the shop prints, and None once it has ended."""
_SETTINGS = ("PIP_", "UV_", "SSL_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "HOME", "LANG", "PATH")


class Opened(NamedTuple):
    """An open shop: its address, the seconds since `make run`, and the seconds by the shop's own clock."""

    url: str
    whole: float
    own: float


@contextmanager
def clone_project() -> Iterator[Path]:
    """Clone the last commit into a folder of its own, and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="halftone-clone-"))
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "shop")], check=True)
        yield folder / "shop"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def collect_static(clone: Path) -> None:
    """Have the clone serve its static files as in production: under hashed names, and compressed."""
    subprocess.run(["make", "installed"], cwd=clone, env=_environment(), check=True)
    command = [str(clone / ".venv/bin/python"), "manage.py", "collectstatic", "--no-input"]
    subprocess.run(command, cwd=clone, env=_environment(), check=True, stdout=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.upper().startswith(_SETTINGS)}


def ports() -> tuple[str, str]:
    """Return a free port for the shop and one for its cloud."""
    return str(free_port()), str(free_port())


@contextmanager
def open_shop(clone: Path, at: tuple[str, str]) -> Iterator[Opened]:
    """Run the shop until the block ends, then stop it as Ctrl-C does. Raise RuntimeError where it does not open."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={at[0]}"], cwd=clone, env=_environment() | {"LOCAL_CLOUD_PORT": at[1]}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    lines: Lines = SimpleQueue()
    Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        yield _watch(lines, started)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=MAX_SECONDS_TO_STOP)


def _read(process: "subprocess.Popen[str]", lines: Lines) -> None:
    """Read what the shop prints as long as it runs; otherwise it would block in the middle of a page once the pipe is
    full."""
    assert process.stdout
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _watch(lines: Lines, started: float) -> Opened:
    for line in iter(lines.get, None):
        passed = time.monotonic() - started
        if line.strip() and not line.startswith("\r"):
            print(f"{passed:7.1f} s  {line.rstrip()[:110]}")
        if found := _OPEN.search(line):
            return Opened(found[1], passed, float(found[2]))
        if passed > MAX_SECONDS:
            break
    raise RuntimeError("the shop did not open; the lines above say why")
