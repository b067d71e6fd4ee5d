"""Why something about a basket did not go, in words for shoppers."""

from backend.contracts.basket.models import Basket, BasketLine, Change
from backend.contracts.problem import Problem
from backend.contracts.promotion.models import MAX_CODES, EnteredCode, Reason
from backend.contracts.types import MAX_QUANTITY
from backend.contracts.voucher.models import MAX_VOUCHERS
from storefront.web.formats import money

DOWN = "Your basket is not available right now. Nothing is lost; please try again in a moment."
REFUSALS = {
    "not-found": "This is no longer available.",
    "unknown-sku": "This is no longer available.",
    "withdrawn": "Something in your basket is no longer available. Remove it, and you can order the rest.",
    "sold-out": "Something in your basket is sold out. Remove it, and you can order the rest.",
    "apart": "A gift voucher is bought by itself. Order the rest first, or remove the voucher.",
    "other-delivery": "What is in your basket does not go that way. Please choose the delivery once more.",
    "short": "Fewer of something in your basket are left than you want. Take what is left, and you can order.",
    "empty-basket": "There is nothing in your basket to order.",
    "unknown-code": "We do not know this code. Please check how it is written.",
    "code-expired": "This code has expired.",
    "code-not-yet": "This code cannot be used yet.",
    "code-used-up": "This code is used up.",
    "voucher-unusable": "There is nothing to spend on this gift voucher: it is used up, expired or blocked.",
    "too-many-vouchers": f"A basket holds {MAX_VOUCHERS} gift vouchers at most. Remove one first.",
    "too-many-codes": f"A basket holds {MAX_CODES} codes at most. Remove one first.",
}
OBSTACLES = {
    Reason.NOT_YET: "It cannot be used yet.",
    Reason.EXPIRED: "It has expired.",
    Reason.USED_UP: "It is used up.",
    Reason.OTHER_ARTICLES: "It is not for anything in your basket.",
    Reason.TOO_FEW: "It needs more pieces of what it is for.",
    Reason.BETTER: "Another discount saves you more, and both cannot be combined.",
    Reason.NOTHING: "It saves nothing on this basket.",
}
"""Why a code in a basket saves nothing now."""

NAMED = {"withdrawn": "No longer available", "sold-out": "Now sold out"}
"""What is said before the titles that a checkout was refused for."""


def explain_code(code: EnteredCode, currency: str) -> str:
    """Return why a code in a basket saves nothing now; empty if it does save something."""
    if code.reason is Reason.MINIMUM:
        return f"Spend {money(code.missing, currency)} more on the articles it is for, and it counts."
    return OBSTACLES.get(code.reason, "") if code.reason else ""


def explain_refusal(problem: Problem) -> str:
    """Return the reason of ours for this type of problem, with the articles that it names; else the service's own."""
    if problem.type in NAMED and problem.errors:
        return f"{NAMED[problem.type]}: {problem.detail}. Remove it, and you can order the rest."
    return REFUSALS.get(problem.type) or " ".join(filter(None, (f"{problem.title.rstrip('.')}.", problem.detail)))


def explain_shortage(line: BasketLine | None, added: int) -> str:
    """Why fewer of something went in than were wanted, none included: it is sold out, few are left, or they fill a
    parcel."""
    if line is None or line.change is Change.SOLD_OUT:
        return "Sorry, this was sold out a moment ago."
    if line.left is None or line.quantity < line.left:
        return f"{MAX_QUANTITY} of one item is the most we can pack: {line.title} is at {line.quantity}."
    what_is_left = "Only 1 is left" if line.left == 1 else f"Only {line.left} are left"
    if not added:
        return f"{what_is_left} of {line.title}, and you have taken them already."
    return f"{what_is_left} of {line.title}: we took {'all' if added == line.quantity else f'{added} more'}."


_STOPS = {Change.WITHDRAWN: "withdrawn", Change.SOLD_OUT: "sold-out", Change.APART: "apart", Change.SHORT: "short"}


def explain_blocked_checkout(basket: Basket) -> str:
    """Return why this basket cannot be ordered as it is; empty where it can."""
    changes = {line.change for line in basket.lines}
    return next((REFUSALS[why] for change, why in _STOPS.items() if change in changes), "")
