"""What was written to the shop, for staff to read and answer by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.notification.operations import LIST_MESSAGES
from backend.contracts.types import PageQuery
from storefront.contact.forms import TITLES
from storefront.staff.decorators import staff_only
from storefront.staff.pagination import page_at
from storefront.web.redirect import SeeOther


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Messages, the newest first."""
    cursor = request.GET.get("after") or None
    page = page_at(request, LIST_MESSAGES, PageQuery(cursor=cursor))
    if page is None:
        return SeeOther("staff:messages")
    shown = [(message, TITLES[message.topic]) for message in page.items]
    return render(request, "staff/messages.html", {"messages_shown": shown, "page": page, "later": cursor})
