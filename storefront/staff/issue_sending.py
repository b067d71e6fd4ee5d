"""Sending an issue of the newsletter: a test to oneself, to everybody after a review, and stopping it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.newsletter.issue_operations import START_ISSUE, STOP_ISSUE, TEST_ISSUE
from backend.contracts.newsletter.issues import IssueState, StartIssue, StopIssue
from backend.contracts.newsletter.models import SubscriptionState
from backend.contracts.newsletter.operations import COUNT_SUBSCRIBERS
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.issue_form import StartForm, TryForm, read_cards
from storefront.staff.issues import find
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.web import languages
from storefront.web.redirect import SeeOther, post_only


@post_only("staff:issue", "issue_id")
@staff_only
def try_out(request: HttpRequest, issue_id: str) -> HttpResponse:
    """Mail the draft to whoever is signed in."""
    form = TryForm(request.POST)
    if form.is_valid():
        body = form.body()
        attempt(
            request,
            "The draft is on its way to your own address.",
            lambda: api.call(TEST_ISSUE, request=request, path={"issue_id": issue_id}, body=body),
        )
    return SeeOther("staff:issue", issue_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def send(request: HttpRequest, issue_id: str) -> HttpResponse:
    """Render what is about to be sent, and to how many; its button begins it, once."""
    issue = find(request, issue_id)
    if issue.state is not IssueState.DRAFT:
        return SeeOther("staff:issue", issue_id)
    products, missing = read_cards(each.id for each in issue.content.products)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _start(request, issue_id, form.body(products, staff_name(request)))
        return SeeOther("staff:issue", issue_id)
    counted = api.call(COUNT_SUBSCRIBERS, request=request)
    context = {
        "issue": issue,
        "subject": issue.content.text_in("en").subject,
        "addressees": sum(each.count for each in counted.items if each.state is SubscriptionState.ACTIVE),
        "estimated": counted.estimated,
        "written": [title for code, title in languages.names().items() if issue.content.text_in(code).language == code],
        "products": products,
        "missing": missing,
    }
    return render(request, "staff/send-issue.html", context, status=422 if form.errors else 200)


def _start(request: HttpRequest, issue_id: str, body: StartIssue) -> None:
    attempt(
        request,
        "The issue is being sent.",
        lambda: api.call(START_ISSUE, request=request, path={"issue_id": issue_id}, body=body),
    )


@post_only("staff:issue", "issue_id")
@staff_only
def stop(request: HttpRequest, issue_id: str) -> HttpResponse:
    """Send the issue to nobody more."""
    body = StopIssue(by=staff_name(request))
    attempt(
        request,
        "Stopped. What was handed over before may still arrive.",
        lambda: api.call(STOP_ISSUE, request=request, path={"issue_id": issue_id}, body=body),
    )
    return SeeOther("staff:issue", issue_id)
