"""The language of a page.

Only its address decides: `/de/shop/` is German, and `/shop/`, without a prefix, is English. So an address shows the
same page to everybody, and caches need not know about languages.
"""

from collections.abc import Callable
from typing import get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import LocalePrefixPattern
from django.utils import translation

from backend.contracts.types import Language


class LanguagePrefix(LocalePrefixPattern):
    """The start of addresses in the page's language: `basket/` in English, `de/basket/` in German."""

    def __init__(self, route: str) -> None:
        super().__init__(prefix_default_language=False)
        self._route = route

    @property
    def language_prefix(self) -> str:
        """The prefix, with the language of this moment."""
        return f"{super().language_prefix}{self._route}"


def follow_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: use the language that the address names."""

    def middleware(request: HttpRequest) -> HttpResponse:
        translation.activate(split(request.path_info)[0])
        return get_response(request)

    return middleware


def split(path: str) -> tuple[str, str]:
    """Return the language that a path of the shop names, and the path without it: `de` and `/shop/` of `/de/shop/`."""
    first, slash, rest = path[1:].partition("/")
    if first != settings.LANGUAGE_CODE and first in names():
        return first, f"{slash}{rest}"
    return settings.LANGUAGE_CODE, path


def prefix(language: str | None = None) -> str:
    """Return what addresses in a language begin with, without the slash after it: `/de`; empty for English.

    Without a language, of the page's own.
    """
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def current() -> Language:
    """Return the page's language, as services are told it."""
    language = translation.get_language()
    known: tuple[Language, ...] = get_args(Language)
    return next((each for each in known if each == language), "en")


def names() -> dict[str, str]:
    """Return the languages that pages are available in, each by its own name, English first."""
    return dict(settings.LANGUAGES)


def versions(path: str) -> dict[str, str]:
    """Return a page's path in each language; `path` may be that of any of them."""
    bare = split(path)[1]
    return {language: f"{prefix(language)}{bare}" for language in names()}


def alternates(path: str) -> list[tuple[str, str]]:
    """Return the `hreflang` and path of a page's other versions; nothing if there is only one language.

    `x-default` is for readers of all other languages
    (https://developers.google.com/search/docs/specialty/international/localized-versions).
    """
    paths = versions(path)
    return [*paths.items(), ("x-default", paths[settings.LANGUAGE_CODE])] if len(paths) > 1 else []
