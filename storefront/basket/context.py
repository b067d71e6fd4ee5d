"""What the header of every page shows of the basket."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from storefront import api
from storefront.basket import lines, owner, summary
from storefront.basket.summary import Summary
from storefront.outputs import Missing

PATIENCE = (0.5, 1.0)  # seconds to connect and to wait: no page is kept waiting for its header


def mini(request: HttpRequest) -> dict[str, object]:
    """`mini_basket`: a `Summary`, or nothing for who has no basket. Found out only where a template shows it."""
    return {"mini_basket": SimpleLazyObject(lambda: current(request))}


def current(request: HttpRequest) -> Summary | None:
    """The summary that is remembered, or a new one once that is old. A service that is down never breaks the page."""
    known = summary.kept(request)
    if owner.digest(request) and not (known and known.fresh):
        try:
            lines.get(request, timeout=PATIENCE)
        except (api.Refusal, api.Unavailable, Missing):
            summary.postpone(request, known)
    return summary.kept(request)
