"""Reviews for staff to read: to publish, refuse and answer them."""

from http import HTTPStatus
from typing import get_type_hints
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.contracts.review.models import AnswerReview, DecideReview, ReviewState, StaffReviewsQuery
from backend.contracts.review.operations import ANSWER_REVIEW, DECIDE_REVIEW, LIST_STAFF_REVIEWS
from backend.contracts.types import MAX_SAFE_INTEGER, ShortText
from storefront.clients import api
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.staff.pagination import page_at
from storefront.staff.review_pictures import PictureIdsField
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField
from storefront.web.redirect import SeeOther, post_only

TABS = {
    ReviewState.WAITING: "Waiting",
    ReviewState.REPORTED: "Reported",
    ReviewState.PUBLISHED: "Published",
    ReviewState.REFUSED: "Refused",
}
"""The states that staff look at, those with work first. What the order service has not confirmed is not shown."""


class _ReviewForm(forms.Form):
    """A form about one review; `version` is the one that was read."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=1, max_value=MAX_SAFE_INTEGER, widget=forms.HiddenInput)


class PublishForm(_ReviewForm):
    """Publish it, without the pictures that are ticked."""

    without = PictureIdsField()


class RefuseForm(_ReviewForm):
    """Refuse it, and tell its writer why."""

    reason = ContractCharField(
        ShortText,
        UNREADABLE_TEXT,
        label="Reason, as a mail to the writer",
        error_messages={"required": "Say why: the writer is told.", "max_length": "Keep it to 200 characters."},
    )


class PublicAnswerForm(_ReviewForm):
    """Answer it in public; an empty answer takes the one before back."""

    text = ContractTextField(
        get_type_hints(AnswerReview, include_extras=True)["text"],
        UNREADABLE_TEXT,
        rows=4,
        required=False,
        label="Answer, for everybody to read",
        error_messages={"max_length": "Please say it in 2,000 characters."},
    )


FORMS: dict[str, type[_ReviewForm]] = {"publish": PublishForm, "refuse": RefuseForm, "answer": PublicAnswerForm}
"""By the name of the button that was pressed."""
DONE = {"publish": "The review is published.", "refuse": "The review is refused. Its writer is told why."}
ANSWERED = "The answer is saved."


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
    typed = form.cleaned_data | {"by": staff_name(request)}
    if action == "answer":
        answer = AnswerReview(**typed)
        attempt(request, ANSWERED, lambda: api.call(ANSWER_REVIEW, request=request, path=path, body=answer))
    else:
        decision = DecideReview(publish=action == "publish", **typed)
        attempt(request, DONE[action], lambda: api.call(DECIDE_REVIEW, request=request, path=path, body=decision))
    return SeeOther(_address(state, cursor))


def _page(
    request: HttpRequest, state_text: str, cursor: str | None, form: _ReviewForm | None = None, decided: str = ""
) -> HttpResponse:
    """Render a page of reviews; `form` is what was typed about the review `decided`, and is wrong."""
    state = ReviewState(state_text) if state_text in TABS else ReviewState.WAITING
    page = page_at(request, LIST_STAFF_REVIEWS, StaffReviewsQuery(state=state, cursor=cursor))
    if page is None:
        return SeeOther(_address(state, None))
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
