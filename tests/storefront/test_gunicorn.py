"""gunicorn as `gunicorn.conf.py` sets it up, on a port of this machine, against clients that are slow on purpose."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import requests

from tests.cloud import free_port

ROOT = Path(__file__).parent.parent.parent
SLOW = 500
SECONDS = 50.0
"""How long a visitor may wait while all those are connected, on a machine that is busy or stands still for a while: less
than the slow ones are put up with, were they to take all threads."""
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_BODY = b"POST /basket/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a gunicorn of one process, as a host with one processor would run it."""
    port = free_port()
    environment = {
        **os.environ,
        "WEB_CONCURRENCY": "1",
        "SHOP_URL": f"http://localhost:{port}",
        "SHOP_OUTPUTS": "/nowhere",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + 60
            while not _answers(port):
                assert server.poll() is None
                assert time.monotonic() < end
            yield port
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    try:
        return _health(port).ok
    except requests.RequestException:
        return False


def _health(port: int) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{port}/healthz", headers={"Host": "10.0.0.7"}, timeout=SECONDS)


def _slow(port: int, sent: bytes, stack: ExitStack) -> socket.socket:
    client = stack.enter_context(closing(socket.create_connection(("127.0.0.1", port), timeout=120)))
    client.sendall(sent)
    return client


def test_500_clients_that_send_half_a_head_keep_no_visitor_waiting(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(SLOW):
            _slow(port, HALF_HEAD, stack)
        for _ in range(5):
            assert _health(port).text == "ok\n"


def test_a_head_that_never_ends_is_hung_up_on(port: int) -> None:
    with ExitStack() as stack:
        client = _slow(port, HALF_HEAD, stack)
        assert client.recv(1) == b""


def test_a_head_in_many_pieces_is_one_request(port: int) -> None:
    with ExitStack() as stack:
        client = _slow(port, b"GET /hea", stack)
        for piece in (b"lthz HTTP/1.1\r\nHost", b": localhost\r\n", b"\r", b"\n"):
            client.sendall(piece)
        assert client.recv(12) == b"HTTP/1.1 200"


def test_a_connection_is_used_for_one_request_after_another_also_where_they_come_together(port: int) -> None:
    with requests.Session() as visitor:
        for _ in range(3):
            assert visitor.get(f"http://127.0.0.1:{port}/healthz", timeout=SECONDS).ok
    with ExitStack() as stack:
        client = _slow(port, 2 * b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", stack)
        answers = b""
        while answers.count(b"ok\n") < 2:
            more = client.recv(65_536)
            assert more
            answers += more


def test_a_few_that_send_half_a_body_leave_threads_for_the_others(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(8):
            _slow(port, HALF_BODY, stack)
        assert _health(port).ok


def test_a_short_key_ends_the_start_in_one_line() -> None:
    environment = {**os.environ, "SHOP_URL": "https://halftone.example", "SHOP_SECRET_KEY": "abc"}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{free_port()}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].startswith("SHOP_SECRET_KEY has 3 characters; it needs 50 or more")
    assert "Traceback" not in done.stderr
