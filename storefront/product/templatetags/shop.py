"""The parts that pages are put together from: `{% load shop %}`.

    {% picture picture "card" load="first" %}  a contracts Picture (or None), at the places of `pictures.SIZES`
    {% price amount currency was=… more=… to=… %}
        a price; `was` is the one before a reduction, `more` says others cost more, `to` how much
    {% card card load="first" %}                a contracts Card
    {% field form.town optional=True %}         label, control, help and error of one field
    {% icon "basket" %}                         one of static/icons/icons.svg
    {% crumbs trail "This page" %}              `trail` is a list of (title, address)
    {% part "x/y.html" name=value %}            a template drawn once for the same values, of which it knows alone

Plain includes, with what they take: components/errors.html (form), notice.html (title text kind), empty.html (title
text link link_text), steps.html (steps: title, state, url), stepper.html (name value id label max), timeline.html
(steps: title, at, state).
"""

from collections.abc import Hashable, Iterable

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from backend.contracts.product.models import Card, Category, Picture
from backend.contracts.recommendation.models import Reason, Recommendation
from storefront.clients.localization import is_in
from storefront.clients.price_setting import prices_include_tax
from storefront.product import catalogue, parts, recently_viewed
from storefront.web import pictures, signed_cookies, styles
from storefront.web.memoize import memoize, memoized_part

register = template.Library()

BECAUSE = {
    Reason.SEEN: gettext_lazy("Because you looked at %(title)s"),
    Reason.WISHED: gettext_lazy("Because you saved %(title)s"),
    Reason.BASKET: gettext_lazy("Because you put %(title)s in your basket"),
    Reason.BOUGHT: gettext_lazy("Because you ordered %(title)s"),
}


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """Return the look the shopper chose by the switch, as an attribute of `<html>`.

    Nothing where the system decides.
    """
    request: HttpRequest | None = context.get("request")
    # the old name, too
    cookie = request.COOKIES.get(signed_cookies.full_name("theme"), request.COOKIES.get("theme")) if request else None
    return SafeString(f' data-theme="{cookie}"') if cookie in ("light", "dark") else SafeString("")


@register.simple_tag
def navigation() -> list[Category]:
    """Return the uppermost categories; none while the product service is down, and the page stands without them."""
    return catalogue.top_categories()


@register.filter
def because(pick: Recommendation) -> str:
    """Return why a product is picked, in words."""
    return BECAUSE[pick.reason] % {"title": pick.because_title}


@register.simple_tag(takes_context=True)
def suggestions_off(context: template.Context) -> bool:
    """Return whether the visitor wants nothing remembered and nothing picked."""
    return recently_viewed.is_off(context["request"])


@register.filter
def under(path: str, top: str) -> bool:
    """Return whether a category is `top` or lies below it."""
    return path == top or path.startswith(f"{top}/")


@register.simple_tag
def catalogue_language(thing: object = None, field: str = "title") -> SafeString:
    """Return the language of a text of a product or of a thing with a title, as an attribute; nothing where the page
    has the same.
    """
    language = get_language() or settings.LANGUAGE_CODE
    same = language == settings.LANGUAGE_CODE or is_in(thing, language, field)
    return SafeString("") if same else format_html(' lang="{}"', settings.LANGUAGE_CODE)


@register.filter
def category_title(category: Category) -> str:
    """Return what a category that search has told of is called in the page's language."""
    return catalogue.title(category.path, category.title)


@register.filter
def category_links(categories: Iterable[Category]) -> SafeString:
    """Return links to the categories in a sentence: one, two or three."""
    links = [
        format_html('<a class="link" href="{}">{}</a>', reverse("search:category", args=[each.path]), each.title)
        for each in categories
    ]
    *others, last = links
    return (
        format_html(gettext("{} or {}"), format_html_join(", ", "{}", ((each,) for each in others)), last)
        if others
        else last
    )


@register.simple_tag
def footer() -> SafeString:
    """Return the foot of every page."""
    return _footer(tuple(catalogue.top_categories()))


@register.simple_tag
def links() -> SafeString:
    """Return the style sheets, scripts and icons that every page asks for."""
    return _links(styles.address())


