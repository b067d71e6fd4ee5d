"""Parts of pages that depend on only a few values: rendered once for everybody who sees the same."""

from collections.abc import Callable, Hashable, Iterable
from functools import cache, partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from backend.contracts.product.models import Card
from storefront.web import pictures
from storefront.web.memoize import memoized_part


def render_part(template: str, /, *, once: bool = True, **values: Hashable) -> SafeString:
    """Return the template with these values, which must be hashable, and nothing else to show; with `once` it is
    remembered."""
    return _memory(template)(**values) if once else _render(template, **values)


def have_pictures(cards: Iterable[Card]) -> bool:
    """Whether all cards' pictures are there: else some may be drawn while a part that shows them is remembered."""
    return all(pictures.is_ours(each.src) for card in cards for each in (card.picture, card.second_picture) if each)


def _render(template: str, /, **values: Hashable) -> SafeString:
    return SafeString(render_to_string(template, values).strip())


@cache
def _memory(template: str) -> Callable[..., SafeString]:
    """Return the drawing of a template that is remembered beside no other's: who asks for one product after another
    pushes out nobody's basket."""
    return memoized_part(partial(_render, template))
