"""What every visitor may do with a review: call it helpful, take that back, and report it to staff.

A visitor is known to the review service by a secret: of the session, or of the account, which has one vote on all its
devices.
"""

import secrets

import msgspec
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.contracts.operation import Empty, Operation
from backend.contracts.review.models import ReportReview, ReviewId, VisitorPath
from backend.contracts.review.operations import REPORT_REVIEW, TAKE_VOTE_BACK, VOTE_FOR_REVIEW
from backend.contracts.types import Slug
from storefront.account.shopper import shopper
from storefront.clients import api
from storefront.review.forms import ReportForm
from storefront.web.redirect import SeeOther, post_only

VISITOR, VOTED = "reviews.visitor", "reviews.voted"
"""The session's entries: its secret, and the reviews that were called helpful."""
MAX_VOTED = 100
_SALT = "storefront.review.visitor"
THANKS = gettext_lazy("Thank you: your vote is counted.")
TAKEN_BACK = gettext_lazy("Your vote is taken back.")
REPORTED = gettext_lazy("Thank you. We look at that review.")
NOT_NOW = gettext_lazy("That did not work just now. Please try again in a moment.")
GONE = gettext_lazy("That review is not there any more.")


def voted_for(request: HttpRequest) -> frozenset[str]:
    """Return the ids of the reviews that this session called helpful; a visitor without cookies has none."""
    return frozenset(request.session.get(VOTED, ())) if request.COOKIES else frozenset()


@post_only("product:home")
@never_cache
def vote(request: HttpRequest, review_id: str) -> HttpResponse:
    """Count the visitor's vote, or take it back where it was counted."""
    voted = list(request.session.get(VOTED, ()))
    operation, done = (TAKE_VOTE_BACK, TAKEN_BACK) if review_id in voted else (VOTE_FOR_REVIEW, THANKS)
    if _is_done(request, operation, review_id):
        other_votes = [each for each in voted if each != review_id]
        request.session[VOTED] = (other_votes if review_id in voted else [*other_votes, review_id])[-MAX_VOTED:]
        messages.success(request, done)
    return SeeOther(_back(request))


def _is_done(request: HttpRequest, operation: Operation[VisitorPath, Empty, Empty, Empty], review_id: str) -> bool:
    """Return whether it was done; if not, the visitor is told why."""
    try:
        api.call(operation, path={"review_id": _check(review_id), "visitor": _visitor(request)})
    except api.Unavailable:
        messages.warning(request, NOT_NOW)
        return False
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        messages.info(request, GONE)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, review_id: str) -> HttpResponse:
    """Ask why, and tell staff."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    path = {"review_id": _check(review_id), "visitor": _visitor(request) if request.method == "POST" else ""}
    if request.method == "POST" and form.is_valid():
        try:
            api.call(REPORT_REVIEW, path=path, body=ReportReview(**form.cleaned_data))
        except api.Unavailable:
            form.add_error(None, ValidationError(NOT_NOW))
        else:
            messages.success(request, REPORTED)
            return SeeOther(_back(request))
    context = {"form": form, "product": _product(request)}
    return render(request, "review/report.html", context, status=422 if form.errors else 200)


def _check(review_id: str) -> str:
    try:
        return str(msgspec.convert(review_id, ReviewId))
    except msgspec.ValidationError:
        raise Http404 from None


def _visitor(request: HttpRequest) -> str:
    if who := shopper(request):
        return salted_hmac(_SALT, who.sub, algorithm="sha256").hexdigest()[:32]
    return str(request.session.setdefault(VISITOR, secrets.token_hex(16)))


def _product(request: HttpRequest) -> str:
    """Return the product that the visitor came from; empty where it is not named."""
    try:
        return str(msgspec.convert(request.POST.get("product") or request.GET.get("product") or "", Slug))
    except msgspec.ValidationError:
        return ""


def _back(request: HttpRequest) -> str:
    """Return where to go on: to the product's reviews, or the home page."""
    product = _product(request)
    return reverse("review:listing", args=[product]) if product else reverse("product:home")
