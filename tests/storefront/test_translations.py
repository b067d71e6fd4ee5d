"""Texts in templates."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.templatetags.i18n import TranslateNode
from django.utils import translation

from storefront.web.translations import LiteralNode

DJANGO = Engine(libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"])
TEXTS = (
    "{% translate 'Basket' %}",
    "{% translate 'No such text' %}",
    "{% translate '' %}",
    "{% translate '5 % & <b>%s</b> 100%' %}",
    "{% translate '%%' %}",
    "{% translate title %}",
    "{% translate 'Basket'|upper %}",
    "{% translate 'Basket' noop %}",
    "{% translate 'Free' context 'price' %}",
    "{% translate 'Basket' as text %}[{{ text }}]",
    "{% load i18n %}{% translate 'Basket' %}{% get_current_language as code %}{{ code }}",
)


@pytest.mark.parametrize("source", ["{% translate %}", "{% translate 'Basket' of %}", "{% translate 'a' noop noop %}"])
def test_a_tag_that_django_refuses_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("source", TEXTS)
def test_each_text_is_as_django_draws_it(source: str, language: str) -> None:
    with translation.override(language):
        drawn = Template(source).render(Context({"title": "<Basket> 5%"}))
        assert drawn == DJANGO.from_string(source).render(Context({"title": "<Basket> 5%"}))


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_each_literal_text_of_the_shop_is_as_django_draws_it(language: str) -> None:
    templates = (Template(path.read_text()) for path in Path(settings.TEMPLATES[0]["DIRS"][0]).rglob("*.html"))
    nodes = [node for template in templates for node in template.nodelist.get_nodes_by_type(LiteralNode)]
    assert len(nodes) > 500
    with translation.override(language):
        for node in nodes:
            assert node.render(Context()) == TranslateNode.render(node, Context())


def test_a_template_that_loads_the_library_gets_the_same_tag() -> None:
    sources = ("{% translate 'Basket' %}", "{% load i18n %}{% translate 'Basket' %}", "{% trans 'Basket' %}")
    assert all(isinstance(Template(source).nodelist[-1], LiteralNode) for source in sources)
