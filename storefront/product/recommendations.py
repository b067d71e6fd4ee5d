"""What was bought together with a product. A page can do without."""

from backend.contracts.recommendation.models import BoughtTogether
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing

TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait
NO_RECOMMENDATIONS = BoughtTogether(items=(), orders=0)


def bought_together(product_id: str | None) -> BoughtTogether:
    """Return its companions with the number of orders they were in; none where the service does not answer."""
    if product_id is None:
        return NO_RECOMMENDATIONS
    try:
        return api.call(LIST_BOUGHT_TOGETHER, path={"product_id": product_id}, timeout=TIMEOUT, allow_stale=False)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return NO_RECOMMENDATIONS
