"""`{% part %}` draws once for everybody, so its template may show what it is given and nothing of one visitor."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.TEMPLATES[0]["DIRS"][0])
PART = re.compile(r'{% part "([^"]+)"(.*?) %}')
GIVEN = re.compile(r"(?<= )(\w+)=")
INCLUDE = re.compile(r'{% include "([^"]+)"')
TAG = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
TEXT = re.compile(r'"[^"]*"|\'[^\']*\'')
NAME = re.compile(r"(?<![\w.:])([a-z_]+)(?!=)\b")
OF_A_PAGE = {"request", "messages", "csp_nonce", "request_id", "since", "mini_basket", "shop_name", "shop_url"}
"""What context processors give to a page; a part gets none of it."""
OF_A_VISITOR = {
    "csrf_token", "owner_field", "theme", "menu", "language_switcher", "alternates", "recently_seen",
    "suggestions_off", "delivery_country", "delivery_countries",
}  # fmt: skip
"""Tags that look at the request."""


def _parts() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each part by the template that has it, its own template and the names of the values it is given."""
    for path in sorted(ROOT.rglob("*.html")):
        for template, values in PART.findall(path.read_text()):
            yield str(path.relative_to(ROOT)), template, tuple(GIVEN.findall(values))


def _names(template: str) -> set[str]:
    """Return the names in the tags of a template, and of those that it includes."""
    source = (ROOT / template).read_text()
    names = {name for tag in TAG.findall(source) for name in NAME.findall(TEXT.sub("", tag))}
    return names.union(*(_names(each) for each in INCLUDE.findall(source) if each.endswith(".html")))


@pytest.mark.parametrize(("page", "template", "given"), list(_parts()), ids=str)
def test_a_part_shows_nothing_of_the_page_or_the_visitor_that_it_is_not_given(
    page: str, template: str, given: tuple[str, ...]
) -> None:
    assert not _names(template) & (OF_A_PAGE | OF_A_VISITOR) - set(given)
