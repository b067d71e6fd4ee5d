"""What promotions save on a basket, to the minor unit: the basket is priced by this, and staff try a promotion by it.

Promotions that are combinable are given together, one after another: first the free pieces, then percentages, then
amounts, each of what the ones before have left. One that is not combinable is given alone where that saves more. A
discount is split over its lines in proportion to their price; what does not divide goes to the largest remainders, so
lines always add up to the whole. The articles keep a price of `least_to_pay` together: no order is free of charge.
"""

from collections.abc import Iterable, Sequence

from backend.contracts.currencies import about
from backend.contracts.promotion.models import AppliedPromotion, EnteredCode, Kind, Promotion, Reason
from backend.contracts.types import Model

LEAST_TO_PAY = 100
"""Euro cents that the articles of an order cost at least, and a card pays at least: payment providers refuse less than
about half of it."""

_ORDER = (Kind.BUY_X_GET_Y, Kind.PERCENTAGE, Kind.AMOUNT, Kind.FREE_DELIVERY)


class Article(Model, frozen=True, kw_only=True):
    """A line as promotions see it: `price` is of one piece, `category` the path of its product's category.

    Nothing is ever off a gift voucher, which is not `reducible`.
    """

    product_id: str
    category: str
    price: int
    quantity: int
    reducible: bool = True

    @property
    def total(self) -> int:
        return self.price * self.quantity


class Discount(Model, frozen=True, kw_only=True):
    """What is off each article's total, in their order, and off the delivery charge; and by which promotions."""

    lines: tuple[int, ...]
    delivery: int = 0
    promotions: tuple[AppliedPromotion, ...] = ()

    @property
    def goods(self) -> int:
        """What is off the articles together."""
        return sum(self.lines)


def least_to_pay(currency: str) -> int:
    """Return `LEAST_TO_PAY` in the currency's minor units."""
    return about(LEAST_TO_PAY, currency)


def discount(
    articles: Sequence[Article], promotions: Iterable[Promotion], day: str, delivery: int, least: int = LEAST_TO_PAY
) -> Discount:
    """Return the best that these promotions give on that day of the shop's calendar.

    `delivery` is what standard delivery would cost: a free delivery takes as much off any way of delivery. `least` is
    what the articles keep as their price.
    """
    fitting = [each for each in promotions if find_obstacle(each, articles, day) is None]
    together = [each for each in fitting if each.combinable]
    choices = [together, *([each] for each in _sort(fitting) if not each.combinable)]
    # The first of equals: promotions together, then by kind and code.
    return max(
        (_apply(choice, articles, delivery, least) for choice in choices),
        key=lambda given: given.goods + given.delivery,
    )


def find_obstacle(promotion: Promotion, articles: Sequence[Article], day: str) -> EnteredCode | None:
    """Return the promotion with the reason why these articles do not get it; None if they do."""
    in_scope = [article for article in articles if applies_to(promotion, article)]
    missing = promotion.minimum - sum(article.total for article in in_scope)
    reason = find_calendar_obstacle(promotion, day)
    if reason is None and not in_scope:
        reason = Reason.OTHER_ARTICLES
    if reason is None and missing > 0:
        reason = Reason.MINIMUM
    if reason is None and promotion.kind is Kind.BUY_X_GET_Y and not _free_count(promotion, in_scope):
        reason = Reason.TOO_FEW
    if reason is None:
        return None
    lacking = missing if reason is Reason.MINIMUM else 0
    return EnteredCode(code=promotion.code, title=promotion.title, reason=reason, missing=lacking)


def explain(promotion: Promotion, articles: Sequence[Article], day: str, given: Discount) -> EnteredCode:
    """Return an entered code with the reason why `given` is without it; without a reason if it is part of it."""
    entered = EnteredCode(code=promotion.code, title=promotion.title)
    if any(each.code == promotion.code for each in given.promotions):
        return entered
    if (obstacle := find_obstacle(promotion, articles, day)) is not None:
        return obstacle
    reason = Reason.BETTER if given.promotions else Reason.NOTHING
    return EnteredCode(code=promotion.code, title=promotion.title, reason=reason)


