"""What surrounds every page: headers, the log line, and a page for each failure."""

import io
import json
import logging
from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings
from structlog.stdlib import ProcessorFormatter

from backend.contracts.problem import Problem
from storefront.clients import api
from storefront.site import error_pages, sitemap
from storefront.site.middleware import ApiErrors, canonical_host
from storefront.site.security_headers import SecurityHeaders
from tests.storefront.account.conftest import *  # noqa: F403 - a hosted login
from tests.storefront.account.hosted import Hosted

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """The log as it is written."""
    written = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, ProcessorFormatter):
            monkeypatch.setattr(handler, "stream", written)
    return written


def test_the_loopback_address_redirects_to_the_name_that_the_login_returns_to() -> None:
    answer = Client().get("/shop/?sort=newest", headers={"host": "127.0.0.1:8000"})
    assert (answer.status_code, answer["Location"]) == (302, "http://localhost:8000/shop/?sort=newest")


@pytest.mark.parametrize(
    ("method", "host"), [("post", "127.0.0.1:8000"), ("get", "127.0.0.1:9000"), ("get", "localhost:8000")]
)
def test_another_port_a_form_and_the_name_itself_are_left_alone(hosted_login: Hosted, method: str, host: str) -> None:
    assert Client().generic(method.upper(), "/robots.txt", headers={"host": host}).status_code == 200


def test_a_deployed_shop_has_one_name_anyway(settings: Settings) -> None:
    settings.SHOP_URL = "https://halftone.example"
    with pytest.raises(MiddlewareNotUsed):
        canonical_host(lambda request: HttpResponse())


@pytest.mark.parametrize("path", ["/about/", "/nope/", "/robots.txt", "/account/sign-in", "/basket/"])
def test_every_page_carries_the_security_headers(hosted_login: Hosted, path: str) -> None:
    answer = Client().get(path)
    policy = dict(each.split(" ", 1) for each in answer["Content-Security-Policy"].split("; "))
    assert policy.pop("form-action") == f"'self' {hosted_login.url} http://provider.test"
    assert policy == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]


def _page_with_script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


def test_a_script_of_the_page_itself_gets_a_nonce(hosted_login: Hosted) -> None:
    answer = SecurityHeaders(_page_with_script)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    assert f"'nonce-{answer.content.decode()}'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_log_has_one_line_per_request_that_names_the_route_only(hosted_login: Hosted, lines: io.StringIO) -> None:
    Client().get("/product/a-secret-print/?email=ada@example.com&token=a-secret-token")
    Client().get("/no-such-place/ada@example.com")
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    requests = [line for line in written if line["event"] == "request"]
    assert [(line["route"], line["status"], line["method"]) for line in requests] == [
        ("product/<slug:slug>/", 404, "GET"),
        (None, 404, "GET"),
    ]
    for secret in ("a-secret-print", "ada@example.com", "a-secret-token"):
        assert secret not in lines.getvalue()


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (api.Unavailable("product"), 503),
        (api.Refusal(Problem(type="not-found", title="", status=404)), 404),
        (api.Refusal(Problem(type="forbidden", title="", status=403)), 403),
        (api.Refusal(Problem(type="invalid", title="", status=422)), 400),
        (api.Refusal(Problem(type="not-signed-in", title="", status=401)), 302),
        (ValueError("a mistake of ours"), 500),
    ],
)
def test_what_a_view_lets_through_becomes_a_page(
    hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int
) -> None:
    def fail(*arguments: Any, **named: Any) -> None:
        raise failure

    monkeypatch.setattr(api, "call", fail)
    sitemap.forget()
    browser = Client(raise_request_exception=False)
    answer = browser.get("/sitemap.xml")
    assert answer.status_code == status
    assert "mistake of ours" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_an_outage_asks_to_come_back(hosted_login: Hosted) -> None:
    answer = ApiErrors(lambda request: HttpResponse()).process_exception(
        RequestFactory().get("/"), api.Unavailable("order")
    )
    assert answer is not None
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def test_without_an_outputs_file_there_is_one_clear_line_and_a_page(
    hosted_login: Hosted, settings: Any, lines: io.StringIO
) -> None:
    settings.SHOP_OUTPUTS = "/nowhere/outputs.json"
    assert Client().post("/account/sign-in").status_code == 503
    assert Client().get("/about/").status_code == 200
    assert "No outputs file at /nowhere/outputs.json: start the local cloud" in lines.getvalue()


@pytest.mark.parametrize(
    "name",
    ["bad_request", "permission_denied", "page_not_found", "server_error", "service_unavailable", "csrf_failure"],
)
def test_an_error_page_is_there_even_where_its_template_is_not(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def fail(*arguments: Any) -> str:
        raise RuntimeError

    monkeypatch.setattr(error_pages, "render_to_string", fail)
    answer = getattr(error_pages, name)(RequestFactory().get("/"))
    assert answer.status_code >= 400
    assert "Back to the shop" in answer.content.decode()


def test_a_form_that_was_open_too_long_says_so(hosted_login: Hosted) -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in")
    assert answer.status_code == 403


def test_a_host_that_is_not_ours_is_refused_and_not_logged(hosted_login: Hosted, lines: io.StringIO) -> None:
    answer = Client(headers={"host": "evil.example"}).get("/about/")
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode() + lines.getvalue()


def test_a_page_made_from_a_session_is_nobody_elses(hosted_login: Hosted) -> None:
    browser = Client()
    browser.cookies["theme"] = "dark"
    assert browser.get("/about/")["Cache-Control"] == "private, no-cache"
    browser.cookies["session"] = "of nobody"
    assert browser.get("/about/")["Cache-Control"] == "private, no-store"
