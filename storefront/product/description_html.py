"""A product's description as HTML that is safe on our page."""

import html
import re

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from storefront.web.memoize import memoized_part

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_BLOCK = re.compile(
    r"</?(p|br|div|section|article|pre|hr|h[1-6]|ul|ol|li|table|thead|tbody|tr|th|td|blockquote)\b", re.IGNORECASE
)
_LISTS, _TABLES = {"ul", "ol", "li"}, {"table", "thead", "tbody", "tr", "th", "td"}
_ALLOWED = {"p", "br", "strong", "b", "em", "i", "a", "h3", "h4", "blockquote"} | _LISTS | _TABLES
_LINKS = {"http", "https", "mailto"}


@memoized_part
def render_description(description: str) -> SafeString:
    """Return merchants' HTML reduced to text, lists, tables and links; plain text in paragraphs, also with bold words
    and links."""
    if not _TAG.search(description):
        return mark_safe(linebreaks(description, autoescape=True))  # noqa: S308  it escapes
    clean = nh3.clean(
        description, tags=_ALLOWED, attributes={"a": {"href"}}, url_schemes=_LINKS, link_rel="nofollow noopener"
    )
    if not _BLOCK.search(description):
        clean = linebreaks(clean)
    return mark_safe(clean)  # noqa: S308  nh3 has just made it safe


@memoized_part
def summarize(description: str, longest: int = 160) -> str:
    """Return its beginning as one line of plain text, for search results and shared links."""
    text = " ".join(html.unescape(_TAG.sub(" ", nh3.clean(description, tags=_ALLOWED))).split())
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"
