"""Writing a review of what an order brought, changing it, and withdrawing it."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.contracts.order.guest_operations import GET_GUEST_ORDER
from backend.contracts.order.models import Order
from backend.contracts.order.operations import GET_ORDER
from backend.contracts.order.states import State
from backend.contracts.picture.review_models import ReviewPictures
from backend.contracts.review.models import OwnReview, OwnReviews, ReviewBody
from backend.contracts.review.operations import (
    LIST_GUEST_REVIEWS,
    LIST_OWN_REVIEWS,
    PUT_GUEST_REVIEW,
    PUT_REVIEW,
    WITHDRAW_GUEST_REVIEW,
    WITHDRAW_REVIEW,
)
from storefront.account.shopper import shopper
from storefront.clients import api
from storefront.order import access
from storefront.order.access import owner_required
from storefront.review import pictures
from storefront.review.forms import ReviewForm, shown_name
from storefront.web.redirect import SeeOther

SENT = gettext_lazy("Thank you for your review. We read it, and then it is on the product’s page.")
WITHDRAWN = gettext_lazy("Your review is withdrawn.")
NOT_YET = gettext_lazy("You can review it once it has arrived.")
DOWN = gettext_lazy(
    "Your review could not be sent just now. What you typed is still here: please try again in a moment."
)
WITHDRAW = "withdraw"
"""The name of the button that withdraws."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@owner_required
def write(request: HttpRequest, order_id: str, product_id: str) -> HttpResponse:
    """Show the form with what was written before, and send it."""
    order, key = _load(request, order_id)
    line = next((line for line in order.lines if line.product_id == product_id), None)
    if line is None:
        raise Http404
    if not any(step.state is State.DELIVERED for step in order.time_line):
        messages.info(request, NOT_YET)
        return SeeOther("order:show", order_id)
    if request.method == "POST" and WITHDRAW in request.POST:
        return _withdraw(request, order_id, product_id, key)
    own = _find_own(request, product_id, key)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=_initial(order, own))
    held = own.pictures if own else ()
    if request.method == "POST":
        held = _take_pictures(request, form, product_id, key)
        if form.is_valid() and _send(request, form, order, product_id, key):
            messages.success(request, SENT)
            return SeeOther("order:show", order_id)
    return _page(request, form, {"order": order, "line": line, "own": own, "held": held})


def _take_pictures(request: HttpRequest, form: ReviewForm, product_id: str, key: str | None) -> ReviewPictures:
    """Return the pictures that are right, which are the form's from here on; it says what is wrong with the others."""
    form.is_valid()
    held, wrong = pictures.gather(request, product_id, key)
    form.cleaned_data["pictures"] = held
    for words in wrong:
        form.add_error("pictures", words)
    return held


def _page(request: HttpRequest, form: ReviewForm, context: dict[str, object]) -> HttpResponse:
    status = 503 if form.has_error(NON_FIELD_ERRORS, "down") else 422 if form.errors else 200
    return render(request, "review/write.html", {**context, "form": form}, status=status)


def _load(request: HttpRequest, order_id: str) -> tuple[Order, str | None]:
    """Return the order, and its key if that opens it. An order that an account has taken along is the account's."""
    if key := access.find_key(request, order_id):
        try:
            return api.call(GET_GUEST_ORDER, path={"order_key": key, "order_id": order_id}), key
        except api.Refusal as refusal:
            if refusal.problem.status != 404 or not shopper(request):
                raise
    return api.call(GET_ORDER, request=request, path={"order_id": order_id}), None


def _find_own(request: HttpRequest, product_id: str, key: str | None) -> OwnReview | None:
    reviews: OwnReviews = (
        api.call(LIST_GUEST_REVIEWS, path={"order_key": key}) if key else api.call(LIST_OWN_REVIEWS, request=request)
    )
    return next((review for review in reviews.items if review.product_id == product_id), None)


def _initial(order: Order, own: OwnReview | None) -> dict[str, object]:
    if own is None:
        return {"name": shown_name(order.address.name)}
    return {name: getattr(own, name) for name in ReviewForm.base_fields if name != "pictures"}


def _send(request: HttpRequest, form: ReviewForm, order: Order, product_id: str, key: str | None) -> bool:
    """Return whether the review was sent; if not, the form says why."""
    body = ReviewBody(order_id=order.id, **form.cleaned_data)
    try:
        if key:
            api.call(PUT_GUEST_REVIEW, path={"order_key": key, "product_id": product_id}, body=body)
        else:
            api.call(PUT_REVIEW, request=request, path={"product_id": product_id}, body=body)
    except api.Unavailable:
        form.add_error(None, ValidationError(DOWN, code="down"))
        return False
    return True


def _withdraw(request: HttpRequest, order_id: str, product_id: str, key: str | None) -> HttpResponse:
    if key:
        api.call(WITHDRAW_GUEST_REVIEW, path={"order_key": key, "product_id": product_id})
    else:
        api.call(WITHDRAW_REVIEW, request=request, path={"product_id": product_id})
    messages.success(request, WITHDRAWN)
    return SeeOther("order:show", order_id)
