"""Another merchant's host, on this machine, which answers as it is told."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


class OtherHost:
    """`answers` by path; a function is asked at each request. `requests` are method and path of each,
    `passwords` what they were sent with. Content goes out in pieces of `piece_bytes`, each after `drip_seconds`."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.requests: list[tuple[str, str]] = []
        self.received: list[bytes] = []
        self.passwords: list[str | None] = []
        self.drip_seconds, self.piece_bytes, self.pieces = 0.0, 1 << 20, 0

    def serve(self, path: str, content: bytes, **headers: str) -> str:
        """Answer with this content there; the address."""
        self.answers[path] = (200, headers, content)
        return self.url + path


@contextmanager
def other_host() -> Iterator[OtherHost]:
    """Serve until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.requests.append((self.command, self.path))
            host.passwords.append(self.headers["Authorization"])
            answer = host.answers.get(self.path, (404, {}, b"nothing here"))
            status, headers, content = answer() if callable(answer) else answer
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self._write(content)

        def do_POST(self) -> None:
            host.received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def _write(self, content: bytes) -> None:
            try:
                for start in range(0, len(content), host.piece_bytes):
                    time.sleep(host.drip_seconds)
                    self.wfile.write(content[start : start + host.piece_bytes])
                    host.pieces += 1
            except OSError:
                pass  # whoever asked has heard enough

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = OtherHost(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
