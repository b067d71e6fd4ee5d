"""Two servers side by side: the storefront before services in memory, and a bare Django view.

Both under gunicorn, one process each.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

THREADS = 16
QUICKACK = getattr(socket, "TCP_QUICKACK", socket.TCP_NODELAY)
"""Without it the kernel holds back the ACK of a reply's first part for 40 ms, and the server waits for that."""

READY_SECONDS = 120


@contextmanager
def serve(application: str, **settings: str) -> Iterator[int]:
    """The port at which the WSGI application of this module answers, on the loopback only; `settings` go into its
    environment."""
    port = _free()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        os.devnull,
        f"{application}:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        str(THREADS),
    ]
    process = subprocess.Popen(
        # a machine that stands still for a moment is no reason to end a server in the middle of a request
        [*command, "--keep-alive", "60", "--timeout", "0", "--log-level", "error"],
        env={
            **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            "DEBUG": "0",
            **settings,
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            Browser(port).get("/robots.txt")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("a server of the benchmark does not answer")


class Browser:
    """One kept connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """The reply and its content, asked for as a browser does that goes to a page, and with these headers."""
        if self._connection.sock is None:
            self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
        self._connection.request("GET", path, headers={"Accept": "text/html", **self._headers, **headers})
        reply = self._connection.getresponse()
        return reply, reply.read()
