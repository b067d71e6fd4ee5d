"""From a fresh clone to the open shop, and again: `make run` in a folder of its own, each line it says with when it was said.

The first start downloads the dependencies unless this machine has them cached, so it is told in two parts.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench.figure import Figure
from infra.bundle import ROOT
from tests.cloud import free_port

FIRST, AGAIN = 90.0, 6.0
LONGEST = 900.0
_OPEN = re.compile(r"is open at .*\(after ([0-9.]+) s\)")


def run() -> list[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="halftone-clone-"))
    ports = [str(free_port()), str(free_port())]
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder / "shop")], check=True)
        first, opened = _start(folder / "shop", ports)
        again, again_opened = _start(folder / "shop", ports)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure("first start, whole", round(first, 1), "s", FIRST, f"of it {first - opened:.1f} s installing"),
        Figure("first start, once installed", round(opened, 1), "s"),
        Figure("start again, whole", round(again, 1), "s", AGAIN, f"{again_opened:.1f} s by its own clock"),
    ]


def _start(clone: Path, ports: list[str]) -> tuple[float, float]:
    """Seconds until the shop is open: since `make run`, and since the shop itself began to start."""
    settings = ("PIP_", "UV_", "SSL_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "HOME", "LANG", "PATH")
    kept = {name: value for name, value in os.environ.items() if name.upper().startswith(settings)}
    environment = kept | {"LOCAL_CLOUD_PORT": ports[1]}
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "run", f"PORT={ports[0]}"], cwd=clone, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        return _watched(process, started)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def _watched(process: "subprocess.Popen[str]", started: float) -> tuple[float, float]:
    assert process.stdout
    for line in process.stdout:
        passed = time.monotonic() - started
        if line.strip() and not line.startswith("\r"):
            print(f"{passed:7.1f} s  {line.rstrip()[:110]}")
        if found := _OPEN.search(line):
            return passed, float(found[1])
        if passed > LONGEST:
            break
    raise RuntimeError("the shop did not open; the lines above say why")
