"""The two mails that a message to the shop causes: the message itself to the shop, and a receipt to its sender.

The receipt quotes nothing that was typed: the address may not be the sender's, and the form must not be a way to mail
strangers. For a withdrawal it names what the law requires, the order and the moment (Directive 2011/83/EU, article 11
(3)).
"""

from backend.contracts.notification.models import Message, Topic
from backend.contracts.shop import seller
from backend.contracts.types import Language
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.languages import phrasebook
from backend.notification.links import Links
from backend.notification.mail import plain_mail

STAFF_LANGUAGE: Language = "en"
TITLES = {
    Topic.ORDER: "A question about an order",
    Topic.DAMAGED: "Something arrived damaged or wrong",
    Topic.WITHDRAWAL: "A withdrawal",
    Topic.PRIVACY: "About personal data",
    Topic.OTHER: "A message",
}


def mails(message: Message, shop: str) -> tuple[Mail, Mail]:
    """Return the mail to the shop and the mail to the sender. `shop` is the storefront's address."""
    inbox = Links(shop=shop, page=f"{shop}/staff/messages/")
    return (
        plain_mail(_to_shop(message), seller().email, "message", inbox, reply_to=message.email),
        plain_mail(_to_sender(message), message.email, "message-received", Links(shop=shop)),
    )


def answer_mail(message: Message, shop: str) -> Mail | None:
    """Return the mail with staff's answer; None if the message was closed without one."""
    if message.answer is None or not message.answer.text:
        return None
    say, at, order = phrasebook(message.language).say, _at(message), message.order
    content = MailContent(
        subject=(
            say("Our answer to your message, order {order}", order=order)
            if order
            else say("Our answer to your message")
        ),
        heading=say("Here is our answer."),
        preview=message.answer.text[:200],
        paragraphs=(
            say("You wrote to us on {when}, about order {order}.", when=at, order=order)
            if order
            else say("You wrote to us on {when}.", when=at),
        ),
        block=tuple(message.answer.text.splitlines()),
        button="",
        language=message.language,
    )
    return plain_mail(content, message.email, "answer", Links(shop=shop))


def _to_shop(message: Message) -> MailContent:
    title = TITLES[message.topic]
    sender = ", ".join(filter(None, (message.name, message.email)))
    order = f" Order {message.order}." if message.order else ""
    return MailContent(
        subject=f"{title}, order {message.order}" if message.order else title,
        heading=title,
        paragraphs=(f"From {sender}, {_at(message, STAFF_LANGUAGE)}.{order} Answer this mail to write back.",),
        block=tuple(message.text.splitlines()),
        button="See all messages",
    )


def _to_sender(message: Message) -> MailContent:
    return _withdrawal_receipt(message) if message.topic is Topic.WITHDRAWAL else _receipt(message)


def _withdrawal_receipt(message: Message) -> MailContent:
    say, at, order = phrasebook(message.language).say, _at(message), message.order
    return MailContent(
        subject=(
            say("Your withdrawal from order {order} has arrived", order=order)
            if order
            else say("Your withdrawal from your order has arrived")
        ),
        heading=say("We have your withdrawal."),
        paragraphs=(
            (
                say("Your withdrawal from order {order} reached us on {when}.", order=order, when=at)
                if order
                else say("Your withdrawal from your order reached us on {when}.", when=at)
            ),
            say("You need do nothing more to make it count."),
            say(
                "We write to you about the way back, and pay back what you paid once the parcel is here. "
                "Keep this mail as your proof."
            ),
            say("If you want to add something, answer this mail."),
        ),
        button="",
        language=message.language,
    )


def _receipt(message: Message) -> MailContent:
    say, at, order = phrasebook(message.language).say, _at(message), message.order
    return MailContent(
        subject=say("We have your message"),
        heading=say("We have your message."),
        paragraphs=(
            (
                say("It reached us on {when}, about order {order}.", when=at, order=order)
                if order
                else say("It reached us on {when}.", when=at)
            ),
            say("A person reads it and answers you."),
            say(
                "If you want to add something, answer this mail. If you did not write to us, "
                "somebody mistyped an address: ignore this mail."
            ),
        ),
        button="",
        language=message.language,
    )


def _at(message: Message, language: Language | None = None) -> str:
    book = phrasebook(language or message.language)
    return book.say("{day} at {time}", day=book.day(message.at), time=book.time(message.at))
