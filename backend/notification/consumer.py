"""The notification's event consumer: sends each mail once. A mail that fails is retried, and never changes an order.

A mail that SES will never accept is given up, so that mistyped addresses do not fill the dead-letter queue.
"""

import os
from collections.abc import Callable
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from backend.contracts.alarm_messages import MAIL_REFUSED
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.notification.events import MessageReceived
from backend.contracts.order.events import OrderAddressChanged, OrderPlaced
from backend.contracts.payment.events import PaymentReturned
from backend.notification import domain, email_client, messages, replies, repository
from backend.notification.kinds import KINDS, kind_of
from backend.notification.mail import order_mail
from backend.shared.consumer import RetryLater, event_consumer, message_id
from backend.shared.log import logger


def remember_buyer(event: BasketCheckedOut) -> None:
    """Store who ordered, and what the mails name of the order."""
    repository.remember(event.order_id, domain.buyer(event))


def remember_recipient(event: OrderPlaced) -> None:
    """Store who ordered, if no checkout was heard of (orders from before this service read checkouts)."""
    if repository.recall(event.order_id) is None:
        repository.remember(event.order_id, domain.recipient(event), first=True)


def redirect(event: OrderAddressChanged) -> None:
    """Store the address that staff changed: mails from now on name it, and go to its e-mail address."""
    repository.change_address(event.order_id, event.address, event.version)


def send_refund_mail(event: PaymentReturned) -> None:
    """Send the mail about a refund; a released hold moved no money."""
    if event.refunded:
        send_order_mail(event)


def send_order_mail(event: Any) -> None:
    """Send the event's mail once. Raise RetryLater while the recipient is unknown or another run is sending."""
    who = repository.recall(event.order_id)
    if who is None:
        raise RetryLater(event.order_id)
    name = kind_of(event).name(event)
    _send_once(event.order_id, name, lambda: order_mail(event, event.order_id, who, os.environ["STOREFRONT_URL"]))


def forward_message(event: MessageReceived) -> None:
    """Send a message to the shop, and a receipt to its sender. Raise RetryLater while another run is sending."""
    for each in replies.mails(event.message, os.environ["STOREFRONT_URL"]):
        _send_once(messages.key(event.message.id), each.name, lambda each=each: each)  # type: ignore[misc]


def _send_once(owner_key: str, name: str, write: Callable[[], domain.Mail]) -> None:
    ours = repository.claim(owner_key, name, message_id.get())
    if ours is False:
        raise RetryLater(owner_key)
    if ours and not email_client.sender():
        repository.mark_refused(owner_key, name, NO_SENDER)
        logger.info("mail not sent", whose=owner_key, mail=name, code=NO_SENDER)
    elif ours:
        _send(owner_key, write())


def _send(owner_key: str, written: domain.Mail) -> None:
    try:
        email_client.send(written)
    except ClientError as error:
        _handle_failure(owner_key, written.name, error)
    else:
        repository.mark_sent(owner_key, written.name)


def _handle_failure(owner_key: str, name: str, error: ClientError) -> None:
    """Record a permanent refusal, which ends the message; re-raise every other error so that it is retried."""
    if email_client.is_permanent(error):
        code = error.response["Error"]["Code"]
        repository.mark_refused(owner_key, name, code)
        logger.error(MAIL_REFUSED, whose=owner_key, mail=name, code=code)
        return
    if email_client.is_rejected(error):
        repository.release_claim(owner_key, name, message_id.get())
    raise error


NO_SENDER = "no-sender"
"""What is noted of a mail instead of SES's code, where the shop has no address to send from."""

_CONSUMERS: dict[type[msgspec.Struct], Callable[[Any], None]] = {
    **dict.fromkeys(KINDS, send_order_mail),
    BasketCheckedOut: remember_buyer,
    OrderPlaced: remember_recipient,
    OrderAddressChanged: redirect,
    PaymentReturned: send_refund_mail,
    MessageReceived: forward_message,
}
handler = event_consumer(_CONSUMERS)
