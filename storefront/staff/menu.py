"""The order of the menu: numbers beside the categories; those without one follow, the largest first."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from backend.contracts.product.models import MAX_MENU_ITEMS, Categories, Category, Menu
from backend.contracts.product.operations import LIST_CATEGORIES, SET_MENU
from storefront.clients import api
from storefront.product import catalogue
from storefront.staff.decorators import staff_only
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

_LAST = 9_999


class Row(Struct, frozen=True):
    """A category with its place, empty where it has none; `level` is how deep it is, from 0 on."""

    category: Category
    rank: str
    level: int


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: HttpRequest) -> HttpResponse:
    """Render every category in the present order, with a field for its place."""
    tree = api.call(LIST_CATEGORIES, bypass_cache=True)
    if request.method == "POST":
        api.call(SET_MENU, request=request, body=Menu(first=_first(request.POST, tree)))
        catalogue.clear()
        messages.success(request, "The menu is saved. Shoppers see it within half a minute.")
        return SeeOther("staff:menu")
    return render(request, "staff/menu.html", {"rows": list(_rows(tree, ""))})


def _rows(tree: Categories, above: str) -> Iterator[Row]:
    for category in catalogue.sort_subcategories(tree, above):
        siblings = [path for path in tree.first if path.rpartition("/")[0] == above]
        rank = str(siblings.index(category.path) + 1) if category.path in siblings else ""
        yield Row(category, rank, category.path.count("/"))
        yield from _rows(tree, category.path)


def _first(form: QueryDict, tree: Categories) -> tuple[str, ...]:
    """Return the categories that were given a place, by it; of equal ones as they stood.

    What is not there just now keeps its place at the end.
    """
    known_paths = {category.path for category in tree.items}
    rows = zip(form.getlist("path"), form.getlist("place"), strict=False)
    placed = [
        (parse_int(rank.strip(), _LAST, digits=4), path) for path, rank in rows if path in known_paths and rank.strip()
    ]
    gone = [path for path in tree.first if path not in known_paths]
    return tuple(dict.fromkeys([*(path for _, path in sorted(placed, key=lambda each: each[0])), *gone]))[
        :MAX_MENU_ITEMS
    ]
