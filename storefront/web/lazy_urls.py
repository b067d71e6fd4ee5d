"""URLs of an app that are imported only when one of them is first requested.

Django's `include` imports every app's views at once. Where each process is new, as on Lambda, the first visitor of the
home page would have to wait for the staff's pages, too.
"""

from typing import cast

from django.urls.resolvers import RoutePattern, URLResolver
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from storefront.web.languages import LanguagePrefix


class LazyURLs(URLResolver):
    """The addresses below a prefix, in the namespace of their app's name."""

    def _populate(self) -> None:
        """Do nothing: so the resolver above asks each one below it for names outside any namespace. There are none."""

    @property
    def reverse_dict(self) -> MultiValueDict:  # type: ignore[type-arg]
        """The app's names, imported by now."""
        if get_language() not in self._reverse_dict:
            super()._populate()
        return cast(MultiValueDict, self._reverse_dict[get_language()])  # type: ignore[type-arg]


def translated_include(prefix: str, urls: str, name: str) -> LazyURLs:
    """Return the same for pages that speak the shopper's language: theirs comes before the prefix."""
    return LazyURLs(LanguagePrefix(prefix), urls, app_name=name, namespace=name)


def lazy_include(prefix: str, urls: str, name: str) -> LazyURLs:
    """Return the addresses in the module `urls`, whose `app_name` is `name`."""
    return LazyURLs(RoutePattern(prefix, is_endpoint=False), urls, app_name=name, namespace=name)
