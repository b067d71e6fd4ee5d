"""A warm Python that functions' processes are forked from: it has already imported what each of them imports.

boto3 and msgspec take four fifths of the processor time that a function's process needs to start. Run by its path by
`forked_process.py`, which describes each process over the socket. It has no threads, and has imported none of the
shop's code: a forked process is one that has just imported these libraries, in the versions of its own bundle.
"""

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TypedDict

MODULES = (
    "traceback",
    "botocore.handlers",
    "boto3.dynamodb.types",
    "boto3.session",
    "botocore.client",
    "botocore.credentials",
    "botocore.httpsession",
    "botocore.session",
    "msgspec.inspect",
    "msgspec.json",
)
"""What is imported ahead."""
MAX_BYTES = 200_000
"""Of the description of one process: its environment, above all."""
_ARGUMENTS = 45
"""Where /proc/self/stat says, after the name, from where to where the command line lies in memory."""


class Description(TypedDict):
    """The process to fork: its command line, whose second part is the script; its folder, and its environment."""

    command: list[str]
    cwd: str
    env: dict[str, str]


def main() -> None:
    """Fork what is asked for until nobody asks any more."""
    _, number, code, *_ = sys.argv
    connection = socket.socket(fileno=int(number))
    sys.path.insert(0, code)
    for name in MODULES:
        with suppress(ImportError):
            importlib.import_module(name)
    sys.path.remove(code)
    gc.collect()
    gc.freeze()  # a collection would write to the pages that all forked processes share
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets each that ends
    if asked := _fork_each(connection):
        connection.close()
        _look_in(asked[0]["cwd"], code)
        _run(*asked)


def _fork_each(connection: socket.socket) -> tuple[Description, list[int]] | None:
    """Return twice: in each forked process what it is to be with its three pipes, and at last None here."""
    while True:
        message, pipes, _, _ = socket.recv_fds(connection, MAX_BYTES, 3)
        if not message:
            return None
        if (pid := os.fork()) == 0:
            return json.loads(message), pipes
        for pipe in pipes:
            os.close(pipe)
        watch = os.pidfd_open(pid)
        socket.send_fds(connection, [str(pid).encode()], [watch])
        os.close(watch)


def _look_in(folder: str, instead: str) -> None:
    """Have packages look for parts that were not imported ahead in this bundle: the one that they are from may be gone.

    Both hold the same versions.
    """
    for module in tuple(sys.modules.values()):
        paths = getattr(module, "__path__", None)
        if isinstance(paths, list):
            paths[:] = [folder + path.removeprefix(instead) if path.startswith(instead) else path for path in paths]


def _run(description: Description, pipes: list[int]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream, pipe in enumerate(pipes):
        os.dup2(pipe, stream)
        os.close(pipe)
    os.chdir(description["cwd"])
    os.environ.clear()
    os.environ.update(description["env"])
    time.tzset()
    command = description["command"]
    _name(command)
    _run_script(command[1:])


def _name(command: list[str]) -> None:
    """Have the system show this command line for this process, where it showed the server's."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = (int(field) for field in fields[_ARGUMENTS : _ARGUMENTS + 2])
    text = b"".join(word.encode() + b"\0" for word in command)
    ctypes.memmove(start, text.ljust(end - start, b"\0"), end - start)


def _run_script(arguments: list[str]) -> None:
    """Run the script as Python runs the one that it is started with."""
    script = Path(arguments[0])
    module = ModuleType("__main__")
    module.__file__ = str(script)
    sys.modules["__main__"], sys.argv = module, arguments
    sys.path.insert(0, str(script.parent))
    exec(compile(script.read_bytes(), str(script), "exec"), module.__dict__)  # noqa: S102 - MiniStack's own script


if __name__ == "__main__":
    main()
