"""The recommendation's HTTP handler."""

from backend.contracts.operation import Empty
from backend.contracts.product.queries import ProductPath
from backend.contracts.recommendation.models import MAX_COMPANIONS, BoughtTogether, Companion
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER
from backend.recommendation import domain, repository
from backend.shared.http import Request, http_handler, route

_SPARE = 4  # some may have been withdrawn since


def _list(request: Request[ProductPath, Empty, Empty]) -> BoughtTogether:
    orders = repository.orders(request.path.product_id)
    often = domain.companions(orders)[: MAX_COMPANIONS + _SPARE]
    cards = repository.cards([product for product, _ in often])
    items = [Companion(card=cards[product], together=together) for product, together in often if product in cards]
    return BoughtTogether(items=tuple(items[:MAX_COMPANIONS]), orders=len(orders))


handler = http_handler(
    route(LIST_BOUGHT_TOGETHER, _list),
)
