"""Issues of the newsletter: each one being sent is copied here, `pk=ISSUE#<id> sk=CONTENT`, and mailed to each address
separately, claimed like any other mail, under the address's subscription."""

import os

from msgspec.structs import replace

from backend.contracts.newsletter.events import IssueAddressed, IssueStarted, IssueTested
from backend.contracts.newsletter.issues import IssueContent, mail_name
from backend.contracts.notification.models import MailPreview, PreviewIssue
from backend.contracts.picture.models import thumbnail
from backend.contracts.product.models import Card
from backend.contracts.product.translations import title_in
from backend.contracts.types import Language
from backend.notification.alerts import say_price
from backend.notification.content import Goods, MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links, pages_in, way_to_settings
from backend.notification.mail import plain_mail
from backend.notification.newsletter import owner_key
from backend.notification.sending import send_once, send_unless_stopped
from backend.shared import clock, compression, dynamodb
from backend.shared.aws import client
from backend.shared.consumer import RetryLater

PREVIEW_LETTERS = 150
"""Of the text, in the line that a list of mails shows: more hidden text looks like spam."""

DAYS = 60
"""How long an issue's copy is kept: longer than it is sent for, and than dead letters wait."""


def store(event: IssueStarted) -> None:
    """Store the content of an issue, for the mails that follow."""
    values = {"content": compression.compress(event.content), "expires": clock.epoch() + DAYS * 86_400}
    item = _key(event.issue_id) | dynamodb.to_item(values)
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)


def send(event: IssueAddressed) -> None:
    """Mail an issue to one address. Raise RetryLater while the issue has not arrived, or another run is sending."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(event.issue_id), ConsistentRead=True)
    if "Item" not in reply:
        raise RetryLater(event.issue_id)
    content = compression.decode(reply["Item"]["content"]["B"], IssueContent)
    send_unless_stopped(owner_key(event.key), mail_name(event.issue_id), lambda: issue_mail(event, content, _shop()))


def send_test(event: IssueTested) -> None:
    """Mail a draft to whoever wrote it. Raise RetryLater while another run is sending."""
    mail = draft_mail(event, _shop())
    send_once(f"NEWSLETTER#TEST#{event.key}", mail.name, lambda: mail, {})


def preview(body: PreviewIssue) -> MailPreview:
    """Return the mail as its reader gets it, except for the links that stop it."""
    mail = _mail(body.content, body.language, "preview@preview.invalid", "issue-preview", Links(shop=_shop()))
    return MailPreview(subject=mail.subject, text=mail.text, html=mail.html)


def issue_mail(event: IssueAddressed, content: IssueContent, shop: str) -> Mail:
    """Return an issue's mail to one address, with the ways to stop it."""
    language = event.language
    page = f"{pages_in(language, shop)}/newsletter/{event.key}/"
    settings = (way_to_settings(language, pages_in(language, shop)),) if event.has_account else ()
    foot = ((phrasebook(language).say("Stop these e-mails"), page), *settings)
    mail = _mail(content, language, event.email, mail_name(event.issue_id), Links(shop=shop, foot=foot))
    return replace(mail, unsubscribe=f"{page}unsubscribe/")


def draft_mail(event: IssueTested, shop: str) -> Mail:
    """Return the mail that shows a draft to whoever wrote it: nothing is subscribed that it could stop."""
    return _mail(event.content, event.language, event.email, "issue-test", Links(shop=shop))


def _mail(content: IssueContent, language: Language, to: str, name: str, links: Links) -> Mail:
    text = content.text_in(language)
    mail = MailContent(
        subject=text.subject,
        heading=text.subject,
        paragraphs=text.paragraphs,
        preview=" ".join(text.text.split())[:PREVIEW_LETTERS],
        goods=tuple(_goods(each, language, links.shop) for each in content.products),
        button="",
        language=language,
    )
    return plain_mail(mail, to, name, links)


def _goods(card: Card, language: Language, shop: str) -> Goods:
    path = thumbnail(card.picture) if card.picture else None
    book = phrasebook(language)
    price = say_price(card.price, card.currency, book)
    return Goods(
        title=title_in(language, card.title, card.titles),
        price=book.say("from {price}", price=price) if card.prices_vary else price,
        picture=f"{shop}{path}" if path else "",
        link=f"{pages_in(language, shop)}/product/{card.id}/",
    )


def _shop() -> str:
    return os.environ["STOREFRONT_URL"]


def _key(issue_id: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"ISSUE#{issue_id}", "sk": "CONTENT"})
