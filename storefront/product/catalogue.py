"""The category tree, kept in this process for ten seconds: every page shows it and it seldom changes."""

import time
from difflib import get_close_matches
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from backend.contracts.product.models import Categories, Category
from backend.contracts.product.operations import LIST_CATEGORIES
from backend.contracts.shop import LANGUAGES
from storefront.clients import api
from storefront.clients.localization import localize
from storefront.clients.outputs import OutputsMissing
from storefront.clients.process_copy import RETRY_AFTER, ProcessCopy

TTL = 10.0  # seconds a tree is good for
_MIN_SIMILARITY = 0.6  # of 1, by difflib: such as sea-shore and seaside
EMPTY = Categories(items=(), count=0)


def _load() -> Categories | None:
    try:
        with translation.override(settings.LANGUAGE_CODE):  # it is kept for pages of all languages
            return api.call(LIST_CATEGORIES, allow_stale=False)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return None


_copy = ProcessCopy(_load, TTL)
prefetch, clear = _copy.prefetch, _copy.clear


def tree() -> Categories:
    """Return the tree, the last known one while the service is down, an empty one where none was ever seen."""
    return _in_language(get_language() or settings.LANGUAGE_CODE, _copy.get() or EMPTY)


@lru_cache(len(LANGUAGES))
def _in_language(language: str, tree: Categories) -> Categories:
    """Return the tree as a page in that language shows it. It is the same object while the tree is."""
    return localize(tree, language)


def is_loaded() -> bool:
    """Return whether there is a tree that can be shown without waiting."""
    return _copy.known is not None


def find(path: str) -> Category | None:
    """Return the category at a path.

    One that is not in the tree may be new: the tree is fetched again, `RETRY_AFTER` seconds after the last time.
    """
    category = _at(path)
    if category is None and time.monotonic() - _copy.requested_at >= RETRY_AFTER:
        _copy.ask_again()
        category = _at(path)
    return category


def title(path: str, otherwise: str) -> str:
    """Return a category's name in the page's language; `otherwise` if the tree does not have it."""
    category = _at(path)
    return category.title if category else otherwise


def _at(path: str) -> Category | None:
    return next((category for category in tree().items if category.path == path), None)


def find_redirect(path: str) -> str:
    """Return where the products of an emptied category are now. Empty for one that has products, and if it is not
    known."""
    return "" if find(path) else next((each.to for each in tree().moved if each.path == path), "")


def find_similar(path: str, most: int = 3) -> list[Category]:
    """Return the categories whose names are most like the last part of a path, or else like one above it. None if there
    are none."""
    names: dict[str, list[Category]] = {}
    for category in tree().items:
        names.setdefault(category.path.rpartition("/")[2], []).append(category)
    for part in reversed(path.split("/")):
        if alike := get_close_matches(part, names, most, _MIN_SIMILARITY):
            return [category for name in alike for category in names[name]][:most]
    return []


def ancestors(path: str, *, whole: bool = False) -> list[Category]:
    """Return the categories on the way to a path from the uppermost down, itself included where `whole`."""
    return [
        category
        for category in tree().items
        if path.startswith(f"{category.path}/") or (whole and category.path == path)
    ]


def top_categories() -> list[Category]:
    """Return the uppermost categories."""
    return subcategories("")


def subcategories(path: str) -> list[Category]:
    """Return the categories right below a path that hold anything, in the order of the menu."""
    return sort_subcategories(tree(), path)


def sort_subcategories(tree: Categories, path: str) -> list[Category]:
    """Return those right below a path: first what staff put first, in their order, then those with the most
    products."""
    below = [category for category in tree.items if category.path.rpartition("/")[0] == path and category.count]
    rank = {each: number for number, each in enumerate(tree.first)}
    return sorted(below, key=lambda category: (rank.get(category.path, len(rank)), -category.count, category.title))
