"""Which options a picture shows, from the variants that a file gives it to."""

from collections.abc import Iterable, Mapping

from backend.contracts.product.models import Variant
from storefront.imports.entry import Entry

Shown = tuple[tuple[str, str], ...]
_NAMED, _WIDTH = 3, 40
"""Pictures that a note names, and the characters of each name."""


def options_by_picture(sold: Iterable[tuple[Entry, Variant]], options: tuple[str, ...]) -> dict[str, Shown]:
    """Return option and value of each picture's address: what all its variants have in common, and not all of the
    others.

    A picture of the red one in S and of the red one in M shows red; one that every variant has shows nothing of its
    own.
    """
    variants = [(entry.image.strip(), variant.values) for entry, variant in sold]
    shown: dict[str, Shown] = {}
    for image in dict.fromkeys(image for image, _ in variants if image):
        mine = [values for each, values in variants if each == image]
        common = [
            (name, number) for number, name in enumerate(options) if len({values[number] for values in mine}) == 1
        ]
        telling = [
            (name, mine[0][number])
            for name, number in common
            if any(values[number] != mine[0][number] for _, values in variants)
        ]
        if telling:
            shown[image] = tuple(telling)
    return shown


def note(shown: Mapping[str, Shown]) -> str:
    """Return what is to be known of it, in one line."""
    named = [
        f"{src.rpartition('/')[2][:_WIDTH]} shows {', '.join(value for _, value in shows)}"
        for src, shows in shown.items()
    ]
    and_more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f"pictures of variants: {'; '.join(named[:_NAMED])}{and_more}"
