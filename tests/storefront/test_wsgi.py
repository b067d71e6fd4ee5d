"""No header by which a client describes its body makes a fault."""

import io
from typing import Any

import pytest

from storefront.web.wsgi_handler import Handler
from tests.storefront.service import Service

PART = b'--x\r\nContent-Disposition: form-data; name="topic"%s\r\n\r\nHello\r\n--x--\r\n'
FORM = "multipart/form-data; boundary=x"


@pytest.fixture(autouse=True)
def shop(service: Service) -> None:
    """The services that pages ask."""


def answer(body: bytes, **more: str) -> tuple[int, bytes]:
    """The status and the body that the application answers with."""
    answered: list[int] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/contact/",
        "QUERY_STRING": "order=%E9",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "HTTP_ORIGIN": "http://localhost:8000",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        **more,
    }
    reply = Handler()(environ, lambda line, headers, error=None: answered.append(int(line[:3])))
    return answered[0], b"".join(reply)


def status(content_type: str, body: bytes = b"topic=%ED%A0%80", method: str = "POST") -> int:
    """The status that the application answers with."""
    return answer(body, CONTENT_TYPE=content_type, REQUEST_METHOD=method)[0]


def test_a_path_that_a_client_says_the_shop_is_below_is_in_no_link_of_its_page_or_of_a_later_one() -> None:
    for page in (answer(b"", SCRIPT_NAME="//other.example"), answer(b"")):
        assert page[0] == 200
        assert b'href="/basket/"' in page[1]
        assert b"other.example" not in page[1]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", FORM, "text/html", ""])
@pytest.mark.parametrize(
    "charset",
    ["=rot13", "=hex", "=undefined", "=unicode_escape", "=idna", "=utf-16", "=klingon", "*=rot13''x", "*=utf-8''%00"],
)
def test_no_codec_that_a_header_names_is_a_fault(kind: str, charset: str) -> None:
    assert status(f"{kind}; charset{charset}", b"", "GET") == 200
    assert status(f"{kind}; charset{charset}", PART % b"" if kind == FORM else b"topic=%E9") < 500


def test_no_header_too_long_to_be_read_is_a_fault() -> None:
    assert status(f"{FORM}; a={'y' * 12_000}") < 500
    assert status(FORM, PART % (b"; filename=" + b"y" * 12_000)) < 500


@pytest.mark.parametrize("more", [b"; filename*=rot13''x", b"; filename*=utf-16''%D8%00", b"; filename*=hex''%00"])
def test_no_codec_that_a_part_of_a_form_names_is_a_fault(more: bytes) -> None:
    assert status(FORM, PART % more) < 500
