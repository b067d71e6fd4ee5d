"""The way from the shop to a category, for breadcrumbs."""

from django.urls import reverse
from django.utils.translation import gettext

from storefront.product import catalogue


def category_trail(path: str, *, whole: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the way to a category, itself included where `whole`."""
    return (
        (gettext("Shop"), reverse("search:shop")),
        *(
            (category.title, reverse("search:category", args=[category.path]))
            for category in catalogue.ancestors(path, whole=whole)
        ),
    )
