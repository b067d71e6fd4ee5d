"""What is longer than the shop takes: shortened or left out, and told, so one long field never costs the product."""

import re
from collections.abc import Callable, Iterable

from msgspec import structs

from backend.contracts.product.models import MAX_CATEGORY_DEPTH, MAX_PICTURES, MAX_TAGS, Picture

LINE, TEXT, SOURCE = 200, 20_000, 500
"""Characters of a line of text, of a description, and of a picture's address, as in contracts.types and
contracts.product.models."""

Note = Callable[[str], None]
_WITHIN_TAG = re.compile(r"<[a-zA-Z/][^<>]*$")
_UNFIT = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_UNFIT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def line(text: str, name: str, note: Note) -> str:
    """Return one line of text, without signs that cannot be seen."""
    clean = _UNFIT.sub(" ", text)
    if clean != text:
        note(f"the {name} holds control characters, which are left out")
    if len(clean) <= LINE:
        return clean
    note(f"the {name} has {len(clean)} characters; {LINE} is the most: its end is left out")
    return _cut(clean, LINE)


def description(text: str, note: Note, name: str = "description") -> str:
    """Return the text, cut at the end of a word."""
    clean = _UNFIT_TEXT.sub(" ", text)
    if clean != text:
        note(f"the {name} holds control characters, which are left out")
    if len(clean) <= TEXT:
        return clean
    note(f"the {name} has {len(clean):,} characters; {TEXT:,} is the most: its end is left out")
    return _cut(clean, TEXT)


def _cut(text: str, longest: int) -> str:
    """Up to the end of a word; never within an HTML tag."""
    part = text[: longest - 1]
    if len(words := part.rsplit(maxsplit=1)) > 1:
        part = words[0]
    return f"{_WITHIN_TAG.sub('', part).rstrip()}…"


def category(path: tuple[str, ...], note: Note) -> tuple[str, ...]:
    """As many levels as there may be, from the root down."""
    if len(path) > MAX_CATEGORY_DEPTH:
        rest = " > ".join(path[MAX_CATEGORY_DEPTH:])[:100]
        note(f"the category has {len(path)} levels; {MAX_CATEGORY_DEPTH} is the most: “{rest}” is left out")
    return tuple(line(title, "category", note) for title in path[:MAX_CATEGORY_DEPTH])


def tags(all_tags: Iterable[str], note: Note) -> tuple[str, ...]:
    """As many tags as there may be."""
    each = tuple(dict.fromkeys(line(tag, "tag", note) for tag in all_tags))
    if len(each) > MAX_TAGS:
        note(f"there are {len(each)} tags; {MAX_TAGS} is the most: left out are {', '.join(each[MAX_TAGS:])[:300]}")
    return each[:MAX_TAGS]


def pictures(all_pictures: tuple[Picture, ...], note: Note) -> tuple[Picture, ...]:
    """As many pictures as there may be, with their texts as long as they may be."""
    fit = tuple(each for each in all_pictures if len(each.src) <= SOURCE)
    for each in all_pictures:
        if len(each.src) > SOURCE:
            note(
                f"a picture's address has {len(each.src)} characters; {SOURCE} is the most: "
                f"the picture {each.src[:60]}… is left out"
            )
    if len(fit) > MAX_PICTURES:
        names = ", ".join(each.src.rpartition("/")[2][:40] for each in fit[MAX_PICTURES:][:10])
        note(
            f"there are {len(fit)} pictures; {MAX_PICTURES} is the most: left out are "
            f"{names}{' …' if len(fit) > MAX_PICTURES + 10 else ''}"
        )
    return tuple(
        structs.replace(each, alt=line(each.alt, "picture's description", note)) for each in fit[:MAX_PICTURES]
    )
