"""`{% load countries %}`: names of countries, addresses as they write them, and the one that is delivered to."""

from django import template

from backend.contracts.addresses import address_lines
from backend.contracts.basket.models import EUROPE
from backend.contracts.product.models import ProductBody
from backend.contracts.tax import TaxClass
from storefront.clients.price_setting import prices_include_tax
from storefront.web.countries import choices, in_a_sentence, name
from storefront.web.delivery_country import get_country, get_lost_choice, is_delivered_to

register = template.Library()
register.filter("country_name", name)
register.filter("address_lines", address_lines)
register.filter("in_a_sentence", in_a_sentence)
register.filter("is_delivered_to", is_delivered_to)


@register.filter
def includes_vat(product: ProductBody, country: str) -> bool:
    """Return whether a product's page may say that VAT is in its price: not of what is not taxed, nor where the rates
    that a shop begins with have none, nor in a shop whose prices are without.
    """
    return prices_include_tax() and product.tax_class is not TaxClass.ZERO and country in EUROPE


@register.filter
def adds_tax(product: ProductBody) -> bool:
    """Return whether a product's page must say that tax is added to its price."""
    return not prices_include_tax() and product.tax_class is not TaxClass.ZERO


@register.simple_tag(takes_context=True)
def delivery_country(context: template.Context) -> str:
    """Return the code of the country that this visitor is told prices and days for."""
    return get_country(context["request"])


@register.simple_tag(takes_context=True)
def lost_country(context: template.Context) -> str:
    """Return the code of the country that this visitor chose, where we no longer deliver to it; else an empty text."""
    return get_lost_choice(context["request"])


@register.simple_tag
def delivery_countries() -> tuple[tuple[str, str], ...]:
    """Return code and name of each country that we deliver to, by name."""
    return tuple(choices())
