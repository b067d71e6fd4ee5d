"""The recommendation's HTTP handler."""

from typing import Any

from backend.contracts.recommendation import COMPANIONS, LIST_BOUGHT_TOGETHER, BoughtTogether, Companion
from backend.recommendation import domain, repository
from backend.shared.http import Request, http_handler

_SPARE = 4  # some may have been withdrawn since


def _list(request: Request[Any, Any, Any]) -> BoughtTogether:
    orders = repository.orders(request.path.product_id)
    often = domain.companions(orders)[: COMPANIONS + _SPARE]
    cards = repository.cards([product for product, _ in often])
    items = [Companion(card=cards[product], together=together) for product, together in often if product in cards]
    return BoughtTogether(items=tuple(items[:COMPANIONS]), orders=len(orders))


handler = http_handler({LIST_BOUGHT_TOGETHER: _list})
