"""Mails that are about no order, in the language of the page that they were asked for on."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.event import Event
from backend.contracts.newsletter.events import (
    IssueAddressed,
    IssueStarted,
    IssueTested,
    SubscriptionConfirmed,
    SubscriptionRequested,
    SubscriptionStopped,
)
from backend.contracts.notification.events import (
    AccountEmailChanged,
    MailResendRequested,
    MessageAnswered,
    MessageReceived,
    SecondFactorRemoved,
)
from backend.contracts.notification.models import Answer, Message, Topic
from backend.contracts.order.data_export import DataExported, DataRequested
from backend.contracts.order.events import AccountClosed, OrderAddressChanged, OrderErased, OrderPlaced
from backend.contracts.types import Language
from backend.contracts.voucher.events import VoucherMailRequested
from backend.contracts.wish.events import AlertRequested, AlertStopped, AlertTriggered
from backend.notification import (
    account_mail,
    alerts,
    export_mail,
    issues,
    links,
    newsletter,
    replies,
    repository,
    service,
)
from backend.notification.consumer import handler
from backend.notification.domain import Mail
from backend.notification.vouchers import voucher_mail
from tests.backend.events import sqs
from tests.backend.notification.samples import BUYER, EVENTS
from tests.backend.notification.test_alerts import BACK, CHEAPER, REQUESTED, WORDS
from tests.backend.notification.test_issues import ADDRESSED, IN_EACH_LANGUAGE, TESTED
from tests.backend.notification.test_newsletter import CONFIRMED
from tests.backend.notification.test_newsletter import REQUESTED as ASKED
from tests.backend.notification.test_vouchers import BIRTHDAY

SHOP = "https://halftone.example"
AT = "2026-11-03T10:20:00.000Z"
TRANSLATED = get_args(Language)[1:]
EXPORTED = DataExported(
    owner="shopper#ada",
    at="2026-11-21T10:03:00.000Z",
    export_id="0" * 28,
    expires_at="2026-11-28T10:03:00.000Z",
    email="ada@example.com",
)
CHANGED = AccountEmailChanged(owner="shopper#ada", at=EXPORTED.at, email="ada@example.com")


def message(topic: Topic, language: Language, order: str, text: str = "") -> Message:
    answer = Answer(at=AT, text=text) if text else None
    return Message(
        id="0" * 32,
        at=AT,
        topic=topic,
        email="ada@example.com",
        text="Hm.",
        order=order,
        answer=answer,
        language=language,
    )


def mails_by_event(language: Language) -> dict[type[Event], list[Mail]]:
    """Every mail to a shopper that is about no order, by the event that has it sent."""
    letters = [
        message(topic, language, order) for order in ("", "0000-0001") for topic in (Topic.ORDER, Topic.WITHDRAWAL)
    ]
    answers = [message(Topic.ORDER, language, order, "Ja, 3.") for order in ("", "0000-0001")]
    removed = SecondFactorRemoved(at=AT, email="ada@example.com", language=language)
    return {
        AlertRequested: [
            alerts.confirmation_mail(replace(REQUESTED, kind=kind, language=language), SHOP)
            for kind in (REQUESTED.kind, CHEAPER.kind)
        ],
        AlertTriggered: [alerts.triggered_mail(replace(event, language=language), SHOP) for event in (BACK, CHEAPER)],
        VoucherMailRequested: [voucher_mail(BIRTHDAY, SHOP, language)],
        SecondFactorRemoved: [account_mail.second_factor_mail(removed, SHOP)],
        AccountEmailChanged: [account_mail.email_changed_mail(replace(CHANGED, language=language), SHOP)],
        DataExported: [export_mail.export_mail(replace(EXPORTED, language=language), SHOP)],
        SubscriptionRequested: [newsletter.confirmation_mail(replace(ASKED, language=language), SHOP)],
        SubscriptionConfirmed: [newsletter.welcome_mail(replace(CONFIRMED, language=language), SHOP)],
        IssueAddressed: [issues.issue_mail(replace(ADDRESSED, language=language), IN_EACH_LANGUAGE, SHOP)],
        IssueTested: [issues.draft_mail(replace(TESTED, language=language, content=IN_EACH_LANGUAGE), SHOP)],
        MessageReceived: [replies.mails(each, SHOP)[1] for each in letters],
        MessageAnswered: [mail for each in answers if (mail := replies.answer_mail(each, SHOP))],
    }


def mails(language: Language) -> Iterator[Mail]:
    """Every mail to a shopper that is about no order."""
    return chain.from_iterable(mails_by_event(language).values())


WITHOUT_MAIL = {
    BasketCheckedOut, OrderPlaced, OrderAddressChanged, OrderErased, AccountClosed, DataRequested, AlertStopped,
    SubscriptionStopped, IssueStarted,
}  # fmt: skip
"""What is heard of, and is told to nobody."""


def test_every_event_that_has_a_mail_sent_is_walked_in_every_language() -> None:
    """Those about orders by `test_languages`; a mail that is sent again is one of these."""
    about_orders = {type(event) for event in EVENTS}
    for language in get_args(Language):
        walked = about_orders | {event for event, each in mails_by_event(language).items() if each}
        assert set(service.CONSUMERS) - WITHOUT_MAIL - {MailResendRequested} == walked


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_mail_has_one_language_and_leads_to_pages_in_it(language: Language) -> None:
    for mail, english in zip(mails(language), mails("en"), strict=True):
        assert f'<html lang="{language}">' in mail.html
        assert mail.subject != english.subject
        assert mail.name == english.name
        own = {"Ja, 3.", *english.text.split("\n\n")[-1:]}
        alike = set(mail.text.split("\n\n")) & set(english.text.split("\n\n")) - own
        assert [part for part in alike if part.endswith((".", ":"))] == []
        assert f"{SHOP}/{language}/" in mail.text or SHOP not in mail.text
        assert "{" not in mail.text


@pytest.mark.parametrize("language", TRANSLATED)
def test_one_click_stops_an_alert_in_every_language(language: Language) -> None:
    mail = alerts.triggered_mail(replace(BACK, language=language), SHOP)
    assert mail.unsubscribe == f"{SHOP}/{language}/wishes/alerts/back/{BACK.sku}/{BACK.key}/unsubscribe/"


def test_the_shops_own_copy_of_a_message_stays_english() -> None:
    german = replies.mails(message(Topic.ORDER, "de", "0000-0001"), SHOP)[0]
    assert german.subject == "A question about an order, order 0000-0001"
    assert "3 Nov 2026 at" in german.text


def test_a_language_that_has_no_pages_any_more_leads_to_english_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links.contract, "LANGUAGES", ("en", "fr"))
    assert f"{SHOP}/wishes/" in alerts.triggered_mail(replace(BACK, language="de"), SHOP).text


def test_what_an_earlier_release_published_is_english() -> None:
    event = msgspec.convert(WORDS | {"old_price": 3900, "type": "AlertTriggered.v1"}, AlertTriggered)
    assert alerts.triggered_mail(event, SHOP).subject == "Harbour <at> Dusk is back"


@pytest.mark.parametrize(("known", "subject"), [(True, "Ihr Geschenkgutschein"), (False, "Your gift voucher")])
def test_a_vouchers_mail_is_in_the_language_of_the_order_that_bought_it(
    known: bool, subject: str, outbox: list[Mail]
) -> None:
    order_id = "0" * 28
    if known:
        repository.remember(order_id, replace(BUYER, language="de"))
    event: Any = replace(BIRTHDAY, order_id=order_id)
    assert handler(sqs(event), None) == {"batchItemFailures": []}
    assert outbox[0].subject.startswith(subject)


@pytest.mark.parametrize(
    ("language", "subject", "until", "page"),
    [
        ("en", "Your data are ready", "until 28 Nov 2026, 11:03", "/account/data/"),
        ("de", "Ihre Daten sind bereit", "bis 28.11.2026, 11:03 Uhr", "/de/account/data/"),
        ("fr", "Vos données sont prêtes", "jusqu’au 28 nov. 2026 à 11:03", "/fr/account/data/"),
    ],
)
def test_a_finished_export_is_announced_in_the_language_of_its_request(
    language: Language, subject: str, until: str, page: str, outbox: list[Mail]
) -> None:
    assert handler(sqs(replace(EXPORTED, language=language)), None) == {"batchItemFailures": []}
    (mail,) = outbox
    assert (mail.subject, until in mail.text, f"{SHOP}{page}" in mail.text) == (subject, True, True)


@pytest.mark.parametrize(
    ("language", "subject", "page"),
    [
        ("en", "Your account has another e-mail address", "/contact/"),
        ("de", "Ihr Konto hat eine andere E-Mail-Adresse", "/de/contact/"),
        ("fr", "Votre compte a une autre adresse e-mail", "/fr/contact/"),
    ],
)
def test_the_former_address_is_notified_in_the_language_of_the_page(
    language: Language, subject: str, page: str, outbox: list[Mail]
) -> None:
    assert handler(sqs(replace(CHANGED, language=language)), None) == {"batchItemFailures": []}
    (mail,) = outbox
    assert (mail.subject, f"{SHOP}{page}" in mail.text) == (subject, True)


@pytest.mark.parametrize("event", [DataExported, AccountEmailChanged])
def test_of_what_an_earlier_release_published_both_are_english(event: type[DataExported | AccountEmailChanged]) -> None:
    older = msgspec.to_builtins(EXPORTED)
    del older["language"]
    assert msgspec.convert(older | {"type": event.__struct_config__.tag}, event).language == "en"


@pytest.mark.parametrize("braces", ["{0}", "{title}", "{", "%s", "{}"])
def test_braces_in_a_title_are_printed_as_they_are(braces: str) -> None:
    for language in get_args(Language):
        mail = alerts.triggered_mail(replace(BACK, title=f"Harbour {braces}", language=language), SHOP)
        assert f"Harbour {braces}" in mail.subject
        assert f"Harbour {braces}" in mail.text


def test_a_voucher_that_staff_issue_says_in_each_language_how_it_is_used(outbox: list[Mail]) -> None:
    assert handler(sqs(BIRTHDAY), None) == {"batchItemFailures": []}
    for text in (outbox[0].text, outbox[0].html):
        assert all(words in text for words in ("Type this code", "Geben Sie diesen Code", "Saisissez ce code"))
        assert text.count("ABCD-EFGH-IJKL-WXYZ") == 1
