"""`{% load search_tags %}`: the menu of all categories, and what was looked at last."""

from typing import TypedDict

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from backend.contracts.product.models import Categories, Category
from storefront.product import catalogue
from storefront.product.recently_viewed import is_off, recently_viewed
from storefront.web.memoize import memoize, memoized_part

register = template.Library()
MAX_FULL_MENU = 150
"""Categories; where there are more, the menu has two levels only, and the others are on the pages of these."""


class Node(TypedDict):
    """A category of the menu, with those below it."""

    category: Category
    below: "list[Node]"


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> SafeString:
    """Return the menu of all categories; the one whose page this is, and those above it, say so."""
    drawn = _menu(catalogue.tree())
    here = str(getattr(context.get("category"), "path", ""))
    for above in catalogue.ancestors(here, whole=True):
        drawn = _mark_current(
            drawn, reverse("search:category", args=[above.path]), "page" if above.path == here else "true"
        )
    match = getattr(context.get("request"), "resolver_match", None)
    return _mark_current(drawn, reverse("search:shop"), "page") if match and match.view_name == "search:shop" else drawn


def _mark_current(drawn: SafeString, address: str, current: str) -> SafeString:
    return SafeString(drawn.replace(f'href="{address}"', f'href="{address}" aria-current="{current}"', 1))


@memoized_part
def _menu(tree: Categories) -> SafeString:
    nodes = _below("", tree, 2 if len(tree.items) > MAX_FULL_MENU else len(tree.items))
    return SafeString(render_to_string("layout/menu.html", {"nodes": nodes}).strip())


def _below(path: str, tree: Categories, levels: int) -> list[Node]:
    here = catalogue.sort_subcategories(tree, path) if levels else []
    return [{"category": each, "below": _below(each.path, tree, levels - 1)} for each in here]


@register.simple_tag(takes_context=True)
def recently_seen(context: template.Context, but: str = "") -> SafeString:
    """Return a row of what was looked at last.

    Where the server knows of nothing, the browser fills it in (`shop.js`), unless the visitor does not want that.
    """
    request: HttpRequest | None = context.get("request")
    if seen := recently_viewed(request, but) if request else []:
        return SafeString(render_to_string("search/seen.html", {"seen": seen}))
    return SafeString("") if request and is_off(request) else _empty_row(but)


@memoize
def _empty_row(here: str) -> SafeString:
    return SafeString(render_to_string("search/empty-row.html", {"here": here}))
