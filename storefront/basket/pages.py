"""What the basket's views answer with: the whole page, the parts that htmx swaps, or the panel after adding."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from backend.contracts.basket.models import Basket, BasketLine, Change, DeliveryOption
from backend.contracts.recommendation.models import Recommendation
from storefront.basket.forms import CodeForm
from storefront.basket.undo import Removed
from storefront.web.fields import form_errors
from storefront.web.htmx import is_htmx

GONE = (Change.WITHDRAWN, Change.SOLD_OUT, Change.APART)  # lines that cannot be bought, and do not count


def page(
    request: HttpRequest, basket: Basket | None, removed: Removed | None, picks: Sequence[Recommendation] = ()
) -> HttpResponse:
    """Render the basket's page, with what is picked for the visitor; 503 where the basket is not to be had."""
    context = _context(basket, removed) | {"picks": picks}
    return render(request, "basket/page.html", context, status=200 if basket else 503)


def parts(request: HttpRequest, basket: Basket | None, removed: Removed | None, announcement: str) -> HttpResponse:
    """Render the contents, the header's basket and what is said to screen readers."""
    return render(request, "basket/parts.html", _context(basket, removed) | {"said": announcement, "swapped": True})


def wrong_code(request: HttpRequest, basket: Basket | None, form: CodeForm) -> HttpResponse:
    """Render the basket with the code's form unfolded and what is wrong with it."""
    context = _context(basket, None) | {"code_form": form}
    if is_htmx(request):
        return render(request, "basket/parts.html", context | {"said": form_errors(form), "swapped": True})
    reply = render(request, "basket/page.html", context, status=422 if basket else 503)
    reply.headers["Content-Location"] = reverse("basket:show")
    return reply


def panel(request: HttpRequest, basket: Basket | None, line: BasketLine | None = None, added: int = 0) -> HttpResponse:
    """Render what opens beside the product after adding; without a basket, why not."""
    other_lines = [other for other in basket.lines if other != line] if basket else []
    context = {"listed": [line, *other_lines] if line else other_lines, "line": line, "added": added, "swapped": True}
    return render(request, "basket/panel.html", _context(basket, None) | context)


def is_in_panel(request: HttpRequest) -> bool:
    """Return whether a change was made in what opened beside the product."""
    return request.headers.get("HX-Target") == "basket-panel"


def changed_panel(
    request: HttpRequest, basket: Basket | None, removed: Removed | None, announcement: str
) -> HttpResponse:
    """Render the same after a change in it, and what is said to screen readers."""
    context = {"listed": basket.lines if basket else (), "changed": True, "said": announcement, "swapped": True}
    return render(request, "basket/panel.html", _context(basket, removed) | context)


def _context(basket: Basket | None, removed: Removed | None) -> dict[str, object]:
    if basket is None:
        return {"basket": None, "removed": removed}
    return {
        "basket": basket,
        "code_form": CodeForm(),
        "removed": removed,
        "delivery": standard(basket),
        "missing": max(basket.free_delivery_from - basket.subtotal, 0),
        "gone": [line for line in basket.lines if line.change in GONE],
        "gone_words": GONE,
        "short": [line for line in basket.lines if line.change is Change.SHORT],
        "changed": [line for line in basket.lines if line.change is Change.PRICE],
    }


def standard(basket: Basket) -> DeliveryOption | None:
    """Return the way of delivery that a basket is priced with before the shopper chooses one."""
    return next(iter(basket.deliveries), None)
