"""`{% load invoice %}`: the fields of another invoice address before anybody has typed into them."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from storefront.checkout.invoice_form import InvoiceAddressForm
from storefront.web.memoize import MAX_LARGE, memoize

register = template.Library()


def _draw_blank_fields() -> SafeString:
    return render_to_string("checkout/address-fields.html", {"form": InvoiceAddressForm()})


_blank_fields = memoize(_draw_blank_fields, max_entries=MAX_LARGE)


@register.simple_tag
def blank_invoice_fields() -> SafeString:
    """Return the fields, which are the same for everybody and stand hidden on each page of the step."""
    return _blank_fields()
