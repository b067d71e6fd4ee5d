"""`{% load basket %}`: dates of arrival and numbers of things, in words."""

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, ngettext

from backend.contracts.basket.models import Basket, Delivery, DeliveryOption
from backend.contracts.delivery.zones import arrival_date
from backend.contracts.promotion.models import EnteredCode
from backend.contracts.tax import added_part
from storefront.basket import notices
from storefront.basket.summary import Summary
from storefront.clients.price_setting import prices_include_tax
from storefront.product import parts
from storefront.web import delivery_zones
from storefront.web.formats import weekday
from storefront.web.memoize import memoize

register = template.Library()
_WAYS = {Delivery.STANDARD: gettext_lazy("Standard delivery"), Delivery.EXPRESS: gettext_lazy("Express delivery")}
_BY_EMAIL = gettext_lazy("By e-mail")


@register.simple_tag(takes_context=True)
def mini_basket(context: template.Context) -> SafeString:
    """Return the header's basket: how many pieces and how much.

    Where the page is `swapped` in by htmx, it takes the old one's place.
    """
    summary: Summary | None = context.get("mini_basket")
    count, subtotal, currency = (summary.count, summary.subtotal, summary.currency) if summary else (None, 0, "")
    swapped = bool(context.get("swapped"))
    return parts.render_part("basket/mini.html", count=count, subtotal=subtotal, currency=currency, swapped=swapped)


@register.filter
def arrives(country: str, delivery: str) -> str:
    """Return the day something ordered now is there: `{{ country|arrives:"standard" }}` → `Tue 24 Nov`."""
    return _arrival(country, delivery_zones.ways_to(country)[Delivery(delivery)].days, localdate())


@register.filter
def arrives_if_left(country: str, back_on: str | None) -> str:
    """Return the day something ordered now is there by standard delivery, if it leaves today or on that day."""
    days = delivery_zones.ways_to(country)[Delivery.STANDARD].days
    return _arrival(country, days, date.fromisoformat(back_on) if back_on else localdate())


@memoize
def _arrival(country: str, days: int, ordered_on: date) -> str:
    return weekday(arrival_date(country, days, ordered_on))


@register.filter
def obstacle(code: EnteredCode, currency: str) -> str:
    """Return why a code saves nothing now; empty if it does: `{{ code|obstacle:basket.currency }}`."""
    return notices.explain_code(code, currency)


@register.filter
def things(count: int) -> str:
    """Return a number of pieces: `1 item`, `3 items`."""
    return ngettext("%(number)d item", "%(number)d items", count) % {"number": count}


@register.filter
def pieces(count: int) -> str:
    """Return a number of pieces of one article: `1 piece`, `3 pieces`."""
    return ngettext("%(number)d piece", "%(number)d pieces", count) % {"number": count}


@register.filter
def added_tax(basket: Basket, option: DeliveryOption) -> int:
    """Return the tax that is added to a basket's prices with a way of delivery; 0 where they include it."""
    return added_part(option.total, option.tax, basket.subtotal - basket.discount + option.price)


@register.simple_tag
def tax_is_added() -> bool:
    """Return whether the shop's prices are without tax."""
    return not prices_include_tax()


@register.filter
def way(delivery: Delivery) -> str:
    """Return the name of a way of delivery."""
    return str(_WAYS.get(delivery, _BY_EMAIL))
