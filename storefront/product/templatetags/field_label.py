"""`{% load field_label %}`: what stands above the control of a field, drawn once for all forms that have it."""

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from storefront.web.memoize import memoize

register = template.Library()


@register.simple_tag
def field_label(field: BoundField, optional: object) -> SafeString:
    """Return a field's label and its help."""
    label, help = str(field.label), str(field.help_text or "")
    return _field_label(control=field.id_for_label, name=field.auto_id, label=label, help=help, optional=bool(optional))


@memoize
def _field_label(**context: object) -> SafeString:
    return SafeString(render_to_string("components/field-label.html", context).strip())
