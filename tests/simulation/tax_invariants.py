"""What must be true of tax once all is over (INV-31): nothing that an owner was told is lost, each order was taxed by
rates that there were, nothing of it twice, and what went back was taxed as what was paid."""

from collections import Counter
from collections.abc import Iterable

from msgspec import json

from backend.basket import tax_rates
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Delivery
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, TaxRates
from backend.contracts.tax import TaxClass, TaxLine, added_part, all_lines, included_tax
from backend.delivery import tax_repository
from backend.invoice.domain import CreditNote
from backend.order.item import decode
from backend.shared import compression
from tests.simulation.monitor import Watch, must
from tests.simulation.shop import TAX_CLASSES, Shop
from tests.simulation.store import Item


def check_taxes(shop: Shop, watch: Watch, orders: dict[str, Item]) -> None:
    """Raises `Violated` where a change was lost or never reached the baskets, or an order's tax is not right."""
    for version, rates in watch.acknowledged_rates.items():
        must(all(each == watch.rates.get(version) for each in rates), f"INV-31: version {version} was lost: {rates}")
    tables = shop.cloud.store.tables
    item = tables.get("delivery", {}).get((tax_repository.KEY["pk"]["S"], tax_repository.KEY["sk"]["S"]))
    copy = tables["basket"].get((tax_rates.KEY["pk"]["S"], tax_rates.KEY["sk"]["S"]))
    last, known = (json.decode(each["rates"]["S"], type=TaxRates) if each else DEFAULT_RATES for each in (item, copy))
    must(last == known, f"INV-31: baskets know version {known.version} of {last.version}")
    notes = _notes(shop)
    for order_id, order in watch.checkouts.items():
        if order.delivery is not Delivery.EMAIL:
            _check_order(order, (DEFAULT_RATES, *watch.rates.values()))
        _check_refunds(order, orders[order_id], notes.get(order_id, []))


def _notes(shop: Shop) -> dict[str, list[CreditNote]]:
    """Return the credit notes of each order."""
    notes: dict[str, list[CreditNote]] = {}
    for (pk, sk), item in shop.cloud.store.tables.get("invoice", {}).items():
        if sk.startswith("CREDIT#"):
            note = compression.decode(bytes(item["value"]["B"]), CreditNote)
            notes.setdefault(pk.removeprefix("ORDER#"), []).append(note)
    return notes


def _check_order(order: BasketCheckedOut, versions: tuple[TaxRates, ...]) -> None:
    lines = all_lines(order.total, order.tax, order.tax_rate, order.taxes)
    must(sum(line.total for line in lines) == order.total, f"INV-31: {order.order_id} is taxed twice: {lines}")
    must(sum(line.tax for line in lines) == order.tax, f"INV-31: {order.order_id} has other tax: {lines}")
    wrong = [line for line in lines if line.tax != included_tax(line.total, line.rate)]
    must(not wrong, f"INV-31: {order.order_id} has tax that is none: {wrong}")
    added = added_part(order.total, order.tax, order.subtotal - order.discount + order.delivery_price)
    sums = {line.rate: line.net if added else line.total for line in lines}
    must(
        any(_fits(order, _goods(order, each), sums) for each in versions),
        f"INV-31: {order.order_id} is taxed by rates that never were: {lines}",
    )


def _goods(order: BasketCheckedOut, rates: TaxRates) -> Counter[int]:
    goods: Counter[int] = Counter()
    for line in order.lines:
        goods[rates.rate(order.address.country, TAX_CLASSES.get(line.sku, TaxClass.STANDARD))] += (
            line.total - line.discount
        )
    return goods


def _fits(order: BasketCheckedOut, goods: Counter[int], sums: dict[int, int]) -> bool:
    """Whether the total is made of these goods, and of delivery in proportion to them."""
    whole = sum(goods.values())
    shares = {rate: total - goods[rate] for rate, total in sums.items()}
    fair = all(abs(each * whole - order.delivery_price * goods[rate]) <= whole for rate, each in shares.items())
    return sum(shares.values()) == order.delivery_price and fair and set(+goods) <= set(sums)


def _check_refunds(order: BasketCheckedOut, item: Item, notes: list[CreditNote]) -> None:
    paid = _sums(all_lines(order.total, order.tax, order.tax_rate, order.taxes))
    life, _ = decode(item)
    returned = [each for each in life.returns if each.state == "received"]
    _check_back(order, paid, [all_lines(each.refund, each.tax, order.tax_rate, each.taxes) for each in returned])
    _check_back(order, paid, [note.tax_lines(order.tax_rate) for note in notes])


def _check_back(order: BasketCheckedOut, paid: dict[int, tuple[int, int]], back: list[tuple[TaxLine, ...]]) -> None:
    sums = _sums(line for lines in back for line in lines)
    whole = sum(total for total, _ in sums.values()) == order.total
    for rate, (total, tax) in sums.items():
        most, most_tax = paid.get(rate, (0, 0))
        must(
            total <= most and tax <= most_tax, f"INV-31: of {order.order_id} {total}, {tax} at {rate} went back: {paid}"
        )
        must(not whole or (total, tax) == (most, most_tax), f"INV-31: all of {order.order_id} is back, tax is not")


def _sums(lines: Iterable[TaxLine]) -> dict[int, tuple[int, int]]:
    totals: Counter[int] = Counter()
    taxes: Counter[int] = Counter()
    for line in lines:
        totals[line.rate] += line.total
        taxes[line.rate] += line.tax
    return {rate: (total, taxes[rate]) for rate, total in totals.items()}
