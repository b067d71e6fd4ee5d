"""What the header of every page shows of the basket."""

from concurrent.futures import Future

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from storefront.basket import client, owner, summary
from storefront.basket.summary import Summary
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing

_BEGUN = "mini_basket_begun"
TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait: no page is kept waiting for its header


def mini_basket(request: HttpRequest) -> dict[str, object]:
    """`mini_basket`: a `Summary`, or nothing for who has no basket. Found out only where a template shows it."""
    begun: Future[Summary | None] | None = getattr(request, _BEGUN, None)
    return {"mini_basket": SimpleLazyObject(begun.result if begun else lambda: current(request))}


def use_started_request(request: HttpRequest, asking: "Future[Summary | None]") -> None:
    """Use the result of the request for the basket that has been started for this page."""
    setattr(request, _BEGUN, asking)


def current(request: HttpRequest) -> Summary | None:
    """Return the remembered summary, or a new one if that is old.

    A service that is down never breaks the page.
    """
    summary_now = summary.get(request)
    if owner.digest(request) and not (summary_now and summary_now.fresh):
        try:
            client.get(request, timeout=TIMEOUT)
        except (api.Refusal, api.Unavailable, OutputsMissing):
            summary.postpone(request, summary_now)
    return summary.get(request)
