"""The notification's queue door: what becomes of an order is told once. A mail that cannot be sent comes again, and touches no order."""

import os
from typing import Any

from botocore.exceptions import ClientError

from backend.contracts.order import OrderPlaced
from backend.notification import domain, post, store
from backend.notification.domain import KINDS
from backend.shared.intake import Again, intake


def tell(event: Any) -> None:
    """Sends the event's mail, unless it was sent. Raises Again while the order's recipient is unknown or another is sending."""
    if isinstance(event, OrderPlaced):
        store.remember(event.order_id, domain.recipient(event))
    who = store.recall(event.order_id)
    if who is None:
        raise Again(event.order_id)
    kind = KINDS[type(event)]
    ours = store.claim(event.order_id, kind)
    if ours is False:
        raise Again(event.order_id)
    if ours:
        _send(event, kind, who)


def _send(event: Any, kind: domain.Kind, who: domain.Recipient) -> None:
    try:
        post.send(domain.mail(event, event.order_id, who, os.environ["STOREFRONT_URL"]))
    except ClientError:
        store.give_up(event.order_id, kind)  # SES said no: certainly not sent
        raise
    store.sent(event.order_id, kind)


handler = intake(dict.fromkeys(KINDS, tell))
