"""One id leads from a page to the calls behind it, to every log line of it, and to what the shopper may quote."""

import io
import json
import logging
from typing import Any

import pytest
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from backend.contracts.correlation import HEADER, correlation_id
from backend.contracts.product.operations import LIST_CATEGORIES
from storefront.clients import api, connection, tracing
from tests.storefront.account.conftest import *  # noqa: F403 - a hosted login
from tests.storefront.account.hosted import Hosted

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """The log as it is written."""
    written = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, ProcessorFormatter):
            monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.fixture
def sent_headers(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The headers of each call that leaves."""
    found: list[dict[str, str]] = []
    request = connection.session.request

    def note_request(*arguments: Any, headers: dict[str, str], **more: Any) -> Any:
        found.append(headers)
        return request(*arguments, headers=headers, **more)

    monkeypatch.setattr(connection.session, "request", note_request)
    return found


def test_the_page_the_calls_behind_it_and_the_log_name_one_id(
    hosted_login: Hosted, sent_headers: list[dict[str, str]], lines: io.StringIO
) -> None:
    answer = Client().get("/product/agate/")
    ids = {answer[tracing.RESPONSE], *(headers[HEADER] for headers in sent_headers)}
    ids |= {json.loads(line)["correlation_id"] for line in lines.getvalue().splitlines()}
    assert sent_headers
    assert ids == {answer[tracing.RESPONSE]}
    assert correlation_id({HEADER: answer[tracing.RESPONSE]})


def test_every_request_has_an_id_of_its_own(hosted_login: Hosted) -> None:
    assert Client().get("/about/")[tracing.RESPONSE] != Client().get("/about/")[tracing.RESPONSE]


def test_the_trace_that_a_proxy_began_is_gone_on_with(hosted_login: Hosted) -> None:
    answer = Client().get("/about/", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
    assert answer[tracing.RESPONSE] == TRACE


@pytest.mark.parametrize(
    "given",
    [
        "",
        "00",
        TRACE,
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"00-{TRACE}-1-01",
        "\u0663" * 55,
    ],
)
def test_what_is_no_trace_is_not_gone_on_with(hosted_login: Hosted, given: str) -> None:
    answer = Client().get("/about/", headers={"traceparent": given})
    assert correlation_id({HEADER: answer[tracing.RESPONSE]}) not in ("", TRACE, "0" * 32)


@pytest.mark.parametrize("failure", [api.Unavailable("product"), ValueError("a mistake of ours")])
def test_an_error_page_shows_the_number_to_quote(
    hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*arguments: Any, **named: Any) -> None:
        raise failure

    monkeypatch.setattr(api, "call", fail)
    answer = Client(raise_request_exception=False).get("/product/agate/")
    assert answer.status_code >= 500
    assert f"<code>{answer[tracing.RESPONSE]}</code>" in answer.content.decode()


def test_a_call_outside_of_a_request_goes_without_one(hosted_login: Hosted, sent_headers: list[dict[str, str]]) -> None:
    api.call(LIST_CATEGORIES)
    assert HEADER not in sent_headers[0]
