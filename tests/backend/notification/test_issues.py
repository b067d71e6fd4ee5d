"""An issue of the newsletter as a mail: once to each, never to who has stopped it, in the language of its reader."""

import re
from typing import Any
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts.newsletter.events import IssueAddressed, IssueStarted, IssueTested, SubscriptionStopped
from backend.contracts.newsletter.issues import IssueContent, IssueText
from backend.contracts.notification.models import MailPreview, PreviewIssue
from backend.contracts.product.models import Card, Picture
from backend.contracts.product.translations import LocalTitle
from backend.contracts.shop import SAMPLE_SELLER
from backend.notification import issues
from backend.notification.consumer import handler
from backend.notification.domain import Mail
from backend.shared.aws import client
from tests.backend.events import sqs
from tests.backend.notification.test_feedback import UNKNOWN, event, rejections

KEY, ISSUE = "0123456789abcdef" * 4, "0" * 31 + "1"
TIDE = Card(
    id="slow-tide", title="Slow <tide>", currency="EUR", price=2400, prices_vary=True,
    titles=(LocalTitle(language="de", title="Träge Flut"),), picture=Picture(src="tide-1", alt="", width=800, height=1000),
)  # fmt: skip
CONTENT = IssueContent(
    texts=(
        IssueText(language="en", subject="New {prints} & more", text="Look <here>.\n\nThey are in."),
        IssueText(language="de", subject="Neues", text="Da."),
    ),
    products=(TIDE,),
)
IN_EACH_LANGUAGE = replace(
    CONTENT,
    texts=(
        IssueText(language="en", subject="New prints", text="They are here."),
        IssueText(language="de", subject="Neue Drucke", text="Sie sind da."),
        IssueText(language="fr", subject="Nouveaux tirages", text="Ils sont là."),
    ),
)
STARTED = IssueStarted(issue_id=ISSUE, content=CONTENT)
ADDRESSED = IssueAddressed(issue_id=ISSUE, key=KEY, email="ada@example.com")
TESTED = IssueTested(
    issue_id=ISSUE, content=CONTENT, language="de", email="grace@example.com", key="k" * 16, at="2026-11-20T10:00:00.000Z"
)  # fmt: skip
PAGE = f"https://halftone.example/newsletter/{KEY}/"


def _consume(*events: Any) -> None:
    for each in events:
        assert handler(sqs(each), None) == {"batchItemFailures": []}


def test_one_that_overtakes_what_the_issue_says_waits_for_it(outbox: list[Mail]) -> None:
    assert handler(sqs(ADDRESSED), None)["batchItemFailures"]
    assert outbox == []
    _consume(STARTED, ADDRESSED)
    assert len(outbox) == 1


def test_a_stopped_subscription_gets_no_newsletter_not_even_one_on_its_way(outbox: list[Mail]) -> None:
    _consume(STARTED, SubscriptionStopped(key=KEY), ADDRESSED)
    assert outbox == []


def test_each_address_gets_an_issue_once_and_the_next_one_too(outbox: list[Mail]) -> None:
    following = "0" * 31 + "2"
    _consume(STARTED, ADDRESSED, ADDRESSED, STARTED, ADDRESSED, replace(ADDRESSED, key="f" * 64))
    _consume(replace(STARTED, issue_id=following), replace(ADDRESSED, issue_id=following))
    assert [mail.name for mail in outbox] == [f"issue-{ISSUE}"] * 2 + [f"issue-{following}"]


def test_it_has_the_line_breaks_that_were_typed(outbox: list[Mail]) -> None:
    text = IssueText(language="en", subject="New", text="Monday:\nprints <3\r\n\r\nSee you")
    _consume(replace(STARTED, content=IssueContent(texts=(text,))), ADDRESSED)
    (mail,) = outbox
    assert ">Monday:<br>prints &lt;3</p>" in mail.html
    assert "Monday:\nprints <3" in mail.text


