"""`{% load languages %}`: the page's language, and the way to its other versions."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from storefront.site.post_redirect_get import PARAMETER
from storefront.web import languages

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
    named = languages.alternates(request.path) if request else []
    return format_html_join(
        "",
        '<link rel="alternate" hreflang="{}" href="{}">',
        ((code, settings.SHOP_URL + path) for code, path in named),
    )


@register.inclusion_tag("layout/languages.html", takes_context=True)
def language_switcher(context: template.Context) -> dict[str, object]:
    """Show links to this page in each language, with what its query asks for; nothing where there is one language."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {"languages": []}
    parameters = request.GET.copy()
    parameters.pop(PARAMETER, None)  # a form's answer stays in the language that it was given in
    query = f"?{parameters.urlencode()}" if parameters else ""
    titles, current = languages.names(), get_language()
    return {
        "languages": [
            {"code": code, "name": titles[code], "address": path + query, "current": code == current}
            for code, path in languages.versions(request.path).items()
        ]
    }
