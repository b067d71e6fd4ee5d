"""A gate before the services' API: a service that is shut does not answer, all else goes through."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from backend.contracts.registry import OPERATIONS

PASSED = ("content-type", "accept", "authorization", "if-none-match", "etag", "cache-control")
_ROUTES = [
    (each.method, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(each.template))), each.service)
    for each in OPERATIONS
]


class Gate(ThreadingHTTPServer):
    """Stands before the API at this address. `shut` are the names of services that do not answer."""

    daemon_threads = True

    def __init__(self, api: str) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.api = api
        self.shut: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def service(self, method: str, path: str) -> str:
        """The service that an operation belongs to; empty for what is none."""
        return next(
            (
                service
                for asked, route, service in _ROUTES
                if asked == method and route.fullmatch(path.partition("?")[0])
            ),
            "",
        )


class _Visit(BaseHTTPRequestHandler):
    server: Gate

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.server.service(self.command, self.path) in self.server.shut:
            return self._answer(503, {}, b"")
        headers = {name: value for name, value in self.headers.items() if name.lower() in PASSED}
        reply = requests.request(
            self.command, self.server.api + self.path, data=body, headers=headers, allow_redirects=False, timeout=30
        )
        return self._answer(
            reply.status_code,
            {name: value for name, value in reply.headers.items() if name.lower() in PASSED},
            reply.content,
        )

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815 - the server looks for these names

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""