def test_a_long_word_stays_on_a_narrow_screen_and_a_long_text_is_not_hidden_in_the_mail_once_more(
    outbox: list[Mail],
) -> None:
    text = IssueText(language="en", subject="Donau" * 40, text="Look at them. " * 280)
    _consume(replace(STARTED, content=IssueContent(texts=(text,), products=(TIDE,))), ADDRESSED)
    (mail,) = outbox
    for start in ("<h1 ", "<p ", r"<a class=\"ink\" "):
        assert re.search(rf'{start}[^>]*style="[^"]*overflow-wrap:anywhere', mail.html), start
    assert mail.html.count("Look at them.") < 280 + 12


def test_it_has_the_ways_to_stop_it_and_the_senders_postal_address(outbox: list[Mail]) -> None:
    _consume(STARTED, ADDRESSED)
    (mail,) = outbox
    assert f"Stop these e-mails: {PAGE}" in mail.text
    assert PAGE in mail.html
    for line in SAMPLE_SELLER.address:
        assert line in mail.text
        assert line in mail.html


def test_ses_is_given_the_headers_of_rfc_8058() -> None:
    with mock.patch.object(client("sesv2"), "send_email") as sent:
        _consume(STARTED, ADDRESSED)
    headers = {each["Name"]: each["Value"] for each in sent.call_args.kwargs["Content"]["Simple"]["Headers"]}
    assert headers == {
        "List-Unsubscribe": f"<{PAGE}unsubscribe/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("en", "New {prints} & more", "They are in.\n\nSlow <tide>, from €24.00\nhttps://halftone.example/product/slow-tide/"),
        ("de", "Neues", "Da.\n\nTräge Flut, ab 24,00\u00a0€\nhttps://halftone.example/de/product/slow-tide/"),
        ("fr", "New {prints} & more", "Slow <tide>, à partir de 24,00\u00a0€\nhttps://halftone.example/fr/product/slow-tide/"),
    ],
)  # fmt: skip
def test_it_is_in_its_readers_language_or_else_in_the_shops(
    outbox: list[Mail], language: Any, subject: str, text: str
) -> None:
    _consume(STARTED, replace(ADDRESSED, language=language))
    (mail,) = outbox
    assert mail.subject == subject
    assert text in mail.text


def test_nothing_that_staff_write_is_markup(outbox: list[Mail]) -> None:
    _consume(STARTED, ADDRESSED)
    html = outbox[0].html
    assert "Look &lt;here&gt;." in html
    assert "Slow &lt;tide&gt;" in html
    assert "https://halftone.example/static/pictures/" in html or 'src="https://halftone.example/' in html


def test_a_test_goes_once_and_a_preview_to_nobody(outbox: list[Mail]) -> None:
    _consume(TESTED, TESTED, replace(TESTED, key="l" * 16))
    assert [(mail.to, mail.subject, mail.unsubscribe) for mail in outbox] == [("grace@example.com", "Neues", "")] * 2
    shown = issues.preview(PreviewIssue(content=CONTENT, language="de"))
    assert isinstance(shown, MailPreview)
    assert (shown.subject, shown.text, shown.html) == ("Neues", outbox[0].text, outbox[0].html)
    assert len(outbox) == 2


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ({"mail": [f"issue-{ISSUE}"]}, f"issue-{ISSUE}"),
        ({"mail": ["x" * 101]}, ""),
        ({"mail": ["a b"]}, ""),
        ({"mail": []}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_feedback_tells_which_mail_it_was(tags: Any, name: str) -> None:
    mail = {"messageId": "ses-1", "destination": [UNKNOWN["bouncedRecipients"][0]["emailAddress"]], "tags": tags}  # type: ignore[index]
    _consume(event({"eventType": "Bounce", "bounce": UNKNOWN, "mail": mail}))
    assert [each.mail for each in rejections()] == [name]
