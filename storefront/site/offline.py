"""What a browser shows of the shop without a connection: one page, stored by a service worker."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from storefront.web import languages, styles
from storefront.web.caching import publicly_cacheable, shareable

MAX_AGE = 300  # seconds that a service worker of the last release may still be installed after a deployment
TEMPLATE = "pages/offline.html"
FILES = ("font/bricolage-grotesque.woff2", "icons/favicon.svg", "icons/moon.svg")


@shareable
def page(request: HttpRequest) -> HttpResponse:
    """Show that there is no connection. Only the service worker asks for it, while there is one."""
    return render(request, TEMPLATE)


@publicly_cacheable(MAX_AGE)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Serve the script, which is a new one to browsers whenever what it keeps has a new address or text."""
    parts = [styles.address(), *map(static, FILES)]
    pages = languages.versions(reverse("site:offline"))
    texts = [_text(language) for language in pages]
    version = sha256("\n".join([*texts, *pages.values(), *parts]).encode()).hexdigest()[:12]
    context = {"pages": list(pages.values()), "parts": parts, "version": version}
    return render(request, "pages/service-worker.js", context, content_type="text/javascript; charset=utf-8")


def _text(language: str) -> str:
    with translation.override(language):
        return render_to_string(TEMPLATE)
