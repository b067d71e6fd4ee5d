"""Fills the demo shop by the storefront's own command: its products once the cloud is up, its pictures once the shop is
open.

What was done is remembered next to its results, by a hash over the demo's texts and drawings, so that the two cannot
disagree.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import TypedDict

import psutil
from botocore.exceptions import ClientError

from infra.local.cloud import Cloud, Failed
from infra.local.paths import ROOT
from infra.local.start import CURRENCY

DEMO = ROOT / "storefront" / "demo"
DRAWN = ROOT / ".local" / "pictures" / "drawn-from"
NICE = 19
"""As a drawing is to all others: nothing is nicer."""
TRIES = 5
SOWN = "/halftone/sown-from"
COMMAND = (sys.executable, "manage.py", "seed")
FAILED = "could not be made; the lines above say why. `python manage.py seed` tries again."


class _Options(TypedDict):
    """How a process is started."""

    cwd: Path
    stdout: int
    start_new_session: bool


# Ctrl-C is for the process that started it, which then ends it without a word.
QUIETLY: _Options = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "start_new_session": True}
Say = Callable[[str], None]
Drawing = subprocess.Popen[bytes]


def draw(say: Say) -> Drawing | None:
    """Start drawing the pictures that are not there, with what everybody else leaves of the processor.

    Nobody waits for them: a page shows a sketch in the place of a picture that is still to come. What is drawn stays
    drawn.
    """
    if DRAWN.exists() and DRAWN.read_text() == fingerprint():
        return None
    say("Pictures: being drawn while the shop is open …")
    process = subprocess.Popen([*COMMAND, "--pictures-only"], **QUIETLY)  # noqa: S603 - our own arguments
    _give_way(process.pid)
    Thread(target=_finish, args=(process, fingerprint(), say), daemon=True).start()
    return process


def _give_way(pid: int) -> None:
    """Let everybody else go first: as a process, and as the session that it leads, where Linux shares the processors
    among sessions and only then, within each, by what is nice.
    """
    psutil.Process(pid).nice(NICE)
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(NICE))


def _finish(drawing: Drawing, drawn: str, say: Say) -> None:
    started = time.monotonic()
    code = drawing.wait()
    if code == 0:
        DRAWN.write_text(drawn)
        say(f"Pictures ready after {time.monotonic() - started:.1f} s")
    elif code > 0:  # less than 0: it was stopped
        say(f"The demo's pictures {FAILED}")


class Painter:
    """Draws from when it is told to begin until it is told to stop, in whichever order that comes."""

    def __init__(self, say: Say) -> None:
        self._say, self._lock, self._ended = say, Lock(), False
        self._drawing: Drawing | None = None

    def begin(self) -> None:
        with self._lock:
            self._drawing = None if self._ended else draw(self._say)

    def end(self) -> None:
        with self._lock:
            self._ended = True
            if self._drawing:
                stop(self._drawing)


def stop(drawing: Drawing) -> None:
    """Stop the drawing and the processes that help it; what is drawn stays drawn.

    A drawing that began while this process ignored SIGTERM, to save its state, ignores it too, and would go on to its
    end.
    """
    with suppress(ProcessLookupError):
        os.killpg(drawing.pid, signal.SIGKILL)
    drawing.wait()


def sow(cloud: Cloud, say: Say) -> None:
    """Import the products, unless the same ones were imported before. Raise Failed."""
    if _read_seed_hash(cloud) == (current_fingerprint := f"{fingerprint()} {CURRENCY}".strip()):
        return
    started_at = time.monotonic()
    if CURRENCY:
        say(f"Products: prices in {CURRENCY}, round sums that are worth about what the demo's are in euro")
    run(say, "Products", *COMMAND, "--products-only")
    cloud.client("ssm").put_parameter(Name=SOWN, Value=current_fingerprint, Type="String", Overwrite=True)
    say(f"Products ready after {time.monotonic() - started_at:.1f} s")


def run(say: Say, what: str, *command: str) -> None:
    """Run a command that is safe to repeat, and say so where it is tried again.

    Raises Failed with what it said last.
    """
    for attempt in range(2, TRIES + 2):
        # the arguments are our own
        result = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, **QUIETLY)  # noqa: S603
        if result.returncode == 0:
            return
        reason = (result.stderr.strip().splitlines() or ["it gave no reason"])[-1].removeprefix("CommandError: ")
        if attempt <= TRIES:
            say(f"{what}: {reason.partition('. ')[0].rstrip('.')}; trying again ({attempt} of {TRIES}) …")
    raise Failed(f"{what} are not ready: {reason} `{' '.join(command[1:])}` tries again while the shop runs.")


def fingerprint() -> str:
    """Return a hash over the demo shop's texts and drawings."""
    total = hashlib.sha256()
    for path in sorted(path for path in DEMO.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        total.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _read_seed_hash(cloud: Cloud) -> str:
    try:
        return str(cloud.client("ssm").get_parameter(Name=SOWN)["Parameter"]["Value"])
    except ClientError:
        return ""
