"""`python -m tests.mails FOLDER`: every mail of the shop with sample data, as HTML and as plain text, and a page that
shows all of them at once; for whoever changes a text or the look."""

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from backend.contracts.notification.events import AccountEmailChanged, SecondFactorRemoved
from backend.contracts.notification.models import Message, Topic
from backend.contracts.order.data_export import DataExported
from backend.contracts.types import Language
from backend.notification import account_mail, alerts, export_mail, issues, newsletter, replies
from backend.notification.domain import Mail
from backend.notification.mail import order_mail
from backend.notification.vouchers import voucher_mail
from infra.constructs.pool_mails import code_mail, invitation
from infra.stage_file import SAMPLE_SELLER
from tests.backend.notification.samples import BUYER, EVENTS, ORDER
from tests.backend.notification.test_alerts import BACK, CHEAPER, REQUESTED
from tests.backend.notification.test_issues import ADDRESSED
from tests.backend.notification.test_issues import CONTENT as ISSUE_CONTENT
from tests.backend.notification.test_newsletter import CONFIRMED as NEWSLETTER_CONFIRMED
from tests.backend.notification.test_newsletter import REQUESTED as NEWSLETTER_REQUESTED
from tests.backend.notification.test_vouchers import BIRTHDAY

SHOP = "http://localhost:8000"
"""Where pictures are looked for: a shop that runs on this machine."""

WIDTHS = (600, 320)


FORMER = AccountEmailChanged(owner="shopper#ada", at="2026-11-03T10:20:00.000Z", email="ada@example.com")
EXPORTED = DataExported(
    owner=FORMER.owner,
    at=FORMER.at,
    export_id="0" * 28,
    expires_at="2026-11-10T10:20:00.000Z",
    email=FORMER.email,
)


def mails() -> Iterator[Mail]:
    """Yield a mail of each kind."""
    for language in get_args(Language):
        for event in EVENTS:
            mail = order_mail(event, ORDER, replace(BUYER, language=language), SHOP)
            yield mail if language == "en" else replace(mail, name=f"{mail.name}-{language}")
        yield from (
            mail if language == "en" else replace(mail, name=f"{mail.name}-{language}")
            for mail in _other_mails(language)
        )
    yield account_mail.second_factor_mail(SecondFactorRemoved(at=FORMER.at, email=FORMER.email), SHOP)
    for name, pool in (("code", code_mail(SAMPLE_SELLER)), ("invitation", invitation(SAMPLE_SELLER))):
        body = str(pool.email_body).replace("{####}", "204815").replace("{username}", "grace@example.com")
        yield Mail(to="", subject=str(pool.email_subject), text="", html=body, name=name, reply_to="")


def _other_mails(language: Language) -> Iterator[Mail]:
    for topic in (Topic.ORDER, Topic.WITHDRAWAL):
        message = Message(
            id="0" * 32,
            at="2026-11-03T10:20:00.000Z",
            topic=topic,
            email="ada@example.com",
            name="Ada Lovelace",
            text="Good morning,\n\ncan I have it in green?",
            order="0000-0001",
            language=language,
        )
        for mail in replies.mails(message, SHOP):
            yield replace(mail, name=f"{mail.name}-{topic}")
    yield alerts.confirmation_mail(replace(REQUESTED, language=language), SHOP)
    yield from (alerts.triggered_mail(replace(event, language=language), SHOP) for event in (BACK, CHEAPER))
    yield newsletter.confirmation_mail(replace(NEWSLETTER_REQUESTED, language=language), SHOP)
    yield newsletter.welcome_mail(replace(NEWSLETTER_CONFIRMED, language=language), SHOP)
    yield issues.issue_mail(replace(ADDRESSED, language=language), ISSUE_CONTENT, SHOP)
    yield voucher_mail(BIRTHDAY, SHOP, language)
    yield account_mail.email_changed_mail(replace(FORMER, language=language), SHOP)
    yield export_mail.export_mail(replace(EXPORTED, language=language), SHOP)


def write(folder: Path) -> None:
    """Write the mails into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    for mail in mails():
        (folder / f"{mail.name}.html").write_text(mail.html, encoding="utf-8")
        (folder / f"{mail.name}.txt").write_text(mail.text, encoding="utf-8")
        frames = "".join(
            f'<iframe src="{mail.name}.html" width="{width}" height="900" title="{width} pixels"></iframe> '
            for width in WIDTHS
        )
        shown.append(f"<h2>{escape(mail.subject)}</h2>{frames}<pre>{escape(mail.text)}</pre>")
    style = "<style>body{font-family:sans-serif;margin:2rem}iframe{border:1px solid #888}</style>"
    page = f'<!doctype html><meta charset="utf-8"><title>Mails</title>{style}{"".join(shown)}'
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(f"Open {Path(sys.argv[1]) / 'index.html'}")
