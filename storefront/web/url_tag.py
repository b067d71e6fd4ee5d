"""Django's `{% url %}`, with a cache: a page has a dozen addresses, and most pages have the same ones."""

from django import template
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape

from storefront.web.memoize import memoize

register = template.Library()


class AddressNode(URLNode):
    """Django's node; no name of the shop depends on the app that answers, so the same values have the same address."""

    def render(self, context: template.Context) -> str:
        """Return the address, or give it to the variable after `as`, which is empty where there is no such address."""
        name = self.view_name.resolve(context)
        positional = [value.resolve(context) for value in self.args]
        named = {key: value.resolve(context) for key, value in self.kwargs.items()}
        try:
            address = _address(name, *positional, **named)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar is None:
            return conditional_escape(address) if context.autoescape else address
        context[self.asvar] = address
        return ""


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    """Read the tag as Django does."""
    node = parse_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


@memoize
def _address(name: str, /, *positional: object, **named: object) -> str:
    """Return the address in the page's language."""
    return reverse(name, args=positional, kwargs=named)
