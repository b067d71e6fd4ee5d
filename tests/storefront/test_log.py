"""How the log looks where it is read."""

import io
import json
import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from storefront.web.log import configure
from tests.storefront.service import Service


def write_line(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    """A line as the configured formatter writes it."""
    configurations: list[dict[str, Any]] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setattr(logging.config, "dictConfig", configurations.append)
    configure({"level": "INFO"})
    kind = configurations[0]["formatters"]["lines"]
    formatter = kind.pop("()")(**kind)
    return str(
        formatter.format(logging.LogRecord("storefront", logging.ERROR, __file__, 1, "the press %s", ("jams",), None))
    )


def test_a_program_reads_one_json_object_per_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.loads(write_line(monkeypatch, terminal=False))
    assert (line["event"], line["level"], line["logger"]) == ("the press jams", "error", "storefront")


def test_a_person_at_a_terminal_reads_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert write_line(monkeypatch, terminal=True).endswith("[error] the press jams [storefront]")


def _lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the process's own handler writes from here on."""
    written = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, ProcessorFormatter):
            monkeypatch.setattr(handler, "stream", written)
    return written


SECRET = "guest-4711-of-nobody-else"  # stands for an order's number, a file's name or a guest's id
TOO_MUCH = b"a=" + b"b" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
TOO_MANY = "&".join(f"a{place}=1" for place in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)).encode()
REFUSED: dict[str, dict[str, Any]] = {
    "csrf": {"data": b"a=1"},
    "RequestDataTooBig": {"data": TOO_MUCH},
    "TooManyFieldsSent": {"data": TOO_MANY},
    "DisallowedHost": {"data": b"a=1", "headers": {"host": f"{SECRET}.example"}},
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_django_refuses_is_one_line_without_path_and_trace(
    service: Service, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    written = _lines(monkeypatch)
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    form = "application/x-www-form-urlencoded"
    answer = browser.post(f"/orders/{SECRET}/pay/", content_type=form, **REFUSED[kind])
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    refused = [line for line in lines if line["logger"].startswith("django.security")]
    assert 400 <= answer.status_code < 500
    assert [(line["event"], line["level"]) for line in refused] == [(f"request refused: {kind}", "warning")]
    assert "exception" not in refused[0]
    assert SECRET not in written.getvalue()


def test_a_fault_of_ours_keeps_its_trace_and_names_no_path(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    written = _lines(monkeypatch)
    monkeypatch.setattr("storefront.account.limits.count", lambda *arguments: 1 // 0)
    browser = Client(raise_request_exception=False)
    assert browser.post(f"/account/forgotten-password?{SECRET}", {"email": "a@example.org"}).status_code == 500
    failed = next(
        line for line in map(json.loads, written.getvalue().splitlines()) if line["logger"] == "django.request"
    )
    assert "ZeroDivisionError" in failed["exception"]
    assert "forgotten-password" not in failed["event"]
    assert SECRET not in written.getvalue()
