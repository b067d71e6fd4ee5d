"""Blocks of templates: what fills one fills each of that name in all layouts above."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Template
from django.template.context import Context
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode

ROOT = Path(settings.TEMPLATES[0]["DIRS"][0])
NAMES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))


def _template(name: str) -> Template:
    return get_template(name).template


def _blocks(template: Template) -> list[BlockNode]:
    return template.nodelist.get_nodes_by_type(BlockNode)


def _layouts(template: Template) -> Iterator[Template]:
    """Yield the layouts that a template extends, the nearest first."""
    while isinstance(first := next(iter(template.nodelist), None), ExtendsNode):
        template = _template(first.parent_name.resolve(Context()))
        yield template


@pytest.mark.parametrize("name", NAMES)
def test_a_block_inside_of_another_has_a_name_that_no_layout_above_has(name: str) -> None:
    template = _template(name)
    inside = {each.name for block in _blocks(template) for each in block.nodelist.get_nodes_by_type(BlockNode)}
    for layout in _layouts(template):
        assert not inside & {block.name for block in _blocks(layout)}, layout.name
