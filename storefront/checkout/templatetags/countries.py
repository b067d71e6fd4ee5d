"""`{% load countries %}`: `{{ address.country|country_name }}`."""

from django import template

from storefront.checkout.countries import name

register = template.Library()
register.filter("country_name", name)
