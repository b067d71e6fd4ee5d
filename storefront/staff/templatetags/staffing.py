"""What the back office's templates need beside the shop's own tags: `{% load staffing %}`."""

from django import template

from storefront.dead_letters import words
from storefront.staff.draft import Draft

register = template.Library()
register.filter("pretty", words.pretty)
register.filter("cut", words.cut)


@register.filter
def option_name(draft: Draft, place: int) -> str:
    """What the option at this place is called; "Value" while it has no name."""
    return draft.named[place].name if place < len(draft.named) and draft.named[place].name else "Value"
