"""The two mails that a message to the shop causes: the message itself to the shop, and to its sender that it has
arrived.

The sender's mail quotes nothing that was typed: nobody has proved that the address is theirs, and the form must not be
a way to mail strangers. Of a withdrawal it names what the law asks for, the order and the moment (Directive 2011/83/EU,
article 11 (3)).
"""

from backend.contracts.formats import day, time
from backend.contracts.notification.models import Message, Topic
from backend.contracts.shop import seller
from backend.notification.content import MailContent
from backend.notification.domain import Mail
from backend.notification.links import Links
from backend.notification.mail import plain_mail

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
    """Return the mail with staff's answer; None where the message was closed without one."""
    if message.answer is None or not message.answer.text:
        return None
    order = f", order {message.order}" if message.order else ""
    content = MailContent(
        subject=f"Our answer to your message{order}",
        heading="Here is our answer.",
        preview=message.answer.text[:200],
        paragraphs=(f"You wrote to us on {_at(message)}{order}.",),
        block=tuple(message.answer.text.splitlines()),
        button="",
    )
    return plain_mail(content, message.email, "answer", Links(shop=shop))


def _to_shop(message: Message) -> MailContent:
    title = TITLES[message.topic]
    sender = ", ".join(filter(None, (message.name, message.email)))
    order = f" Order {message.order}." if message.order else ""
    return MailContent(
        subject=f"{title}, order {message.order}" if message.order else title,
        heading=title,
        paragraphs=(f"From {sender}, {_at(message)}.{order} Answer this mail to write back.",),
        block=tuple(message.text.splitlines()),
        button="See all messages",
    )


def _to_sender(message: Message) -> MailContent:
    return _withdrawal_receipt(message) if message.topic is Topic.WITHDRAWAL else _receipt(message)


def _withdrawal_receipt(message: Message) -> MailContent:
    subject = f"Your withdrawal from {f'order {message.order}' if message.order else 'your order'}"
    return MailContent(
        subject=f"{subject} has arrived",
        heading="We have your withdrawal.",
        paragraphs=(
            f"{subject} reached us on {_at(message)}. You need do nothing more to make it count.",
            (
                "We write to you about the way back, and pay back what you paid once the parcel is here. "
                "Keep this mail as your proof."
            ),
            "If you want to add something, answer this mail.",
        ),
        button="",
    )


def _receipt(message: Message) -> MailContent:
    about = f", about order {message.order}" if message.order else ""
    return MailContent(
        subject="We have your message",
        heading="We have your message.",
        paragraphs=(
            f"It reached us on {_at(message)}{about}. A person reads it and answers you.",
            (
                "If you want to add something, answer this mail. If you did not write to us, "
                "somebody mistyped an address: ignore this mail."
            ),
        ),
        button="",
    )


def _at(message: Message) -> str:
    return f"{day(message.at)} at {time(message.at)}"
