"""The price per unit beside a price: `{% load unit_prices %}`, `{% unit_price amount currency content %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from backend.contracts.product.content import Content, Unit
from backend.contracts.product.content import unit_price as price_per_unit
from storefront.web.formats import money

register = template.Library()

_SIGNS = {Unit.SQUARE_METRE: "m²", Unit.CUBIC_METRE: "m³", Unit.PIECE: gettext_lazy("piece")}


@register.simple_tag
def unit_price(amount: int, currency: str, content: Content | None) -> SafeString:
    """Return a line such as “€12.50 / m²”; nothing where no content is known, or the price itself says it."""
    each = price_per_unit(amount, content)
    if each is None:
        return SafeString("")
    sign = _SIGNS.get(each.unit, each.unit.value)
    return format_html('<span class="unit-price number">{} / {}</span>', money(each.amount, currency), sign)
