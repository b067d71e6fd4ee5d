"""What happened to the lines of an order that is ordered again, in words."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.utils.translation import gettext

from backend.contracts.basket.models import BasketLine, Change, OrderLine
from storefront.web.formats import money

MAX_NAMED, MAX_LENGTH = 3, 60
"""Articles that one sentence names, counting the others, and characters of a name: a cookie carries the sentences."""

Sentence = tuple[int, str]
"""A level of `django.contrib.messages`, and what is said."""


@dataclass
class Report:
    """The lines by what happened to them. `added` counts pieces.

    `short` are lines with fewer pieces in the basket than were ordered, and how many; `repriced` are those in the
    basket whose price has changed since, with the present one in minor units.
    """

    added: int = 0
    present: list[OrderLine] = field(default_factory=list)
    refilled: list[OrderLine] = field(default_factory=list)
    gone: list[OrderLine] = field(default_factory=list)
    sold_out: list[OrderLine] = field(default_factory=list)
    no_room: list[OrderLine] = field(default_factory=list)
    short: list[tuple[OrderLine, int]] = field(default_factory=list)
    repriced: list[tuple[OrderLine, int]] = field(default_factory=list)

    def add(self, line: OrderLine, in_basket: BasketLine | None, wanted_quantity: int, added_quantity: int) -> None:
        """Enter a line that is for sale, by what the basket holds of it now."""
        self.added += added_quantity
        if in_basket is None or in_basket.change in (Change.SOLD_OUT, Change.WITHDRAWN):
            (self.gone if in_basket and in_basket.change is Change.WITHDRAWN else self.sold_out).append(line)
            return
        (self.refilled if added_quantity else self.present).append(line)
        if in_basket.quantity < wanted_quantity:
            self.short.append((line, in_basket.quantity))
        if in_basket.price != line.price:
            self.repriced.append((line, in_basket.price))

    def sentences(self, currency: str) -> list[Sentence]:
        """Return the report in sentences, the good news first."""
        sentences = [
            (messages.SUCCESS, _describe_added(self.refilled, self.added)),
            (messages.INFO, _list(gettext("In your basket already: %(articles)s."), self.present)),
            (messages.WARNING, _list(gettext("No longer available: %(articles)s."), self.gone)),
            (messages.WARNING, _list(gettext("Now sold out: %(articles)s."), self.sold_out)),
            (
                messages.WARNING,
                _list(gettext("Your basket is full, so there was no room for: %(articles)s."), self.no_room),
            ),
            (messages.WARNING, _end(_join([_describe_rest(line, left) for line, left in self.short]))),
            (messages.INFO, _end(_join([_price(line, now, currency) for line, now in self.repriced]))),
        ]
        return [(level, text) for level, text in sentences if text]


def _describe_added(lines: list[OrderLine], pieces: int) -> str:
    if not lines:
        return ""
    if pieces == 1:
        return gettext("%(title)s is in your basket again.") % {"title": _name(lines[0])}
    return gettext("%(number)d items are in your basket again.") % {"number": pieces}


def _list(sentence: str, lines: list[OrderLine]) -> str:
    return sentence % {"articles": _join([_name(line) for line in lines])} if lines else ""


def _describe_rest(line: OrderLine, left: int) -> str:
    return gettext("Fewer are left of %(title)s: %(number)d") % {"title": _name(line), "number": left}


def _price(line: OrderLine, now: int, currency: str) -> str:
    prices = {"title": _name(line), "now": money(now, currency), "before": money(line.price, currency)}
    return gettext("%(title)s costs %(now)s now; it was %(before)s") % prices


def _join(parts: list[str]) -> str:
    """Return the first parts with a dot between them, and how many there are beside; empty for none."""
    unnamed_count = len(parts) - MAX_NAMED
    more = [gettext("and %(more)s more") % {"more": unnamed_count}] if unnamed_count > 0 else []
    return " · ".join([*parts[:MAX_NAMED], *more])


def _end(sentence: str) -> str:
    return f"{sentence}." if sentence else ""


def _name(line: OrderLine) -> str:
    name = f"{line.title} ({', '.join(line.values)})" if line.values else line.title
    return name if len(name) <= MAX_LENGTH else f"{name[: MAX_LENGTH - 1]}…"
