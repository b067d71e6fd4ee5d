"""Issues of the newsletter in the back office: write, review, test, send and stop them."""

import secrets
import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.newsletter.issue_operations import (
    GET_ISSUE,
    LIST_ISSUES,
    SAVE_ISSUE,
)
from backend.contracts.newsletter.issues import (
    Issue,
    IssueState,
    SaveIssue,
)
from backend.contracts.types import PageQuery
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.issue_form import IssueForm, initial, say_problem
from storefront.staff.order_page import staff_name
from storefront.staff.pagination import page_at
from storefront.web import languages
from storefront.web.redirect import SeeOther

STATES = {
    IssueState.DRAFT: "Draft",
    IssueState.SENDING: "Being sent",
    IssueState.SENT: "Sent",
    IssueState.STOPPED: "Stopped",
}


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Render issues, newest first."""
    cursor = request.GET.get("after")
    page = page_at(request, LIST_ISSUES, PageQuery(cursor=cursor))
    if page is None:
        return SeeOther("staff:issues")
    rows = [(issue, issue.content.text_in("en").subject, STATES[issue.state]) for issue in page.items]
    context = {"page": page, "rows": rows, "later": cursor, "list": reverse("staff:issues")}
    return render(request, "staff/issues.html", context)


@require_safe
@staff_only
def create(request: HttpRequest) -> HttpResponse:
    """Lead to the form of a new issue. Its id is in the address, so that the form sent twice makes one issue."""
    return SeeOther("staff:issue", f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def one(request: HttpRequest, issue_id: str) -> HttpResponse:
    """Render the form of a draft, or store it; of an issue that was sent, how far it is."""
    issue = _find(request, issue_id)
    if issue and issue.state is not IssueState.DRAFT:
        return _refuse_change(request, issue) if request.method == "POST" else _progress(request, issue)
    form = IssueForm(
        request.POST if request.method == "POST" else None, initial=initial(issue) if issue else {"version": 0}
    )
    if form.is_valid() and _save(request, issue_id, form):
        messages.success(request, "The draft is stored.")
        return SeeOther("staff:issue", issue_id)
    context = {"form": form, "issue": issue, "languages": languages.names(), "key": secrets.token_urlsafe(16)}
    return render(request, "staff/issue.html", context, status=422 if form.errors else 200)


def _refuse_change(request: HttpRequest, issue: Issue) -> HttpResponse:
    messages.error(request, "This issue was sent meanwhile. What you wrote was not stored.")
    return SeeOther("staff:issue", issue.id)


def _progress(request: HttpRequest, issue: Issue) -> HttpResponse:
    context = {
        "issue": issue,
        "subject": issue.content.text_in("en").subject,
        "state": STATES[issue.state],
        "languages": languages.names(),
        "stoppable": issue.state is IssueState.SENDING,
    }
    return render(request, "staff/sent-issue.html", context)


def _save(request: HttpRequest, issue_id: str, form: IssueForm) -> bool:
    """Store the draft; where that is refused, say why, and return False."""
    products = form.find_products()
    if products is None:
        return False
    body = SaveIssue(content=form.content(products), version=form.cleaned_data["version"], by=staff_name(request))
    try:
        api.call(SAVE_ISSUE, request=request, path={"issue_id": issue_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        say_problem(form)
        return False
    return True


def find(request: HttpRequest, issue_id: str) -> Issue:
    """Return the issue, or raise Http404."""
    issue = _find(request, issue_id)
    if issue is None:
        raise Http404
    return issue


def _find(request: HttpRequest, issue_id: str) -> Issue | None:
    """Return the issue; None if nobody has stored it yet. Raise Http404 for what is no id."""
    if len(issue_id) != 32 or set(issue_id) - set("0123456789abcdef"):
        raise Http404
    try:
        return api.call(GET_ISSUE, request=request, path={"issue_id": issue_id})
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None
