"""The places of the back office, as its side navigation lists them."""

from collections.abc import Collection

import msgspec
from django.urls import reverse

from backend.contracts.operation import Role
from storefront.staff import access


class NavigationLink(msgspec.Struct, frozen=True):
    """A link of the navigation. `current` is `page` on the page itself, `true` below it, or empty."""

    title: str
    address: str
    current: str = ""


GROUPS = (
    (
        "Orders",
        (
            ("By state", "staff:orders"),
            ("Find an order", "staff:order-search"),
            ("New order", "staff:phone-order"),
            ("Customers", "staff:customers"),
            ("Messages", "staff:messages"),
            ("Reviews", "staff:reviews"),
        ),
    ),
    (
        "Catalogue",
        (
            ("Products", "staff:products"),
            ("Import", "staff:catalogue"),
            ("Menu", "staff:menu"),
            ("Synonyms", "staff:synonyms"),
            ("Promotions", "staff:promotions"),
            ("Gift vouchers", "staff:vouchers"),
            ("Newsletter", "staff:newsletter"),
            ("Delivery", "staff:delivery"),
            ("Tax", "staff:tax"),
        ),
    ),
    ("Stock", (("Stock", "staff:stock"), ("Holds", "staff:holds"))),
    ("System", (("Audit log", "staff:audit"), ("Failed messages", "staff:dead-letters"))),
)


def is_open(name: str, roles: Collection[Role]) -> bool:
    """Tell whether these roles open the place of that name."""
    return access.opens(name.removeprefix("staff:"), roles)


def navigation(path: str, roles: Collection[Role]) -> list[tuple[str, list[NavigationLink]]]:
    """Return the groups of places that these roles open.

    The longest address that the path begins with is the current one.
    """
    addresses = [reverse(name) for _, places in GROUPS for _, name in places]
    here = max((each for each in addresses if path.startswith(each)), key=len, default="")
    groups = (
        (title, [_place(name, reverse(where), here, path) for name, where in places if is_open(where, roles)])
        for title, places in GROUPS
    )
    return [(title, places) for title, places in groups if places]


def _place(title: str, address: str, here: str, path: str) -> NavigationLink:
    current = ("page" if address == path else "true") if address == here else ""
    return NavigationLink(title, address, current)
