"""What the back office's templates need beside the shop's own tags: `{% load staff_tags %}`."""

import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from storefront.dead_letters import notices

register = template.Library()
register.filter("pretty", notices.pretty)
register.filter("cut", notices.cut)


@register.filter
def soft_breaks(name: str) -> SafeString:
    """Return a name such as OrderDeadLetters, which may be broken before each of its words where a column is narrow."""
    return format_html_join("", "{}<wbr>", ((word,) for word in re.findall(r"[A-Z]?[^A-Z]+|[A-Z]", name)))
