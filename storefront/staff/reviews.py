"""Reviews for staff to read: to publish, refuse and answer them."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from backend.contracts.review.models import AnswerReview, DecideReview, ReviewState, StaffReview, StaffReviewsQuery
from backend.contracts.review.operations import ANSWER_REVIEW, DECIDE_REVIEW, GET_STAFF_REVIEW, LIST_STAFF_REVIEWS
from storefront.clients import api
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import explain
from storefront.staff.order_page import staff_name
from storefront.staff.pagination import page_at
from storefront.staff.review_forms import FORMS, ReviewForm
from storefront.web.redirect import SeeOther, post_only

TABS = {
    ReviewState.WAITING: "Waiting",
    ReviewState.REPORTED: "Reported",
    ReviewState.PUBLISHED: "Published",
    ReviewState.REFUSED: "Refused",
}
"""The states that staff look at, those with work first. What the order service has not confirmed is not shown."""


_TYPED = {"refuse": "reason", "answer": "text"}
"""The fields of the forms in which something is typed, by their names."""
DONE = {"publish": "The review is published.", "refuse": "The review is refused. Its writer is told why."}
ANSWERED, ANSWER_REMOVED = "The answer is saved.", "The answer is removed."


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Render the reviews in one state, the longest waiting first."""
    return _page(request, request.GET.get("state", ""), request.GET.get("after") or None)


@post_only("staff:reviews")
@staff_only
def decide(request: HttpRequest, review_id: str) -> HttpResponse:
    """Publish, refuse or answer a review: by the button that was pressed."""
    state, cursor = request.POST.get("state", ""), request.POST.get("after") or None
    action = next((name for name in FORMS if name in request.POST), "publish")
    form, path = FORMS[action](request.POST), {"review_id": review_id}
    if not form.is_valid():
        return _page(request, state, cursor, form, review_id)
    try:
        messages.success(request, _send(request, action, path, form))
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        return _refuse(request, action, form, path, explain(refusal.problem))
    return SeeOther(_address(state, cursor))


def _send(request: HttpRequest, action: str, path: dict[str, str], form: ReviewForm) -> str:
    """Do with the review what was decided; return what staff are told."""
    typed = form.cleaned_data | {"by": staff_name(request)}
    if action == "answer":
        api.call(ANSWER_REVIEW, request=request, path=path, body=AnswerReview(**typed))
        return ANSWERED if typed["text"] else ANSWER_REMOVED
    api.call(DECIDE_REVIEW, request=request, path=path, body=DecideReview(publish=action == "publish", **typed))
    return DONE[action]


def _refuse(request: HttpRequest, action: str, form: ReviewForm, path: dict[str, str], why: str) -> HttpResponse:
    """Say why it was not done, and show the review as it is now: with what was typed, to be sent again."""
    try:
        review = api.call(GET_STAFF_REVIEW, request=request, path=path) if action in _TYPED else None
    except api.Refusal:
        review = None
    if review is None or review.state not in TABS:
        messages.error(request, why)
        return SeeOther(_address(request.POST.get("state", ""), request.POST.get("after") or None))
    form.add_error(_TYPED[action], why)
    return _page(request, review.state.value, None, form, review.id, review)


def _page(
    request: HttpRequest,
    state_text: str,
    cursor: str | None,
    form: ReviewForm | None = None,
    decided: str = "",
    first: StaffReview | None = None,
) -> HttpResponse:
    """Render a page of reviews; `form` is what was typed about the review `decided`, and is wrong. `first` is shown
    before all others.
    """
    state = ReviewState(state_text) if state_text in TABS else ReviewState.WAITING
    page = page_at(request, LIST_STAFF_REVIEWS, StaffReviewsQuery(state=state, cursor=cursor))
    if page is None:
        return SeeOther(_address(state, None))
    if first:
        page = replace(page, items=(first, *(each for each in page.items if each.id != first.id)))
    context = {
        "page": page,
        "state": state,
        "tabs": [(title, _address(each, None), each is state) for each, title in TABS.items()],
        "later": cursor,
        "may_decide": may(request, DECIDE_REVIEW),
        "form": form,
        "decided": decided,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return render(request, "staff/reviews.html", context, status=status)


def _address(state: str, cursor: str | None) -> str:
    query = {"state": state if state in TABS else ReviewState.WAITING.value, "after": cursor}
    return f"{reverse('staff:reviews')}?{urlencode({name: value for name, value in query.items() if value})}"