@register.simple_tag
@memoize
def icon(name: str) -> SafeString:
    """Return one of static/icons/icons.svg, for the eye only: what it means stands beside it in words."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons/icons.svg"), name
    )


@register.simple_tag
def picture(
    picture: Picture | None, slot: str = "card", *, load: str = "lazy", alt: str | None = None, shape: str = ""
) -> SafeString:
    """Return a picture in all its sizes; a drawn stand-in for a merchant's own URL and for what is not there.

    `alt=""` where words beside it say the same; `shape` "card" or "square" crops; `load` is "first" for the page's main
    picture, "eager" for others in the first view.
    """
    description = (picture.alt if picture else "") if alt is None else alt
    return _picture(pictures.picture_sources(picture, slot), description, load, shape)


@register.filter
def largest(picture: Picture) -> str:
    """Return the address of a picture's largest file; empty for one that is not ours."""
    shown = pictures.picture_sources(picture, "gallery")
    return shown.largest if shown else ""


@register.simple_tag
def part(template: str, once: bool = True, **values: Hashable) -> SafeString:
    """Return a template that shows nothing but these values; what was drawn of it is remembered."""
    return parts.render_part(template, once=once, **values)


@register.simple_tag
def price(
    amount: int,
    currency: str,
    *,
    was: int | None = None,
    more: bool = False,
    to: int | None = None,
    large: bool = False,
) -> SafeString:
    """`amount`, `was` and `to` in minor units; a `was` that is no reduction, or stands before a range, is not shown.

    Where prices do not include tax, it says so.
    """
    reduced = was if was is not None and was > amount and not to else None
    before_tax = not prices_include_tax()
    return _price(
        amount=amount, currency=currency, was=reduced, more=more, to=to or None, large=large, before_tax=before_tax
    )


@register.simple_tag
def card(card: Card, *, load: str = "lazy", level: int = 2) -> SafeString:
    """Return a product in a list, all of it one link; `level` is that of its heading."""
    first, second = (
        pictures.picture_sources(picture, "card") is not None for picture in (card.picture, card.second_picture)
    )
    return _card(card, first, second, load, level, not prices_include_tax())


# These depend on nothing but their arguments, and some stand two dozen times on a page: what they drew is remembered.


def _render_stripped(template: str, context: dict[str, object] | None = None) -> SafeString:
    return SafeString(render_to_string(template, context).strip())


@memoize
def _picture(shown: pictures.PictureSources | None, alt: str, load: str, shape: str) -> SafeString:
    return _render_stripped("components/picture.html", {"shown": shown, "alt": alt, "load": load, "shape": shape})


@memoize
def _price(**context: object) -> SafeString:
    return _render_stripped("components/price.html", context)


@memoize  # `first` and `second`: whether the files of its pictures are there; `before_tax` is what its price says
def _card(card: Card, first: bool, second: bool, load: str, level: int, before_tax: bool) -> SafeString:
    context: dict[str, object] = {
        "card": card,
        "load": load,
        "level": level,
        "second": second,
        "saved": reduction(card.price, card.compare_at),
    }
    return _render_stripped("components/card.html", context)


@memoized_part
def _footer(tops: tuple[Category, ...]) -> SafeString:
    return _render_stripped("layout/footer.html", {"tops": tops, "shop_name": settings.SHOP_NAME})


@memoize
def _links(styles: str) -> SafeString:
    return _render_stripped("layout/links.html", {"styles": styles})


def reduction(amount: int, was: int | None) -> int:
    """Return how far a price was reduced, in whole percent, rounded down; 0 where it was not."""
    return (was - amount) * 100 // was if was and was > amount else 0


@register.inclusion_tag("components/field.html")
def field(field: BoundField, *, optional: bool = False) -> dict[str, object]:
    """Show one field; what kind of control it is and how long stands in its widget's attributes."""
    return {"field": field, "optional": optional}


@register.simple_tag
def crumbs(trail: Iterable[tuple[str, str]], here: str) -> SafeString:
    """Return the way from the shop to this page."""
    return parts.render_part("components/crumbs.html", trail=tuple(trail), here=here)
