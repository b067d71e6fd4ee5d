"""The pictures of a product, and which options each of them shows, from the variants that a file gives it to."""

from collections.abc import Iterable, Mapping

from backend.contracts.product.models import Picture, Variant
from storefront.imports.entry import Entry, picture
from storefront.imports.image_urls import split_by_usable
from storefront.imports.limits import Note

Shown = tuple[tuple[str, str], ...]
_NAMED, _WIDTH = 3, 40
"""Pictures that a note names, and the characters of each name."""


def collect(
    entries: list[Entry], variants: Iterable[Variant], options: tuple[str, ...], folder: str, add_note: Note
) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Return the product's pictures, each with the options that it shows, and the names that have no address.

    `variants` are those of the entries that sell. Names and paths without an address are below `folder`.
    """
    sold_entries = zip((each for each in entries if each.sells), variants, strict=True)
    shows = options_by_picture(sold_entries, options)
    if shows:
        add_note(note(shows))
    in_order = sorted(entries, key=lambda entry: entry.position or 10**7)
    pictures = [(each, entry.shows, entry.colours) for entry in in_order for each in entry.pictures]
    # Pictures of single variants come last, unless they are listed before.
    pictures += [(picture(src), (), ()) for src in shows]
    return split_by_usable(
        ((*each, own or shows.get(each[0].strip(), ()), colours) for each, own, colours in pictures), folder
    )


def options_by_picture(sold: Iterable[tuple[Entry, Variant]], options: tuple[str, ...]) -> dict[str, Shown]:
    """Return option and value of each picture's address: those that all its variants share, but not all others.

    A picture of the red one in S and of the red one in M shows red; one that every variant has shows nothing special.
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
    """Return a note on what the pictures show, in one line."""
    named = [
        f"{src.rpartition('/')[2][:_WIDTH]} shows {', '.join(value for _, value in shows)}"
        for src, shows in shown.items()
    ]
    and_more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f"pictures of variants: {'; '.join(named[:_NAMED])}{and_more}"
