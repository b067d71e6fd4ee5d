"""Functions' processes that are forked from a warm Python (`fork_server.py`) instead of started cold.

There is one server for each set of versions of the libraries that it imports ahead, as bundles hold them, so that no
process runs with those of another bundle. What it cannot fork, MiniStack starts as ever: code with libraries whose
versions cannot be told, with layers, or with settings that only a start of Python reads; and all on systems other than
Linux. Loaded by its path in MiniStack's own process (`infra/local/ministack_patches.py`).
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import weakref
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import IO

from ministack.core import lambda_runtime

SERVER = Path(__file__).with_name("fork_server.py")
IN_BUNDLES = ("msgspec", "urllib3")
"""What the server imports of a bundle: servers differ by their versions."""
NOT_IN_BUNDLES = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "typing_extensions")
"""What else it imports, which Lambda's runtime brings."""
ROOM = 1_024
"""Bytes for a forked process's command line, which is written over the server's."""
_START_ONLY = ("PYTHON", "LD_", "_LAMBDA_LAYERS_DIRS")
"""Settings by the beginnings of their names."""

Libraries = tuple[str, ...]
"""Which libraries a bundle holds, each as its RECORD lists its files with their hashes."""


def install() -> None:
    """Have MiniStack fork the processes of functions."""
    lambda_runtime.subprocess = SimpleNamespace(**{**vars(subprocess), "Popen": _start})


class ForkedProcess:
    """A forked process, as far as MiniStack uses a `subprocess.Popen`: with text in its pipes, line by line."""

    def __init__(self, pid: int, watch: int, pipes: list[int]) -> None:
        """Take over the file descriptors: one that tells the process's end, and this side of its three pipes."""
        self.pid, self.returncode, self._watch = pid, None, watch
        weakref.finalize(self, os.close, watch)
        self.stdin: IO[str] = open(pipes[0], "w", buffering=1)  # noqa: SIM115 - open as long as the process is
        self.stdout, self.stderr = (open(pipe) for pipe in pipes[1:])  # noqa: SIM115

    def poll(self) -> int | None:
        """Return 0 once it has ended; how it did, nobody asks."""
        return 0 if self._has_ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises TimeoutExpired after so many seconds."""
        if not self._has_ended(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return 0

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._watch, number)

    def _has_ended(self, seconds: float | None) -> bool:
        poll = select.poll()
        poll.register(self._watch, select.POLLIN)
        return bool(poll.poll(None if seconds is None else seconds * 1000))


class Server:
    """The running server that has imported the libraries as they lie in a folder of code."""

    def __init__(self, binary: str, code: str) -> None:
        """Start it; it is asked at once, and answers when it has imported all."""
        self._lock = Lock()
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [binary, "-P", str(SERVER), str(other.fileno()), os.path.realpath(code), " " * ROOM]
        with other:
            subprocess.Popen(  # noqa: S603 - our own arguments
                command, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )

    def fork(self, command: list[str], cwd: str, env: Mapping[str, str]) -> ForkedProcess:
        """Return a new process.

        Raises OSError where the server is no more.
        """
        description = json.dumps({"command": command, "cwd": cwd, "env": dict(env)}).encode()
        (stdin, our_stdin), (our_stdout, stdout), (our_stderr, stderr) = (os.pipe() for _ in range(3))
        ours = [our_stdin, our_stdout, our_stderr]
        try:
            pid, watch = self._ask(description, [stdin, stdout, stderr])
        except OSError:
            _close(ours)
            raise
        finally:
            _close([stdin, stdout, stderr])
        return ForkedProcess(pid, watch, ours)

    def _ask(self, description: bytes, pipes: list[int]) -> tuple[int, int]:
        with self._lock:
            socket.send_fds(self._socket, [description], pipes)
            answer, watches, _, _ = socket.recv_fds(self._socket, 32, 1)
        if not answer:
            raise BrokenPipeError("the server has ended")
        return int(answer), watches[0]


def _close(pipes: list[int]) -> None:
    for each in pipes:
        os.close(each)


_servers: dict[Libraries, Server] = {}
_starting = Lock()


def _start(command: list[str], **options: object) -> "subprocess.Popen[str] | ForkedProcess":
    """Take the place of `subprocess.Popen`."""
    cwd, env = options.get("cwd"), options.get("env")
    if (
        isinstance(cwd, str)
        and isinstance(env, dict)
        and (libraries := _libraries(Path(cwd), command, env)) is not None
    ):
        try:
            return _server(libraries, command[0], cwd).fork(command, cwd, env)
        except OSError:
            _servers.pop(libraries, None)
    return subprocess.Popen(command, **options)  # type: ignore[call-overload,no-any-return] # noqa: S603 - as MiniStack


def _libraries(code: Path, command: list[str], env: Mapping[str, str]) -> Libraries | None:
    """Return what the code brings of what the server imports; None where its process cannot be forked."""
    if sys.platform != "linux" or command[0] != sys.executable or any(name.startswith(_START_ONLY) for name in env):
        return None
    names = os.listdir(code)
    if {name.partition(".")[0] for name in names} & {*NOT_IN_BUNDLES, *sys.stdlib_module_names}:
        return None
    try:
        return tuple(_record(code, name) for name in IN_BUNDLES if name in names)
    except LookupError:
        return None


def _record(code: Path, library: str) -> str:
    """Return which files make up the library. Raises LookupError where the code does not tell."""
    for record in code.glob(f"{library}-*.dist-info/RECORD"):
        return record.read_text()
    raise LookupError(library)


def _server(libraries: Libraries, binary: str, code: str) -> Server:
    with _starting:
        if libraries not in _servers:
            _servers[libraries] = Server(binary, code)
        return _servers[libraries]
