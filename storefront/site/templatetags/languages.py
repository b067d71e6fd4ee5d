"""`{% load languages %}`: the page's language, and the way to its other versions."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from storefront.site.post_redirect_get import PARAMETER
from storefront.web import languages
from storefront.web.memoize import memoized_part

register = template.Library()


@register.simple_tag
def language_code() -> str:
    """Return the page's language, as the attribute `lang` writes it."""
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def lower_in_english(title: str) -> str:
    """Return a category's title as it stands inside a sentence; other languages keep its capital."""
    return title.lower() if get_language() == settings.LANGUAGE_CODE else title


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> SafeString:
    """Return the links by which search engines learn of the page in each language; the address has no query."""
    request: HttpRequest | None = context.get("request")
    return _alternates(request.path) if request else SafeString("")


@register.simple_tag(takes_context=True)
def language_switcher(context: template.Context) -> SafeString:
    """Return links to this page in each language, with what its query asks for; nothing where there is one language."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return SafeString("")
    if not request.GET:
        return _switcher(request.path, "")
    parameters = request.GET.copy()
    parameters.pop(PARAMETER, None)  # a form's answer stays in the language that it was given in
    return _switcher(request.path, f"?{parameters.urlencode()}" if parameters else "")


@memoized_part
def _alternates(path: str) -> SafeString:
    return format_html_join(
        "",
        '<link rel="alternate" hreflang="{}" href="{}">',
        ((code, settings.SHOP_URL + each) for code, each in languages.alternates(path)),
    )


@memoized_part
def _switcher(path: str, query: str) -> SafeString:
    titles, current = languages.names(), get_language()
    shown = [
        {"code": code, "name": titles[code], "address": each + query, "current": code == current}
        for code, each in languages.versions(path).items()
    ]
    return SafeString(render_to_string("layout/languages.html", {"languages": shown}))
