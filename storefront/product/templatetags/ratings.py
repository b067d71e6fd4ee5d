"""Stars: `{% load ratings %}`. Each is drawn for the eye, and said in words to screen readers."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backend.contracts.review.models import MAX_STARS, Rating
from storefront.product.reviews import review_pictures
from storefront.product.templatetags.shop import icon
from storefront.web.formats import number

register = template.Library()
register.filter("pictures_of", review_pictures)


@register.filter
def average(rating: Rating) -> str:
    """Return the mean number of stars with one digit: 4.3."""
    return number(rating.average, "0.0")


@register.simple_tag
def stars(number: float) -> SafeString:
    """Return five stars, so many of them filled (rounded to a whole), as a picture without words."""
    filled = int(number + 0.5)
    drawn = ((" star--on" if star < filled else "", icon("star")) for star in range(MAX_STARS))
    return format_html(
        '<span class="stars" aria-hidden="true">{}</span>',
        format_html_join("", '<span class="star{}">{}</span>', drawn),
    )


@register.filter
def from_the_top(by_stars: Sequence[int]) -> list[tuple[int, int]]:
    """Return the number of stars with the number of reviews, five stars first."""
    return list(enumerate(by_stars, 1))[::-1]
