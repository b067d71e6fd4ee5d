"""The HTTP operations of the recommendation service."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.product.models import MAX_AGE_SECONDS
from backend.contracts.product.queries import ProductPath
from backend.contracts.recommendation.models import BoughtTogether, Recommendations
from backend.contracts.recommendation.queries import SeedQuery

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
LIST_RECOMMENDATIONS = Operation(
    name="list_recommendations",
    service="recommendation",
    route="GET /recommendations",
    caller=Caller.PUBLIC,
    summary="What goes with the products that a visitor looked at, wished for, bought, or has in the basket",
    query=SeedQuery,
    reply=Recommendations,
)
OPERATIONS = (LIST_BOUGHT_TOGETHER, LIST_RECOMMENDATIONS)
