"""The HTTP operations of the recommendation service."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.product.models import MAX_AGE_SECONDS
from backend.contracts.product.queries import ProductPath
from backend.contracts.recommendation.models import BoughtTogether

LIST_BOUGHT_TOGETHER = Operation(
    name="list_bought_together",
    service="recommendation",
    route="GET /products/{product_id}/bought-together",
    caller=Caller.PUBLIC,
    summary="What was bought together with a product, and in how many orders",
    path=ProductPath,
    reply=BoughtTogether,
    fresh=MAX_AGE_SECONDS,  # it shows cards: what staff change of these is seen as soon as in a list
)
OPERATIONS = (LIST_BOUGHT_TOGETHER,)
