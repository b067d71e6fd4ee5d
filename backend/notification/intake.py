"""The notification's queue door: what becomes of an order is told once. A mail that cannot be sent comes again, and touches no order.

One that SES will never take does not: whoever types an address that is none shall not fill the dead letters.
"""

import os
from collections.abc import Callable
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from backend.contracts.basket import BasketCheckedOut
from backend.contracts.order import OrderPlaced
from backend.contracts.payment import PaymentReturned
from backend.contracts.signs import MAIL_REFUSED
from backend.notification import domain, post, store
from backend.notification.mail import mail
from backend.notification.names import NAMES, name
from backend.shared.intake import Again, intake, message_id
from backend.shared.log import logger


def remember_buyer(event: BasketCheckedOut) -> None:
    """Keeps who ordered, and what the mails name of it."""
    store.remember(event.order_id, domain.buyer(event))


def remember_recipient(event: OrderPlaced) -> None:
    """Keeps who ordered, where the checkout was not heard: it may have been told before this service wanted to know of it."""
    if store.recall(event.order_id) is None:
        store.remember(event.order_id, domain.recipient(event), first=True)


def tell_refund(event: PaymentReturned) -> None:
    """Sends the mail about money that went back; a hold that was released moved none."""
    if event.refunded:
        tell(event)


def tell(event: Any) -> None:
    """Sends the event's mail, unless it was sent. Raises Again while the order's recipient is unknown or another is sending."""
    who = store.recall(event.order_id)
    if who is None:
        raise Again(event.order_id)
    kind = name(event)
    ours = store.claim(event.order_id, kind, message_id.get())
    if ours is False:
        raise Again(event.order_id)
    if ours and not post.sender():
        store.refused(event.order_id, kind, NO_SENDER)
        logger.info("mail not sent", mail=kind, code=NO_SENDER)
    elif ours:
        _send(event, kind, who)


def _send(event: Any, kind: str, who: domain.Recipient) -> None:
    try:
        post.send(mail(event, event.order_id, who, os.environ["STOREFRONT_URL"]))
    except ClientError as error:
        _not_sent(event.order_id, kind, error)
    else:
        store.sent(event.order_id, kind)


def _not_sent(order_id: str, kind: str, error: ClientError) -> None:
    """Notes a refusal for good, with which the message is done. Raises the error again where the mail shall be tried again."""
    if post.never(error):
        code = error.response["Error"]["Code"]
        store.refused(order_id, kind, code)
        logger.error(MAIL_REFUSED, order_id=order_id, mail=kind, code=code)
        return
    if post.unsent(error):
        store.give_up(order_id, kind, message_id.get())
    raise error


NO_SENDER = "no-sender"
"""What is noted of a mail instead of SES's code, where the shop has no address to send from."""

_CONSUMERS: dict[type[msgspec.Struct], Callable[[Any], None]] = {
    **dict.fromkeys(NAMES, tell),
    BasketCheckedOut: remember_buyer,
    OrderPlaced: remember_recipient,
    PaymentReturned: tell_refund,
}
handler = intake(_CONSUMERS)
