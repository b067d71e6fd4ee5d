"""Prices of variants that a file tells by their product's: the same, so much more or less, or by rules."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from msgspec.structs import replace

from backend.contracts.currencies import digits
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, Invalid, PriceChange, PriceRule
from storefront.imports.money import COMMA, SHARED, exact, minor, split_currency, usual_mark
from storefront.imports.prices import refuse_doubtful

_DESCRIBED: dict[PriceChange, str] = {
    "add": "and {} more",
    "take": "less {}",
    "percent less": "less {} percent",
    "percent more": "and {} percent more",
    "set": "and a rule that makes it {}",
}


class Priced(NamedTuple):
    """A product's entries, each with a price of its own, and what is to be known of them, with its line."""

    entries: list[Entry]
    notes: tuple[tuple[int, str], ...] = ()


def complete_prices(entries: list[Entry], dialect: Dialect) -> Priced:
    """Return the entries with the prices that their product and its rules make of them.

    Raises Invalid with the line where an amount is none, or takes more than there is.
    """
    rules = list(dict.fromkeys((each.line, rule) for each in entries for rule in each.rules))
    if not rules and all(each.surcharge is None for each in entries):
        return Priced(entries)
    head = next((each for each in entries if each.is_parent), None)
    sold = [each for each in entries if each.sells]
    notes = [(line, _explain_unused(rule)) for line, rule in rules if not any(_concerns(rule, each) for each in sold)]
    priced = []
    for each in entries:
        entry, note = _complete(each, head, [rule for _, rule in rules], dialect) if each.sells else (each, "")
        priced.append(entry)
        notes += [(each.line, note)] * bool(note)
    return Priced(priced, tuple(notes))


def _complete(entry: Entry, head: Entry | None, rules: Sequence[PriceRule], dialect: Dialect) -> tuple[Entry, str]:
    """Return the entry with its price, and how that came about where it is not the one that the file has."""
    base = head if head and not entry.price and entry.surcharge is not None else entry
    same = replace(entry, price=base.price, compare_at=base.compare_at, currency=entry.currency or base.currency)
    steps = list(_steps(entry, rules))
    if not (steps and base.price):
        return same, ""
    before = amount = first = _first_price(same, dialect)
    for step in steps:
        before, amount = (amount if step.sale else before), _change(same, amount, first, step, dialect)
    price = _text(amount, same, dialect)
    sale = any(step.sale for step in steps)
    how = " ".join(_DESCRIBED[step.how].format(step.amount[:20]) for step in steps)
    changed = replace(same, price=price, compare_at=_text(before, same, dialect) if sale else same.compare_at)
    return changed, f"{entry.sku or 'a variant'} costs {price}: {base.price} {how}"


def _first_price(entry: Entry, dialect: Dialect) -> Decimal:
    """Return the price that changes.

    Raises Invalid for one that its reader would refuse as it stands: what is made of it no longer shows that.
    """
    code = _code(entry, dialect)
    refuse_doubtful(entry, entry.price, dialect, code)
    try:
        if dialect.rate(code) is None:
            minor(entry.price, dialect.decimal, code)
        return exact(entry.price, dialect.decimal or usual_mark(entry.price, code))
    except ValueError as error:
        raise Invalid(entry.line, str(error)) from None


def _steps(entry: Entry, rules: Iterable[PriceRule]) -> Iterator[PriceRule]:
    """Yield what changes the price, in the order that it does: the surcharge, rules where the row has no price of its
    own, and the product's reduction.
    """
    if entry.surcharge and entry.surcharge.strip("0., "):
        less = entry.surcharge.startswith(("-", "−"))
        yield PriceRule(how="take" if less else "add", amount=entry.surcharge.lstrip("+-− "))
    has_own_price = bool(entry.price) and entry.surcharge is not None
    concerned = (rule for rule in rules if _concerns(rule, entry) and (rule.sale or not has_own_price))
    yield from sorted(concerned, key=lambda rule: rule.sale)


def _concerns(rule: PriceRule, entry: Entry) -> bool:
    if rule.sku:
        return rule.sku == entry.sku
    chosen = {(name.casefold(), value.casefold()) for name, value in entry.choices}
    return {(name.casefold(), value.casefold()) for name, value in rule.choices} <= chosen


def _change(entry: Entry, price: Decimal, first: Decimal, rule: PriceRule, dialect: Dialect) -> Decimal:
    """Return the price after a step; so many percent are of the first price, in a reduction of the present one."""
    amount = _amount(entry, rule, dialect)
    part = (price if rule.sale else first) * amount / 100
    changed = {
        "add": price + amount,
        "take": price - amount,
        "percent less": price - part,
        "percent more": price + part,
        "set": amount,
    }[rule.how]
    if changed < 0:
        raise Invalid(entry.line, f"its price {price:f} less {rule.amount[:20]} is less than nothing")
    return changed


def _amount(entry: Entry, rule: PriceRule, dialect: Dialect) -> Decimal:
    text, code = rule.amount.rstrip("% "), _code(entry, dialect)
    named = split_currency(text)[1]
    if named not in ("", code, *SHARED):
        raise Invalid(entry.line, f"what changes its price is in {named}, and its price in {code}")
    if "percent" not in rule.how:
        refuse_doubtful(entry, text, dialect, code)
    try:
        return exact(text, dialect.decimal or usual_mark(text, code))
    except ValueError as error:
        raise Invalid(entry.line, f"what changes its price is none: {error}") from None


def _code(entry: Entry, dialect: Dialect) -> str:
    """Return the currency that the price is in."""
    sign = split_currency(entry.price)[1]
    return sign if sign and sign not in SHARED else entry.currency or dialect.currency


def _text(amount: Decimal, like: Entry, dialect: Dialect) -> str:
    """Return the amount as the file writes prices, as fine as the entry's currency goes."""
    fine = Decimal(1).scaleb(-digits(_code(like, dialect)))
    number = f"{amount.quantize(fine, ROUND_HALF_UP):f}"
    written = number.replace(".", COMMA) if dialect.decimal == COMMA else number
    return f"{written} {split_currency(like.price)[1]}".strip()


def _explain_unused(rule: PriceRule) -> str:
    whom = rule.sku or ", ".join(f"{name} {value}" for name, value in rule.choices)
    return f"a rule for the price of {whom[:60]} is left out: no variant is that"
