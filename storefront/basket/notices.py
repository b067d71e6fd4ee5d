"""Why something about a basket did not go, in words for shoppers."""

from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, ngettext

from backend.contracts.basket.models import MAX_LINES, Basket, BasketLine, Change
from backend.contracts.problem import Problem
from backend.contracts.promotion.models import MAX_CODES, EnteredCode, Reason
from backend.contracts.types import MAX_QUANTITY
from backend.contracts.voucher.models import MAX_VOUCHERS
from storefront.web.formats import money

_FULL = format_lazy(gettext_lazy("The basket is full. A basket holds {most} different articles."), most=MAX_LINES)
DOWN = gettext_lazy("Your basket is not available right now. Nothing is lost; please try again in a moment.")
REFUSALS = {
    "no-delivery": gettext_lazy("We do not deliver there yet. Choose a country from the list."),
    "not-found": gettext_lazy("This is no longer available."),
    "unknown-sku": gettext_lazy("This is no longer available."),
    "other-currency": gettext_lazy("This is no longer available."),
    "withdrawn": gettext_lazy(
        "Something in your basket is no longer available. Remove it, and you can order the rest."
    ),
    "sold-out": gettext_lazy("Something in your basket is sold out. Remove it, and you can order the rest."),
    "apart": gettext_lazy("A gift voucher is bought by itself. Order the rest first, or remove the voucher."),
    "other-delivery": gettext_lazy(
        "What is in your basket does not go that way. Please choose the delivery once more."
    ),
    "short": gettext_lazy(
        "Fewer of something in your basket are left than you want. Take what is left, and you can order."
    ),
    "empty-basket": gettext_lazy("There is nothing in your basket to order."),
    "basket-full": _FULL,
    "over-limit": _FULL,
    "busy": gettext_lazy("The basket is being changed elsewhere. Please try again in a moment."),
    "unknown-code": gettext_lazy("We do not know this code. Please check how it is written."),
    "code-expired": gettext_lazy("This code has expired."),
    "code-not-yet": gettext_lazy("This code cannot be used yet."),
    "code-used-up": gettext_lazy("This code is used up."),
    "voucher-unusable": gettext_lazy(
        "There is nothing to spend on this gift voucher: it is used up, expired or blocked."
    ),
    "too-many-vouchers": format_lazy(
        gettext_lazy("A basket holds {most} gift vouchers at most. Remove one first."), most=MAX_VOUCHERS
    ),
    "too-many-codes": format_lazy(
        gettext_lazy("A basket holds {most} codes at most. Remove one first."), most=MAX_CODES
    ),
}
OBSTACLES = {
    Reason.NOT_YET: gettext_lazy("It cannot be used yet."),
    Reason.EXPIRED: gettext_lazy("It has expired."),
    Reason.USED_UP: gettext_lazy("It is used up."),
    Reason.OTHER_ARTICLES: gettext_lazy("It is not for anything in your basket."),
    Reason.TOO_FEW: gettext_lazy("It needs more pieces of what it is for."),
    Reason.BETTER: gettext_lazy("Another discount saves you more, and both cannot be combined."),
    Reason.NOTHING: gettext_lazy("It saves nothing on this basket."),
}
"""Why a code in a basket saves nothing now."""
NAMED = {
    "withdrawn": gettext_lazy("No longer available: %(titles)s. Remove it, and you can order the rest."),
    "sold-out": gettext_lazy("Now sold out: %(titles)s. Remove it, and you can order the rest."),
}
"""What is said where a checkout is refused for titles that are named."""


def explain_code(code: EnteredCode, currency: str) -> str:
    """Return why a code in a basket saves nothing now; empty if it does save something."""
    if code.reason is Reason.MINIMUM:
        text = gettext("Spend %(amount)s more on the articles it is for, and it counts.")
        return text % {"amount": money(code.missing, currency)}
    return str(OBSTACLES.get(code.reason, "")) if code.reason else ""


def explain_refusal(problem: Problem) -> str:
    """Return the reason of ours for this type of problem, with the articles that it names; else the service's own."""
    if problem.type in NAMED and problem.errors:
        return NAMED[problem.type] % {"titles": problem.detail}
    if problem.type in REFUSALS:
        return str(REFUSALS[problem.type])
    return " ".join(filter(None, (f"{problem.title.rstrip('.')}.", problem.detail)))


def explain_shortage(line: BasketLine | None, added: int) -> str:
    """Why fewer of something went in than were wanted, none included: it is sold out, few are left, or they fill a
    parcel."""
    if line is None or line.change is Change.SOLD_OUT:
        return gettext("Sorry, this was sold out a moment ago.")
    if line.left is None or line.quantity < line.left:
        text = gettext("%(most)d of one item is the most we can pack: %(title)s is at %(number)d.")
        return text % {"most": MAX_QUANTITY, "title": line.title, "number": line.quantity}
    return _explain_rest(line.quantity, added, line.left) % {"left": line.left, "title": line.title, "added": added}


def _explain_rest(quantity: int, added: int, left: int) -> str:
    if not added:
        return ngettext(
            "Only %(left)d is left of %(title)s, and you have taken them already.",
            "Only %(left)d are left of %(title)s, and you have taken them already.",
            left,
        )
    if added == quantity:
        return ngettext(
            "Only %(left)d is left of %(title)s: we took all.",
            "Only %(left)d are left of %(title)s: we took all.",
            left,
        )
    return ngettext(
        "Only %(left)d is left of %(title)s: we took %(added)d more.",
        "Only %(left)d are left of %(title)s: we took %(added)d more.",
        left,
    )


_STOPS = {Change.WITHDRAWN: "withdrawn", Change.SOLD_OUT: "sold-out", Change.APART: "apart", Change.SHORT: "short"}


def explain_blocked_checkout(basket: Basket) -> str:
    """Return why this basket cannot be ordered as it is; empty where it can."""
    changes = {line.change for line in basket.lines}
    return next((str(REFUSALS[why]) for change, why in _STOPS.items() if change in changes), "")
