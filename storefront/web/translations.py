"""`{% translate %}` and the other tags of Django's `i18n`: a literal text, of which a page has dozens, is looked up."""

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()
register.filters.update(i18n.register.filters)
register.tags.update(i18n.register.tags)


class LiteralNode(i18n.TranslateNode):
    """Django's node for a text in quotes alone: as safe as the template, and its percent signs are written twice where
    it is looked up.
    """

    def render(self, context: template.Context) -> SafeString:
        """Return the text in the page's language."""
        return SafeString(gettext(self.filter_expression.var.literal.replace("%", "%%")).replace("%%", "%"))


@register.tag("trans")
@register.tag
def translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Read the tag as Django does."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    if _is_literal(node):
        node.__class__ = LiteralNode
    return node


def _is_literal(node: i18n.TranslateNode) -> bool:
    expression = node.filter_expression
    is_plain = not (expression.filters or node.noop or node.asvar or node.message_context)
    return is_plain and isinstance(expression.var.literal, str)
