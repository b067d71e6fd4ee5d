"""What stock, promotions and vouchers say of all orders together, beside what the single orders come to."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from backend.contracts.inventory.models import Hold, Stock
from backend.contracts.inventory.states import HoldState
from backend.contracts.promotion.models import StaffPromotion, Use
from backend.contracts.voucher.models import StaffVoucher, VoucherHold
from storefront.reconcile import promotion_uses, voucher_ledger
from storefront.reconcile.difference import Difference


class Sums(msgspec.Struct, frozen=True):
    """Over many orders: pieces held and sold by SKU, uses by code, and cents of vouchers by voucher's id."""

    held: dict[str, int] = {}
    sold: dict[str, int] = {}
    uses: dict[str, int] = {}
    spent: dict[str, int] = {}


def add_up(holds: Iterable[Hold], uses: Iterable[Use], voucher_holds: Iterable[VoucherHold]) -> Sums:
    """Return what these entries come to."""
    held, sold = Counter[str](), Counter[str]()
    for hold in holds:
        pieces = held if hold.state is HoldState.HELD else sold if hold.state is HoldState.SOLD else Counter[str]()
        for line in hold.lines:
            pieces[line.sku] += line.quantity
        for line in hold.back:
            pieces[line.sku] -= line.quantity
    return Sums(held, sold, promotion_uses.count_uses(uses), voucher_ledger.count_spent(voucher_holds))


def add_all(parts: Iterable[Sums]) -> Sums:
    """Return the sums of all parts."""
    total = {name: Counter[str]() for name in Sums.__struct_fields__}
    for part in parts:
        for name, counted in total.items():
            counted.update(getattr(part, name))
    return Sums(**total)


def check_sums(
    stock: Iterable[Stock], promotions: Iterable[StaffPromotion], vouchers: Iterable[StaffVoucher], sums: Sums
) -> list[Difference]:
    """Return the SKUs, promotions and vouchers that count otherwise than their orders."""
    known = tuple(stock)
    whole = [each for each in known if not each.held_at_least]
    return [
        *_check_stock(whole, "held", sums.held),
        *_check_stock(whole, "sold", sums.sold),
        *_check_ordered((each for each in known if each.held_at_least), sums),
        *promotion_uses.check_counts(promotions, sums.uses),
        *voucher_ledger.check_balances(vouchers, sums.spent),
    ]


def _check_ordered(stock: Iterable[Stock], sums: Sums) -> Iterator[Difference]:
    """Yield SKUs whose open holds were not all counted: what is held and sold together is known all the same."""
    for each in stock:
        counted, ordered = each.held + each.sold, sums.held.get(each.sku, 0) + sums.sold.get(each.sku, 0)
        if off := counted - ordered:
            what = f"has {counted} held and sold, and its orders have {ordered}"
            yield Difference(each.sku, "ordered", what, off)


def _check_stock(stock: Iterable[Stock], name: str, pieces: dict[str, int]) -> Iterator[Difference]:
    for each in stock:
        counted, ordered = getattr(each, name), pieces.get(each.sku, 0)
        if off := counted - ordered:
            yield Difference(each.sku, name, f"has {counted} {name}, and its orders have {ordered}", off)
