"""CloudFront as a browser meets it: a name that ends TLS and keeps what may be shared, before the local cloud, whose
own CloudFront does neither.

A browser is led there as to a proxy. What is kept is kept by RFC 9111, as in tests/storefront/test_shared_pages.py.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.storefront.shared_cache import SharedCache

OF_A_CONNECTION = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length"}
"""Headers that each connection has for itself."""
SECONDS = 90  # for an answer, on a busy machine


class ToCloud(httpx.BaseTransport):
    """Leads a request to the local cloud, which knows a distribution by its host; one at a time, so that no second
    process of the function is started."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint, self._next, self._turn = httpx.URL(endpoint), httpx.HTTPTransport(), Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        there = request.url.copy_with(scheme="http", host=self._endpoint.host, port=self._endpoint.port)
        headers = {**request.headers, "host": request.url.host, "x-forwarded-proto": "https"}
        timeout = httpx.Timeout(SECONDS).as_dict()
        sent = httpx.Request(
            request.method, there, headers=headers, content=request.read(), extensions={"timeout": timeout}
        )
        with self._turn:
            answer = self._next.handle_request(sent)
            content = b"".join(answer.iter_raw())
            answer.close()
        kept = [(name, value) for name, value in answer.headers.multi_items() if name not in OF_A_CONNECTION]
        return httpx.Response(answer.status_code, headers=kept, stream=httpx.ByteStream(content))


class EdgeProxy(ThreadingHTTPServer):
    """Answers for one host. `cache.asked` are the paths that it asked the local cloud for."""

    daemon_threads = True

    def __init__(self, endpoint: str, host: str, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.host, self.cache, self.tls = host, SharedCache(folder, ToCloud(endpoint)), _certify(host, folder)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that leaves a page breaks its connections off."""


@contextmanager
def stand_before(endpoint: str, host: str, folder: Path) -> Iterator[EdgeProxy]:
    """Serve for as long as the block lasts."""
    with EdgeProxy(endpoint, host, folder) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy
        proxy.shutdown()


class _Visit(BaseHTTPRequestHandler):
    server: EdgeProxy
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        """Begin TLS on the same connection, if it is for this host."""
        if self.path != f"{self.server.host}:443":
            return self.send_error(502)
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self.setup()
            self.handle()
        self.close_connection = True
        return None

    def do_GET(self) -> None:
        headers = [(name, value) for name, value in self.headers.items() if name.lower() not in OF_A_CONNECTION]
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        url = f"https://{self.server.host}{self.path}"
        answer = self.server.cache.transport.handle_request(
            httpx.Request(self.command, url, headers=headers, content=body)
        )
        self._answer(answer, b"".join(answer.iter_raw()))

    do_POST = do_HEAD = do_GET  # noqa: N815 - the server looks for these names

    def _answer(self, answer: httpx.Response, content: bytes) -> None:
        self.send_response_only(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name not in OF_A_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _certify(host: str, folder: Path) -> ssl.SSLContext:
    """Return TLS with a certificate that this host gives itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "certificate.pem"
    file.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
