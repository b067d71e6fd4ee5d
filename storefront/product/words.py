"""A product's description as HTML that may stand on our page."""

import re

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "a", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "blockquote"}
_LINKS = {"http", "https", "mailto"}


def described(description: str) -> SafeString:
    """Merchants' HTML cut down to text, lists, tables and links; plain text in paragraphs."""
    if not _TAG.search(description):
        return linebreaks(description, autoescape=True)
    clean = nh3.clean(description, tags=_ALLOWED, attributes={"a": {"href"}}, url_schemes=_LINKS, link_rel="nofollow noopener")
    return mark_safe(clean)  # noqa: S308  nh3 has just made it safe


def summary(description: str, longest: int = 160) -> str:
    """Its beginning as one line of plain text, for search results and shared links."""
    text = " ".join(nh3.clean(_TAG.sub(" ", description), tags=set()).split())
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"
