"""`{% load preloads %}`: what the browser asks for before all else."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from backend.contracts.product.models import Picture
from storefront.web import pictures
from storefront.web.memoize import memoize
from storefront.web.pictures import PictureSources

register = template.Library()


@register.simple_tag
def preload_picture(picture: Picture | str | None, slot: str) -> SafeString:
    """Return the link that has a page's main picture asked for ahead of the font, which would else share the line.

    It names the same files as `{% picture picture slot %}` does, so that the browser chooses the same one of them;
    nothing where there is no picture, or none of ours.
    """
    shown = pictures.picture_sources(picture, slot) if isinstance(picture, Picture) else None
    return _link(shown) if shown else SafeString("")


@memoize
def _link(shown: PictureSources) -> SafeString:
    return SafeString(render_to_string("components/picture-preload.html", {"shown": shown}).strip())
