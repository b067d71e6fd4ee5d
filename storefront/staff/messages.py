"""What was written to the shop, for staff to read and answer by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.notification import LIST_MESSAGES, MessagePage, Topic
from backend.contracts.words import PageQuery
from storefront import api
from storefront.contact.forms import TOPICS
from storefront.redirect import SeeOther
from storefront.staff.guard import staff_only

TITLES = TOPICS | {Topic.WITHDRAWAL: "Withdrawal"}


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Messages, the newest first."""
    cursor = request.GET.get("after") or None
    try:
        page: MessagePage = api.call(LIST_MESSAGES, request=request, query=PageQuery(cursor=cursor))
    except api.Refusal as refusal:
        if cursor is None or refusal.problem.status != 400:
            raise
        return SeeOther("staff:messages")  # a cursor that is not ours
    shown = [(message, TITLES[message.topic]) for message in page.items]
    return render(request, "staff/messages.html", {"messages_shown": shown, "page": page, "later": cursor})
