"""Pictures by their address. An import never fetches one: a feed cannot make the shop call anything. `manage.py
fetch_pictures` does, where somebody asks for it."""

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from msgspec import structs

from backend.contracts.colours import Colour
from backend.contracts.product.models import Choice, Picture

_APART = re.compile(r"[\n\r]+|(?<=[\s,;|])(?=https?://)|(?<=[,;|])\s*(?=//)", re.IGNORECASE)
_NAMES = re.compile(r"(?:[^\n,;|]+\.(?:jpe?g|png|webp|gif|avif)\s*(?:[,;|]\s*|$))+", re.IGNORECASE)
"""File names alone, parted by commas, semicolons or pipes."""
_AMPERSAND = re.compile("&(?:amp;)+")
_ELEMENT = re.compile(r"""<img\s[^<>]*?\bsrc=["']?([^"'\s<>]+)[^<>]*>""", re.IGNORECASE)
_OURS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")


def split_by_usable(
    pictures: Iterable[tuple[str, str, int, int, tuple[tuple[str, ...], ...], tuple[Colour, ...]]],
    folder: str = "",
) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Return the pictures that have a place, each once.

    And the names of those that do not, such as a file that only its merchant has. Names and paths without an address
    are below `folder`, if that is one.
    """
    had: dict[str, Picture] = {}
    lost: dict[str, None] = {}
    for src, alt, width, height, shows, colours in pictures:
        if address := find_address(src) or _below(folder, src):
            choices = tuple(Choice(option=option, value=value) for option, value in shows)
            picture = Picture(src=address, alt=alt, width=width, height=height, shows=choices, colours=colours)
            had.setdefault(address, picture)
        else:
            lost[src[:200]] = None
    return tuple(had.values()), tuple(lost)


def addresses(cell: str) -> list[str]:
    """Return the pictures of a cell, however they are parted: by commas, semicolons, pipes, blanks or line breaks, each
    of which an address may hold as well; or in `<img>` elements.
    """
    text = _AMPERSAND.sub("&", cell).strip()
    if named := _ELEMENT.findall(text):
        return list(named)
    if text.startswith("data:"):
        return [text]
    names_alone = "//" not in text and (len(text.split()) == 1 or _NAMES.fullmatch(text))
    parts = re.split(r"[,;|]", text) if names_alone else _APART.split(text)
    return [address for part in parts if (address := part.strip(" \t,;|"))]


def _below(folder: str, src: str) -> str:
    """Return the address of a name or path below a folder; empty for what is none, such as `C:\\a.jpg`."""
    is_path = folder and ":" not in src and "\\" not in src
    return find_address(f"{folder.rstrip('/')}/{src.strip().lstrip('/')}") if is_path else ""


def is_external(src: str) -> bool:
    """Return whether another host has it.

    Its address is kept, and pages show a placeholder: they load from our own hosts only.
    """
    return not _OURS.fullmatch(src)


def digest_of(address: str) -> str:
    """Return what a picture that was fetched from this address knows it by (`Picture.fetched_from`)."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def keep_fetched(pictures: tuple[Picture, ...], present: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Return a file's pictures, each of them as the shop has it where it was fetched from the address in the file."""
    by_address = {each.fetched_from: each for each in present if each.fetched_from}
    by_src = {each.src: each for each in present if each.fetched_from}
    return tuple(_keep(each, by_address.get(digest_of(each.src)) or by_src.get(each.src)) for each in pictures)


def _keep(picture: Picture, fetched: Picture | None) -> Picture:
    return structs.replace(fetched, alt=picture.alt, shows=picture.shows) if fetched else picture


def find_address(src: str) -> str:
    """Return a picture of the shop's own, or an http address without a password; else nothing.

    An address without a scheme, as themes write it (`//cdn.example/a.jpg`), is one of https.
    """
    src = src.strip()
    if _OURS.fullmatch(src):
        return src
    src = f"https:{src}" if src.startswith("//") else src
    try:
        parts = urlsplit(src)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            return ""
        return quote(src, safe=":/?&=#%+,;@!$'()*~[]")
    except ValueError:
        return ""
