"""What the back office's templates need beside the shop's own tags: `{% load staff_tags %}`."""

import re

from django import template
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from backend.contracts.order.states import State
from storefront.dead_letters import notices
from storefront.staff import access, frame, mail_fates
from storefront.staff.state_tabs import STATE_TABS

register = template.Library()
register.filter("pretty", notices.pretty)
register.filter("cut", notices.cut)
register.filter("fate", mail_fates.fate)
register.filter("cause", mail_fates.cause)


@register.filter
def soft_breaks(name: str) -> SafeString:
    """Return a name such as OrderDeadLetters, which may be broken before each of its words where a column is narrow."""
    return format_html_join("", "{}<wbr>", ((word,) for word in re.findall(r"[A-Z]?[^A-Z]+|[A-Z]", name)))


@register.simple_tag
def staff_navigation(request: HttpRequest) -> list[tuple[str, list[frame.NavigationLink]]]:
    """Return the side navigation's groups for a page, without what this role does not open."""
    return frame.navigation(request.path, access.roles(request))


@register.simple_tag
def staff_opens(request: HttpRequest, page: str, method: str = "GET") -> bool:
    """Tell whether the role of whoever is signed in opens a page, or sends its form."""
    return access.opens(page, access.roles(request), method)


@register.filter
def tab(state: State) -> str:
    """Return what staff call a state."""
    return STATE_TABS[state]


@register.filter
def as_query(conditions: dict[str, str]) -> str:
    """Return conditions as a query, for an address."""
    return urlencode(conditions)
