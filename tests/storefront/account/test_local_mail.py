"""The local mail page."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.storefront.account.hosted import Hosted


def mail(subject: str, at: float, **more: Any) -> dict[str, Any]:
    return {
        "MessageId": "m",
        "To": ["ada@example.com"],
        "Subject": subject,
        "Timestamp": at,
        "BodyText": "Your code is 123456.",
        "BodyHtml": None,
        **more,
    }


@pytest.fixture
def hosted_with_mail(hosted_login: Hosted, settings: Settings) -> Hosted:
    """The outputs file names the mail."""
    path = Path(settings.SHOP_OUTPUTS)
    outputs = json.loads(path.read_text())
    outputs["Local"]["MailUrl"] = f"{hosted_login.url}/mail"
    path.write_text(json.dumps(outputs))
    return hosted_login


def test_the_newest_mail_stands_first_with_its_code(hosted_with_mail: Hosted) -> None:
    hosted_with_mail.wrong["/mail"] = lambda: (
        200,
        {"messages": {"0": [mail("First", 1_700_000_000.5)], "1": [mail("Second", 1_800_000_000.0)]}},
    )
    page = Client().get("/mail/").content.decode()
    assert page.index("Second") < page.index("First")
    assert '<p class="mail__code number">123456</p>' in page


def test_what_a_mail_says_is_shown_and_not_run(hosted_with_mail: Hosted) -> None:
    html = "<style>x</style><p>Hello <b>Ada</b> &amp; all</p><script>alert(1)</script>"
    hosted_with_mail.wrong["/mail"] = lambda: (
        200,
        {"messages": {"0": [mail("<script>alert(2)</script>", 1.0, BodyText="", BodyHtml=html)]}},
    )
    page = Client().get("/mail/").content.decode()
    assert "Hello Ada" in page
    assert "<script>alert" not in page


def test_a_colour_in_a_style_sheet_is_no_code(hosted_with_mail: Hosted) -> None:
    head = "<head><style>p { color: #101112 }</style></head>"
    html = f"<html>{head}<body><p style='color: #131415'>Your code</p><p>654321</p><p>It is yours.</p></body></html>"
    hosted_with_mail.wrong["/mail"] = lambda: (
        200,
        {"messages": {"0": [mail("A code", 1.0, BodyText=None, BodyHtml=html)]}},
    )
    assert '<p class="mail__code number">654321</p>' in Client().get("/mail/").content.decode()


def test_an_empty_mailbox_says_so(hosted_with_mail: Hosted) -> None:
    hosted_with_mail.wrong["/mail"] = lambda: (200, {"messages": {}})
    assert "No e-mail yet" in Client().get("/mail/").content.decode()


@pytest.mark.parametrize("reply", [(500, b"down"), (200, b"<html>"), (200, {"messages": [1]})])
def test_mail_that_cannot_be_read_is_a_page_too(hosted_with_mail: Hosted, reply: Any) -> None:
    hosted_with_mail.wrong["/mail"] = lambda: reply
    assert Client().get("/mail/").status_code == 503


def test_there_is_no_such_page_on_aws(hosted_login: Hosted) -> None:
    assert Client().get("/mail/").status_code == 404


HTML = "<html><head><style>p { color: red }</style></head><body><p>Hello</p><script>alert(1)</script></body></html>"


def test_a_mails_html_is_shown_in_a_frame_in_which_nothing_runs(hosted_with_mail: Hosted) -> None:
    hosted_with_mail.wrong["/mail"] = lambda: (
        200,
        {"messages": {"0": [mail("First", 1.0, MessageId="m-1", BodyHtml=HTML)]}},
    )
    page, part = Client().get("/mail/"), Client().get("/mail/m-1/")
    assert 'src="/mail/m-1/"' in page.content.decode()
    assert 'sandbox="allow-popups' in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    policy = dict(each.partition(" ")[::2] for each in part.headers["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'none'", "'self'")
    assert [name for name, value in policy.items() if "unsafe" in value] == ["style-src-attr"]
    assert policy["img-src"] == "http://localhost:8000"
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert policy["style-src"].startswith("'sha256-")
    assert part.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_no_other_page_may_hold_a_frame(hosted_with_mail: Hosted) -> None:
    assert "frame-src" not in Client().get("/account/sign-in").headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["m-2", "m"])
def test_a_mail_there_is_not_or_without_html_has_no_frame(hosted_with_mail: Hosted, name: str) -> None:
    hosted_with_mail.wrong["/mail"] = lambda: (200, {"messages": {"0": [mail("First", 1.0)]}})
    assert Client().get(f"/mail/{name}/").status_code == 404


def test_where_mail_is_sent_there_is_no_page_of_it(hosted_login: Hosted) -> None:
    assert Client().get("/mail/").status_code == Client().get("/mail/m-1/").status_code == 404
