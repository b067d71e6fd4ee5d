"""Prices of variants that a file tells by their product's: the same, so much more or less, or by rules."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from msgspec.structs import replace

from backend.contracts.currencies import digits
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, Invalid, PriceChange, PriceRule
from storefront.imports.money import COMMA, SHARED, exact, split_currency

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


def gather_options(entries: list[Entry]) -> list[Entry]:
    """Return the entries with what rows of options offer told by their product: it has each of these values where no
    row is a variant.
    """
    rows = [each for each in entries if each.offers and not each.sells and not each.is_parent]
    head = next((number for number, each in enumerate(entries) if each.is_parent), None)
    if not rows or head is None:
        return entries
    offers = _merge_offers(rows)
    has_variants = any(each.surcharge is not None for each in entries)
    open_choices = (
        () if has_variants else tuple((name, values[0] if len(values) == 1 else "") for name, values in offers)
    )
    gathered = [replace(each, offers=()) if each in rows else each for each in entries]
    gathered[head] = replace(gathered[head], offers=offers, choices=gathered[head].choices or open_choices)
    return gathered


def _merge_offers(rows: Iterable[Entry]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    merged: dict[str, dict[str, None]] = {}
    for each in rows:
        for name, values in each.offers:
            merged.setdefault(name, {}).update(dict.fromkeys(values))
    return tuple((name, tuple(values)) for name, values in merged.items())


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
    has_own_price = bool(entry.price) and entry.surcharge is not None
    steps = [step for step in _steps(entry, rules) if step.sale or not has_own_price]
    if not steps or not base.price:
        return same, ""
    try:
        amount = exact(base.price, dialect.decimal)
    except ValueError:
        return same, ""  # who reads the price says why
    before = amount
    for step in steps:
        before, amount = (amount if step.sale else before), _change(entry, amount, step, dialect.decimal)
    price = _text(amount, base.price, same.currency, dialect)
    sale = any(step.sale for step in steps)
    how = " ".join(_DESCRIBED[step.how].format(step.amount[:20]) for step in steps)
    changed = replace(
        same, price=price, compare_at=_text(before, base.price, same.currency, dialect) if sale else same.compare_at
    )
    return changed, f"{entry.sku or 'a variant'} costs {price}: {base.price} {how}"


def _steps(entry: Entry, rules: Iterable[PriceRule]) -> Iterator[PriceRule]:
    """Yield what changes the price, in the order that it does: the surcharge, rules, and the product's reduction."""
    if entry.surcharge and entry.surcharge.strip("0., "):
        less = entry.surcharge.startswith(("-", "−"))
        yield PriceRule(how="take" if less else "add", amount=entry.surcharge.lstrip("+-− "))
    yield from sorted((rule for rule in rules if _concerns(rule, entry)), key=lambda rule: rule.sale)


def _concerns(rule: PriceRule, entry: Entry) -> bool:
    if rule.sku:
        return rule.sku == entry.sku
    chosen = {(name.casefold(), value.casefold()) for name, value in entry.choices}
    return {(name.casefold(), value.casefold()) for name, value in rule.choices} <= chosen


def _change(entry: Entry, price: Decimal, rule: PriceRule, mark: str) -> Decimal:
    try:
        amount = exact(rule.amount.rstrip("% "), mark)
    except ValueError as error:
        raise Invalid(entry.line, f"what changes its price is none: {error}") from None
    changed = {
        "add": price + amount,
        "take": price - amount,
        "percent less": price - price * amount / 100,
        "percent more": price + price * amount / 100,
        "set": amount,
    }[rule.how]
    if changed < 0:
        raise Invalid(entry.line, f"its price {price:f} less {rule.amount[:20]} is less than nothing")
    return changed


def _text(amount: Decimal, like: str, currency: str, dialect: Dialect) -> str:
    """Return the amount as the file writes prices, as fine as its currency goes."""
    sign = split_currency(like)[1]
    code = sign if sign and sign not in SHARED else currency or dialect.currency
    number = f"{amount.quantize(Decimal(1).scaleb(-digits(code)), ROUND_HALF_UP):f}"
    return f"{number.replace('.', COMMA) if dialect.decimal == COMMA else number} {sign}".strip()


def _explain_unused(rule: PriceRule) -> str:
    whom = rule.sku or ", ".join(f"{name} {value}" for name, value in rule.choices)
    return f"a rule for the price of {whom[:60]} is left out: no variant is that"
