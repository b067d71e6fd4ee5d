"""The places of the back office, as its side navigation lists them."""

import msgspec
from django.urls import reverse


class Place(msgspec.Struct, frozen=True):
    """A link of the navigation. `current` is `page` on the page itself, `true` below it, or empty."""

    title: str
    address: str
    current: str = ""


GROUPS = (
    ("Orders", (("By state", "staff:orders"), ("Find an order", "staff:order-search"), ("Messages", "staff:messages"))),
    (
        "Catalogue",
        (
            ("Products", "staff:products"),
            ("Import", "staff:catalogue"),
            ("Menu", "staff:menu"),
            ("Synonyms", "staff:synonyms"),
        ),
    ),
    ("Stock", (("Stock", "staff:stock"), ("Holds", "staff:holds"))),
    ("System", (("Failed messages", "staff:dead-letters"),)),
)


def navigation(path: str) -> list[tuple[str, list[Place]]]:
    """Return the groups of places; the longest address that the path begins with is the current one."""
    addresses = [reverse(name) for _, places in GROUPS for _, name in places]
    here = max((each for each in addresses if path.startswith(each)), key=len, default="")
    return [(title, [_place(name, reverse(where), here, path) for name, where in places]) for title, places in GROUPS]


def _place(title: str, address: str, here: str, path: str) -> Place:
    current = ("page" if address == path else "true") if address == here else ""
    return Place(title, address, current)
