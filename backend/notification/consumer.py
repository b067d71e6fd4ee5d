"""The notification's event consumer: what becomes of an order is told once. A mail that cannot be sent comes again, and touches no order.

One that SES will never take does not: whoever types an address that is none shall not fill the dead letters.
"""

import os
from collections.abc import Callable
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from backend.contracts.alarm_messages import MAIL_REFUSED
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.notification.events import MessageReceived
from backend.contracts.order.events import OrderPlaced
from backend.contracts.payment.events import PaymentReturned
from backend.notification import domain, email_client, messages, replies, repository
from backend.notification.kinds import KINDS, kind_of
from backend.notification.mail import order_mail
from backend.shared.consumer import RetryLater, event_consumer, message_id
from backend.shared.log import logger


def remember_buyer(event: BasketCheckedOut) -> None:
    """Keeps who ordered, and what the mails name of it."""
    repository.remember(event.order_id, domain.buyer(event))


def remember_recipient(event: OrderPlaced) -> None:
    """Keeps who ordered, where the checkout was not heard: it may have been told before this service wanted to know of it."""
    if repository.recall(event.order_id) is None:
        repository.remember(event.order_id, domain.recipient(event), first=True)


def send_refund_mail(event: PaymentReturned) -> None:
    """Sends the mail about money that went back; a hold that was released moved none."""
    if event.refunded:
        send_order_mail(event)


def send_order_mail(event: Any) -> None:
    """Sends the event's mail, unless it was sent. Raises Again while the order's recipient is unknown or another is sending."""
    who = repository.recall(event.order_id)
    if who is None:
        raise RetryLater(event.order_id)
    name = kind_of(event).name(event)
    _send_once(event.order_id, name, lambda: order_mail(event, event.order_id, who, os.environ["STOREFRONT_URL"]))


def forward_message(event: MessageReceived) -> None:
    """Sends a message to the shop, and tells its sender that it has arrived. Raises Again while another is sending one of the two."""
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
    """Notes a refusal for good, with which the message is done. Raises the error again where the mail shall be tried again."""
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
    PaymentReturned: send_refund_mail,
    MessageReceived: forward_message,
}
handler = event_consumer(_CONSUMERS)
