"""A lock on the local cloud: whoever starts, serves or stops it holds `.local/lock`, which the kernel frees when that
process ends."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from infra.local.cloud import Failed
from infra.local.paths import LocalPaths

STARTING, SERVING, STOPPING = "starting", "serving", "stopping"
WAIT = 60.0
"""Seconds to wait for one that is stopping: it saves the state."""


class Lock:
    """The held lock. `note` says what its holder is doing, for others that want it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def note(self, doing: str, address: str = "") -> None:
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "doing": doing, "address": address}, self._file)
        self._file.flush()


@contextmanager
def hold_lock(paths: LocalPaths, say: Callable[[str], None]) -> Iterator[Lock]:
    """Hold the lock during the block.

    Waits for a holder that is stopping. Raises Failed if another process starts or serves.
    """
    paths.folder.mkdir(parents=True, exist_ok=True)
    with paths.lock.open("a+") as file:
        _take(paths, file, say)
        lock = Lock(file)
        lock.note(STARTING)
        yield lock


def _take(paths: LocalPaths, file: TextIO, say: Callable[[str], None]) -> None:
    end, waiting = time.monotonic() + WAIT, False
    while not _free(file):
        holder = _holder(paths)
        if holder.get("doing") != STOPPING or time.monotonic() > end:
            raise Failed(_busy(holder))
        if not waiting:
            say(f"Waiting for process {holder['pid']}, which is stopping …")
        waiting = True
        time.sleep(0.1)


def _free(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(paths: LocalPaths) -> dict[str, str]:
    """Return what the holder noted; nothing right after it took the lock."""
    try:
        return dict(json.loads(paths.lock.read_text()))
    except ValueError:
        return {"pid": "?", "doing": STARTING}


def _busy(holder: dict[str, str]) -> str:
    pid, address = holder["pid"], holder.get("address")
    if address:
        return (
            f"The shop already runs at {address} (process {pid}). Ctrl-C there ends it; "
            "a change below backend/ or infra/ takes effect when it is started again."
        )
    return f"Process {pid} is {holder['doing']} the local cloud. Wait for it, or end it."
