"""The owner of a form: every form names the person it was shown to, so that what one person typed is never sent as
another.

`{% csrf_token %}` writes that mark into each form beside Django's token. A visitor's forms have none: somebody who
signs in meanwhile may still send them, since a visitor's basket becomes the shopper's.
"""

from functools import lru_cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.defaulttags import CsrfTokenNode
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString

from storefront.web import caching

_SALT = "storefront.ownership"  # as released: forms that are open during a deployment stay valid
FIELD = "seen-by"
_FIELD = '<input type="hidden" name="{}" value="{}">'
register = template.Library()


def mark(request: HttpRequest) -> str:
    """Return the mark of the signed-in person; empty for a visitor. It tells two people apart and names neither."""
    shopper = getattr(request, "shopper", None)
    return _mark(shopper.sub, settings.SECRET_KEY) if shopper else ""


@lru_cache(1024)  # each form of a page bears it
def _mark(sub: str, key: str) -> str:
    return salted_hmac(_SALT, sub, key).hexdigest()[:16]


def submitted_mark(request: HttpRequest) -> str:
    """Return the mark in the submitted form.

    It is empty if the form was shown to a visitor, or by an earlier version of the shop.
    """
    return request.POST.get(FIELD, "")


def is_same_owner(request: HttpRequest) -> bool:
    """Return whether the submitted form was shown to its sender, or to a visitor."""
    return not submitted_mark(request) or constant_time_compare(submitted_mark(request), mark(request))


@register.simple_tag(takes_context=True, name="csrf_token")
def _csrf_and_owner_fields(context: template.Context) -> SafeString:
    """Django's field against forged forms, and the mark; neither on a page that others may be shown, too."""
    request = context.get("request")
    if request and caching.is_shareable(request):
        return SafeString("")
    token = context.get("csrf_token")
    if not token:
        return SafeString(CsrfTokenNode().render(context))  # with Django's own warning
    return _fields(str(token), mark(request) if request else "")


@register.simple_tag(takes_context=True)
def owner_field(context: template.Context) -> SafeString:
    """Return the mark alone, for a form that needs no token; nothing where there is none."""
    request = context.get("request")
    owner_mark = mark(request) if request and not caching.is_shareable(request) else ""
    return format_html(_FIELD, FIELD, owner_mark) if owner_mark else SafeString("")


@lru_cache(64)  # a page's forms have the same token
def _fields(token: str, whose: str) -> SafeString:
    owner = format_html(_FIELD, FIELD, whose) if whose else ""
    return format_html(_FIELD + "{}", "csrfmiddlewaretoken", token, owner)
