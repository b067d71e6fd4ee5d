"""Pictures by their address. An import never fetches one: a feed cannot make the shop call anything."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from backend.contracts.colours import Colour
from backend.contracts.product.models import Choice, Picture

_OURS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")


def split_by_usable(
    pictures: Iterable[tuple[str, str, int, int, tuple[tuple[str, ...], ...], tuple[Colour, ...]]],
) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Return the pictures that have a place, each once.

    And the names of those that do not, such as a file that only its merchant has.
    """
    had: dict[str, Picture] = {}
    lost: dict[str, None] = {}
    for src, alt, width, height, shows, colours in pictures:
        if address := _address(src.strip()):
            choices = tuple(Choice(option=option, value=value) for option, value in shows)
            picture = Picture(src=address, alt=alt, width=width, height=height, shows=choices, colours=colours)
            had.setdefault(address, picture)
        else:
            lost[src[:200]] = None
    return tuple(had.values()), tuple(lost)


def is_external(src: str) -> bool:
    """Return whether another host has it.

    Its address is kept, and pages show a placeholder: they load from our own hosts only.
    """
    return not _OURS.fullmatch(src)


def _address(src: str) -> str:
    """Return a picture of the shop's own, or an http address without a password; else nothing."""
    if _OURS.fullmatch(src):
        return src
    try:
        parts = urlsplit(src)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return ""
        return quote(src, safe=":/?&=#%+,;@!$'()*~[]")
    except ValueError:
        return ""