def applies_to(promotion: Promotion, article: Article) -> bool:
    """Tell whether the article is one that the promotion is for. A category includes those below it."""
    if not article.reducible:
        return False
    if not promotion.categories and not promotion.products:
        return True
    if article.product_id in promotion.products:
        return True
    return any(f"{article.category}/".startswith(f"{category}/") for category in promotion.categories)


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in proportion to weights, by largest remainder; of equal remainders the first ones get more.

    No share exceeds its weight if the amount does not exceed their sum.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(amount * weights[index] % whole))
    for index in by_remainder[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def find_calendar_obstacle(promotion: Promotion, day: str) -> Reason | None:
    """Return why no basket gets the promotion on that day: it has not begun, is over, or used up. None if one may."""
    if promotion.ended or (promotion.ends_on is not None and promotion.ends_on < day):
        return Reason.EXPIRED
    if promotion.starts_on > day:
        return Reason.NOT_YET
    return Reason.USED_UP if promotion.used_up else None


def _sort(promotions: Iterable[Promotion]) -> list[Promotion]:
    return sorted(promotions, key=lambda each: (_ORDER.index(each.kind), each.code))


def _apply(promotions: Iterable[Promotion], articles: Sequence[Article], delivery: int, least: int) -> Discount:
    amounts_left, charge, applied = [article.total for article in articles], delivery, []
    for promotion in _sort(promotions):
        shares = _shares(promotion, articles, amounts_left, least)
        off = charge if promotion.kind is Kind.FREE_DELIVERY else 0
        amounts_left, charge = [rest - share for rest, share in zip(amounts_left, shares, strict=True)], charge - off
        if saved := sum(shares) + off:
            applied.append(_describe(promotion, saved - off, off))
    lines = tuple(article.total - rest for article, rest in zip(articles, amounts_left, strict=True))
    return Discount(lines=lines, delivery=delivery - charge, promotions=tuple(applied))


def _describe(promotion: Promotion, saved: int, delivery: int) -> AppliedPromotion:
    return AppliedPromotion(
        code=promotion.code,
        title=promotion.title,
        saved=saved,
        delivery=delivery,
        automatic=promotion.automatic,
        limited=promotion.is_limited,
    )


def _shares(promotion: Promotion, articles: Sequence[Article], amounts_left: Sequence[int], least: int) -> list[int]:
    """Return what the promotion takes off each article, of which so much is left to pay."""
    payable = max(sum(amounts_left) - least, 0)
    weights = [
        rest if applies_to(promotion, article) else 0 for article, rest in zip(articles, amounts_left, strict=True)
    ]
    if promotion.kind is Kind.BUY_X_GET_Y:
        weights = _free_pieces(promotion, articles, weights)
    matching = {
        Kind.PERCENTAGE: (sum(weights) * promotion.percent + 50) // 100,
        Kind.AMOUNT: promotion.amount,
        Kind.BUY_X_GET_Y: sum(weights),
        Kind.FREE_DELIVERY: 0,
    }[promotion.kind]
    return split(min(matching, sum(weights), payable), weights)


def _free_count(promotion: Promotion, articles: Iterable[Article]) -> int:
    return sum(article.quantity for article in articles) // (promotion.buy + promotion.free) * promotion.free


def _free_pieces(promotion: Promotion, articles: Sequence[Article], amounts_left: Sequence[int]) -> list[int]:
    """Return what the free pieces of each article cost: the cheapest ones, as many as the pieces in scope bring."""
    in_scope = [index for index, article in enumerate(articles) if applies_to(promotion, article)]
    count = _free_count(promotion, (articles[index] for index in in_scope))
    free = [0] * len(articles)
    for index in sorted(in_scope, key=lambda index: articles[index].price):
        pieces = min(count, articles[index].quantity)
        count -= pieces
        free[index] = amounts_left[index] * pieces // articles[index].quantity
    return free
