"""`{% load wishes %}`: what has become of a wish."""

from django import template

from backend.contracts.wish.models import Wish

register = template.Library()


@register.filter
def cheaper_by(wish: Wish) -> int:
    """Return how much less it costs than when it was wished for, in minor units; 0 if it does not."""
    return max(wish.wished_price - wish.price, 0)
