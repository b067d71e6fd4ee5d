"""An issue of the newsletter as its readers get it: as text, and in a frame as HTML."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from backend.contracts.notification.models import MailPreview, PreviewIssue
from backend.contracts.notification.operations import PREVIEW_ISSUE
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.issues import find
from storefront.web import languages
from storefront.web.mail_frame import frame

PATIENCE = (1.0, 14.0)
"""Seconds to connect, and to wait: a function that has just started loads all that mails are written with."""


@require_safe
@staff_only
def show(request: HttpRequest, issue_id: str, language: str) -> HttpResponse:
    """Render the mail in a language: its text, and a frame with its HTML."""
    context = {
        "mail": _mail(request, issue_id, language),
        "issue_id": issue_id,
        "language": language,
        "languages": languages.names(),
    }
    response = render(request, "staff/issue-preview.html", context)
    response.framing = True  # type: ignore[attr-defined]
    return response


@require_safe
@xframe_options_sameorigin
@staff_only
def html(request: HttpRequest, issue_id: str, language: str) -> HttpResponse:
    """Render the mail's HTML by itself, for the frame of its page."""
    return frame(_mail(request, issue_id, language).html)


def _mail(request: HttpRequest, issue_id: str, language: str) -> MailPreview:
    if language not in languages.names():
        raise Http404
    body = PreviewIssue(content=find(request, issue_id).content, language=language)  # type: ignore[arg-type]
    return api.call(PREVIEW_ISSUE, request=request, body=body, timeout=PATIENCE)
