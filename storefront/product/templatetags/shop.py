"""The parts that pages are put together from: `{% load shop %}`.

    {% picture picture "card" eager=True %}     a contracts Picture (or None), at the places of `pictures.SIZES`
    {% price amount currency was=… more=… %}    a price; `was` is the one before a reduction, `more` says others cost more
    {% card card eager=True %}                  a contracts Card
    {% field form.town optional=True %}         label, control, help and error of one field
    {% icon "basket" %}                         one of static/icons/icons.svg
    {% crumbs trail "This page" %}              `trail` is a list of (title, address)

Plain includes, with what they take: components/errors.html (form), notice.html (title text kind), empty.html (title text link link_text),
steps.html (steps: title, state, url), stepper.html (name value id label max), timeline.html (steps: title, at, state).
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backend.contracts.product import Card, Category, Picture
from storefront.product import catalogue, pictures

register = template.Library()


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """The look the shopper chose by the switch, as an attribute of `<html>`; nothing where the system decides."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    return SafeString(f' data-theme="{chosen}"') if chosen in ("light", "dark") else SafeString("")


@register.simple_tag
def navigation() -> list[Category]:
    """The uppermost categories; none while the product service is down, and the page stands without them."""
    return catalogue.tops()


@register.filter
def under(path: str, top: str) -> bool:
    """Whether a category is `top` or lies below it."""
    return path == top or path.startswith(f"{top}/")


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of static/icons/icons.svg, for the eye only: what it means stands beside it in words."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons/icons.svg"), name)


@register.inclusion_tag("components/picture.html")
def picture(picture: Picture | None, place: str = "card", *, eager: bool = False, alt: str | None = None, shape: str = "") -> dict[str, Any]:
    """A picture in all its sizes; a drawn stand-in where it is a merchant's own URL or not there. `alt=""` where words beside it say the same."""
    return {"shown": pictures.shown(picture, place), "alt": (picture.alt if picture else "") if alt is None else alt, "eager": eager,
            "place": place, "shape": shape}  # fmt: skip


@register.inclusion_tag("components/price.html")
def price(amount: int, currency: str, *, was: int | None = None, more: bool = False, large: bool = False) -> dict[str, Any]:
    """`amount` and `was` in minor units; a `was` that is no reduction is not shown."""
    return {"amount": amount, "currency": currency, "was": was if was is not None and was > amount else None, "more": more, "large": large}


@register.inclusion_tag("components/card.html")
def card(card: Card, *, eager: bool = False, level: int = 2) -> dict[str, Any]:
    """A product in a list, all of it one link; `level` is that of its heading."""
    return {"card": card, "eager": eager, "level": level, "saved": reduction(card.price, card.compare_at)}


def reduction(amount: int, was: int | None) -> int:
    """How far a price was reduced, in whole percent, rounded down; 0 where it was not."""
    return (was - amount) * 100 // was if was and was > amount else 0


@register.inclusion_tag("components/field.html")
def field(field: BoundField, *, optional: bool = False) -> dict[str, Any]:
    """One field; what kind of control it is and how long stands in its widget's attributes."""
    return {"field": field, "optional": optional}


@register.inclusion_tag("components/crumbs.html")
def crumbs(trail: Iterable[tuple[str, str]], here: str) -> dict[str, Any]:
    """The way from the shop to this page."""
    return {"trail": list(trail), "here": here}
