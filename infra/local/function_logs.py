"""Reads what functions log as soon as they reply.

MiniStack has a thread put each line into a queue, and after each reply waits for further lines: five milliseconds after
the last one, fifty if there is none. A function writes its lines before its reply, so all of them are in the pipe by
then, and are read from there. A line that comes later all the same is read with the next call's.

Loaded by its path in MiniStack's own process (`infra/local/ministack_patches.py`).
"""

import os
import select
from threading import Lock
from typing import IO

from ministack.core import lambda_runtime

CHUNK_BYTES = 65_536
"""Read at a time: as much as a pipe holds."""


_drain = lambda_runtime.Worker._drain_stderr_bounded


def install() -> None:
    """Have MiniStack read functions' lines by this module."""
    lambda_runtime.Worker._read_stderr = _keep_reading
    lambda_runtime.Worker._drain_stderr = lambda_runtime.Worker._drain_stderr_bounded = _take_lines


class LinePipe:
    """Lines of one process, read by whoever comes first: a thread, so that its pipe never fills up, or a reply."""

    def __init__(self, pipe: IO[str]) -> None:
        """Read from this pipe, also once its owner has closed it."""
        self._pipe = open(os.dup(pipe.fileno()), "rb", buffering=0)  # noqa: SIM115 - open as long as this is
        os.set_blocking(self._pipe.fileno(), False)
        self._lock, self._content, self._has_ended = Lock(), b"", False

    def keep_reading(self) -> None:
        """Read until the process ends."""
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        while poll.poll() and self._read():
            pass

    def take_lines(self) -> str:
        """Return the lines that were written since the last call; one that is not yet whole stays for the next, but for
        the last of a process that has ended."""
        self._read()
        with self._lock:
            whole, end, begun = self._content.rpartition(b"\n")
            lines, self._content = (whole + end + begun, b"") if self._has_ended else (whole, begun)
        return lines.decode(errors="replace").removesuffix("\n")

    def _read(self) -> bool:
        """Read all that is there; return False where nothing more can come."""
        with self._lock:
            while chunk := self._pipe.read(CHUNK_BYTES):
                self._content += chunk
            self._has_ended = chunk is not None
            return not self._has_ended


def _keep_reading(worker: lambda_runtime.Worker) -> None:
    worker._line_pipe = LinePipe(worker._proc.stderr)
    worker._line_pipe.keep_reading()


def _take_lines(worker: lambda_runtime.Worker, **seconds: float) -> str:
    pipe: LinePipe | None = getattr(worker, "_line_pipe", None)
    return pipe.take_lines() if pipe else str(_drain(worker, **seconds))  # of a program that brings its own runtime
