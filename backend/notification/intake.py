"""The notification's queue door: what becomes of an order is told once. A mail that cannot be sent comes again, and touches no order.

One that SES will never take does not: whoever types an address that is none shall not fill the dead letters.
"""

import os
from typing import Any

from botocore.exceptions import ClientError

from backend.contracts.order import OrderPlaced
from backend.contracts.signs import MAIL_REFUSED
from backend.notification import domain, post, store
from backend.notification.domain import KINDS
from backend.shared.intake import Again, intake, message_id
from backend.shared.log import logger


def tell(event: Any) -> None:
    """Sends the event's mail, unless it was sent. Raises Again while the order's recipient is unknown or another is sending."""
    if isinstance(event, OrderPlaced):
        store.remember(event.order_id, domain.recipient(event))
    who = store.recall(event.order_id)
    if who is None:
        raise Again(event.order_id)
    kind = KINDS[type(event)]
    ours = store.claim(event.order_id, kind, message_id.get())
    if ours is False:
        raise Again(event.order_id)
    if ours:
        _send(event, kind, who)


def _send(event: Any, kind: domain.Kind, who: domain.Recipient) -> None:
    try:
        post.send(domain.mail(event, event.order_id, who, os.environ["STOREFRONT_URL"]))
    except ClientError as error:
        _not_sent(event.order_id, kind, error)
    else:
        store.sent(event.order_id, kind)


def _not_sent(order_id: str, kind: domain.Kind, error: ClientError) -> None:
    """Notes a refusal for good, with which the message is done. Raises the error again where the mail shall be tried again."""
    if post.never(error):
        code = error.response["Error"]["Code"]
        store.refused(order_id, kind, code)
        logger.error(MAIL_REFUSED, order_id=order_id, mail=kind, code=code)
        return
    if post.unsent(error):
        store.give_up(order_id, kind, message_id.get())
    raise error


handler = intake(dict.fromkeys(KINDS, tell))
