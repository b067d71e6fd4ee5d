"""The storefront's key as a function reads it. What goes wrong comes first."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from storefront.hosting.edge import behind_edge
from storefront.hosting.secret_key import ARN, KeyMissing, load_key

Answer = tuple[int, str]


@pytest.fixture
def secrets() -> Iterator[Callable[[Answer], dict[str, str]]]:
    """Starts a Secrets Manager that answers so; returns a function's environment before it."""
    answers: list[Answer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            signed = self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIA/")
            right = self.headers["X-Amz-Target"] == "secretsmanager.GetSecretValue" and asked == {
                "SecretId": "arn:of-it"
            }
            status, text = answers[0] if signed and right else (400, "not as agreed")
            body = json.dumps({"SecretString": text}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def environment(answer: Answer) -> dict[str, str]:
        answers[:] = [answer]
        own = {"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"}
        return own | {ARN: "arn:of-it", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}"}

    yield environment
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "answer", [(400, ""), (200, ""), (200, "[]"), (200, "{}"), (200, '{"key": 1, "fallbacks": 1}')]
)
def test_a_key_that_cannot_be_read_stops_the_start(secrets: Callable[[Answer], dict[str, str]], answer: Answer) -> None:
    with pytest.raises(KeyMissing):
        load_key(secrets(answer))


def test_a_service_that_does_not_answer_stops_the_start(secrets: Callable[[Answer], dict[str, str]]) -> None:
    with pytest.raises(KeyMissing, match="does not answer"):
        load_key(secrets((200, "{}")) | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})


def test_without_a_secret_nothing_is_read_or_changed() -> None:
    given = {"SHOP_SECRET_KEY": "mine"}
    load_key(given)
    assert given == {"SHOP_SECRET_KEY": "mine"}


@pytest.mark.parametrize(
    ("secret", "fallbacks"), [({"key": "new"}, ""), ({"key": "new", "fallbacks": ["old", "coming"]}, "old coming")]
)
def test_the_key_and_those_before_and_after_it_are_what_the_settings_read(
    secrets: Callable[[Answer], dict[str, str]], secret: dict[str, object], fallbacks: str
) -> None:
    environment = secrets((200, json.dumps(secret)))
    load_key(environment)
    assert environment["SHOP_SECRET_KEY"] == "new"
    assert environment["SHOP_SECRET_KEY_FALLBACKS"] == fallbacks


@pytest.mark.parametrize("path", ["/static/js/shop.js", "/pictures/uploaded/none-640.webp", "/static/"])
def test_a_file_that_the_edge_has_not_is_missing_in_plain_words_and_no_page_is_made_for_it(path: str) -> None:
    said: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        said.append((status, dict(headers)))

    door = behind_edge(lambda *_: pytest.fail("a page was made"), "secret", "https://shop.example")
    body = door({"PATH_INFO": path, "HTTP_X_ORIGIN_SECRET": "secret"}, start_response)
    assert list(body) == [b"There is no such file.\n"]
    assert said == [("404 Not Found", {"Content-Type": "text/plain", "Cache-Control": "public, max-age=60"})]
    door({"PATH_INFO": path}, start_response)  # past the edge
    assert said[-1][0] == "403 Forbidden"


def test_there_is_no_door_without_a_secret() -> None:
    with pytest.raises(ValueError, match="needs the secret"):
        behind_edge(lambda *_: [], "", "https://shop.example")
