"""The recommendation's HTTP handler."""

from backend.contracts.operation import Empty
from backend.contracts.product.queries import ProductPath
from backend.contracts.recommendation.models import BoughtTogether, Recommendations
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER, LIST_RECOMMENDATIONS
from backend.contracts.recommendation.queries import SeedQuery
from backend.recommendation import service
from backend.shared.http import Request, http_handler, route


def _list(request: Request[ProductPath, Empty, Empty]) -> BoughtTogether:
    return service.list_bought_together(request.path.product_id)


def _recommend(request: Request[Empty, SeedQuery, Empty]) -> Recommendations:
    return service.recommend(request.query)


handler = http_handler(
    route(LIST_BOUGHT_TOGETHER, _list),
    route(LIST_RECOMMENDATIONS, _recommend),
)
