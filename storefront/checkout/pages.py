"""What the checkout's templates show: the steps, the summary, the form of the step."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from backend.contracts.basket.models import Basket, Delivery, DeliveryOption
from storefront.web import payment_pages, pictures
from storefront.web.memoize import memoize

STEPS = {
    "address": gettext_lazy("Address"),
    "delivery": gettext_lazy("Delivery"),
    "payment": gettext_lazy("Payment"),
    "review": gettext_lazy("Review"),
}


def page(
    request: HttpRequest, step: str, basket: Basket | None, how: Delivery | None, status: int = 200, **more: object
) -> HttpResponse:
    """Render the page of a step; `more` is what only this step shows."""
    shown = {
        "steps": steps(step),
        "basket": basket,
        "pictured": all(pictures.is_ours(line.picture.src) for line in basket.lines if line.picture)
        if basket
        else True,
        "delivery": option(basket, how) or option(basket, None),  # another basket may have other ways
        "chosen": how,
        "unfolded": step == "review",
        "sandbox": payment_pages.is_sandbox(),
    }
    return render(request, f"checkout/{step}.html", shown | more, status=status)


class Step(NamedTuple):
    """A step of the checkout; its `state` is "done", "current" or empty."""

    title: str
    state: str
    url: str


@memoize
def steps(current: str) -> tuple[Step, ...]:
    """Return the steps: those before the current one can be gone back to."""
    names = list(STEPS)
    here = names.index(current)
    states = ["done" if index < here else "current" if index == here else "" for index in range(len(names))]
    return tuple(
        Step(str(STEPS[name]), state, reverse(f"checkout:{name}")) for name, state in zip(names, states, strict=True)
    )


def option(basket: Basket | None, delivery: Delivery | None) -> DeliveryOption | None:
    """Return the chosen way of delivery with its price and total; before one is chosen, the first one."""
    options = {option.delivery: option for option in basket.deliveries} if basket else {}
    return options.get(delivery) if delivery else next(iter(options.values()), None)
