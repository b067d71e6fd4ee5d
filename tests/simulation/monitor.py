"""What must hold after every single write: stock, edges, refusals, and what a checkout takes along."""

from collections import Counter
from itertools import pairwise
from typing import Any

import msgspec

from backend.basket import item as basket_item
from backend.contracts.arrivals import early_return
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.tax_rates import TaxRates
from backend.contracts.order.states import PAYABLE, TRANSITIONS, ReturnState, State
from backend.contracts.voucher.models import HoldState
from backend.contracts.voucher.payments import rest, total_of
from backend.order.item import LINKED, decode, is_order
from backend.order.state_machine import OrderState
from backend.shared import compression
from backend.voucher import holds
from tests.simulation import return_invariants, tax_modes
from tests.simulation.rewritten import is_erased, is_moved, is_without_contact
from tests.simulation.scheduler import Violated
from tests.simulation.shop import Shop
from tests.simulation.store import Item, Key, Write

_FULL = ("available", "held", "sold")
GIVEN_UP = (State.REFUSED, State.CANCELLED)
_TAKEN = ("captured", "refunded")
TRUE = {State.DECLINED: ("declined",), State.PAID: ("authorized", "voided", *_TAKEN), State.CONFIRMED: _TAKEN}
"""What the payment service must hold to be true of the attempt when an order reaches a state."""


WITH_SENT = [State.PACKED, State.SENT, State.DELIVERED]
"""An order goes two steps at once where all that was still to be sent is paid back, and its parcels have arrived."""


class Watch:
    """Hears of every write.

    `totals` has what was ever put in stock, by SKU; `checkouts` what was checked out, by order. `early_returns` are the
    orders of which something went back while a part was still to come.
    """

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.totals: dict[str, int] = {}
        self.checkouts: dict[str, BasketCheckedOut] = {}
        self.captures: dict[str, int] = {}
        self.prices: dict[str, set[int]] = {}
        self.edges: set[tuple[str, str]] = set()
        self.early_returns: set[str] = set()
        self.zones: dict[int, DeliveryZones] = {}
        self.acknowledged_zones: dict[int, list[DeliveryZones]] = {}
        self.rates: dict[int, TaxRates] = {}
        self.acknowledged_rates: dict[int, list[TaxRates]] = {}
        shop.cloud.watch = self.written

    def written(self, writes: list[Write]) -> None:
        for table, _, old, new in writes:
            if table == "inventory":
                self._stock(old, new, len(writes) == 1)
                self._owed(old, new, writes)
                self._refusal(new, old)
                self._back(old, new)
            elif table == "promotion":
                self._uses(old, new)
            elif table == "voucher":
                self._vouchers(old, new)
            elif table == "order" and is_order(new or old or {}):
                self._order(old, new)
            elif table == "basket" and new and new["sk"]["S"] == "BASKET" and "event" in new:
                self._checkout(old, new)
            elif table == "delivery" and new and "zones" in new:
                self._zones(new)
            elif table == "delivery" and new:
                self._rates(new)
            elif table == "invoice":
                self._document(old, new, writes)
            elif table == "sandbox" and new and new["sk"]["S"] == "AUTHORIZATION":
                self._authorization(old, new)

    def _zones(self, new: Item) -> None:
        """No version of the delivery zones is written over."""
        zones = msgspec.json.decode(new["zones"]["S"], type=DeliveryZones)
        must(zones.version == len(self.zones) + 1, f"INV-30: {zones.version} after {len(self.zones)}")
        self.zones[zones.version] = zones

    def _rates(self, new: Item) -> None:
        """No version of the rates of tax is written over."""
        rates = msgspec.json.decode(new["rates"]["S"], type=TaxRates)
        must(rates.version == len(self.rates) + 1, f"INV-31: {rates.version} after {len(self.rates)}")
        self.rates[rates.version] = rates

    def _stock(self, old: Item | None, new: Item | None, alone: bool) -> None:
        if not new or new["sk"]["S"] != "STOCK":
            return
        sku = new["sku"]["S"]
        must(all(int(new[name]["N"]) >= 0 for name in ("held", "sold")), f"INV-4: {sku} below 0: {new}")
        allowed = int(new.get("back_pieces", {"N": "0"})["N"])
        must(int(new["available"]["N"]) >= -allowed, f"INV-4: {sku} below {-allowed}: {new}")
        must(
            int(new["version"]["N"]) == (int(old["version"]["N"]) if old else 0) + 1,
            f"INV-4: {sku} was written over: {old} by {new}",
        )
        if alone:
            must(
                not old or all(old[name] == new[name] for name in ("held", "sold")),
                f"INV-4: {sku}'s holds were written over",
            )
            self.totals[sku] = pieces(new)
        must(pieces(new) == self.totals[sku], f"INV-4: {sku} has {pieces(new)} pieces, not {self.totals[sku]}")

    def _owed(self, old: Item | None, new: Item | None, writes: list[Write]) -> None:
        """Pieces that are not there go to orders alone that were told the day, or a later one."""
        if not old or not new or new["sk"]["S"] != "STOCK" or len(writes) == 1:
            return
        if int(new["available"]["N"]) >= min(0, int(old["available"]["N"])):
            return
        (order_id,) = (each["order_id"]["S"] for _, _, _, each in writes if each and each["sk"]["S"] == "HOLD")
        days = {line.sku: line.back_on or "" for line in self.checkouts[order_id].lines}
        sku, leaves_on = new["sku"]["S"], new["back_on"]["S"]
        must(days[sku] >= leaves_on, f"INV-4: {order_id} takes {sku} that leaves on {leaves_on}, it was told {days}")

    def _refusal(self, new: Item | None, old: Item | None) -> None:
        if not new or new["sk"]["S"] != "HOLD" or new["state"]["S"] != "refused" or old:
            return
        order_id = new["order_id"]["S"]
        wanted: dict[str, int] = {}
        days: dict[str, str] = {}
        for line in self.checkouts[order_id].lines:
            wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
            days[line.sku] = line.back_on or ""
        rows = self.shop.cloud.store.tables["inventory"]
        left = {sku: _orderable(rows.get((f"SKU#{sku}", "STOCK")), days[sku]) for sku in wanted}
        must(
            any(left[sku] < pieces for sku, pieces in wanted.items()),
            f"INV-5: {order_id} was refused what is there: {left}",
        )

    def _uses(self, old: Item | None, new: Item | None) -> None:
        """A code is never used once too often, each use is an order's, and nobody is refused one that is left."""
        rows = self.shop.cloud.store.tables["promotion"]
        if not new or new["sk"]["S"] not in ("PROMOTION", "USE"):
            return
        if new["sk"]["S"] == "USE" and new["state"]["S"] == "refused" and not old:
            checkout = self.checkouts[new["pk"]["S"].removeprefix("ORDER#")]
            wanted = [each.code for each in checkout.promotions if each.limited]
            must(any(_is_taken(rows, code) for code in wanted), f"INV-20: {wanted} are left, and refused")
        for code, row in ((pk.removeprefix("PROMOTION#"), row) for (pk, sk), row in rows.items() if sk == "PROMOTION"):
            held = sum(sk == "USE" and _has_use(each, code) for (_, sk), each in rows.items())
            must(int(row["uses"]["N"]) == held, f"INV-19: {row['uses']} uses of {code} are counted, orders have {held}")
            must(held <= int(row.get("max_uses", row["uses"])["N"]), f"INV-19: {code} is used {held} times")

    def _vouchers(self, old: Item | None, new: Item | None) -> None:
        """What is on a voucher and what orders have of it is always what it was issued for, and nobody is refused what
        is left."""
        rows = self.shop.cloud.store.tables["voucher"]
        if not new or new["sk"]["S"] not in ("VOUCHER", "HOLD"):
            return
        if new["sk"]["S"] == "HOLD" and holds.decode(new).state is HoldState.REFUSED and not old:
            wanted = self.checkouts[new["pk"]["S"].removeprefix("ORDER#")].vouchers
            left = {
                pk.removeprefix("VOUCHER#"): int(row["balance"]["N"])
                for (pk, sk), row in rows.items()
                if sk == "VOUCHER"
            }
            must(any(left[each.id] < each.amount for each in wanted), f"INV-25: {wanted} is left, and refused: {left}")
        for row in (row for (_, sk), row in rows.items() if sk == "VOUCHER"):
            balance, value = int(row["balance"]["N"]), int(row["value"]["N"])
            spent = spent_by_orders(rows, row["pk"]["S"].removeprefix("VOUCHER#"))
            entries = [
                int(each["amount"]["N"])
                for (pk, sk), each in rows.items()
                if pk == row["pk"]["S"] and sk.startswith("ENTRY#")
            ]
            gone = spent + int(row["withdrawn"]["N"])
            must(0 <= balance == value - gone, f"INV-24: {balance} of {value} is left, orders and buyers have {gone}")
            must(balance == sum(entries), f"INV-24: {balance} is left, its ledger says {entries}")

    def _order(self, old: Item | None, new: Item | None) -> None:
        must(new is not None, "INV-1: an order is gone")
        assert new is not None
        if LINKED in new:
            must(old is None, f"INV-16: the link to {new['sk']['S']} was written over")
            return
        (after, bought), order_id = decode(new), new["sk"]["S"]
        state, fault = after.state, return_invariants.find_fault(after, bought)
        must(not fault, f"INV-37: of {order_id} {fault}")
        if early_return(state, after.returns):
            self.early_returns.add(order_id)
        if old is None:
            must(
                state is State.PLACED and order_id in self.checkouts,
                f"INV-2: {order_id} begins as {state}, checked out or not",
            )
            must(self.checkouts[order_id].owner == new["pk"]["S"], "INV-13: an order of somebody else's")
            return
        earlier = decode(old)[0]
        before = earlier.state
        way = [before, *(step.state for step in after.steps[len(earlier.steps) :])]
        is_edge = all(two in TRANSITIONS[one] for one, two in pairwise(way))
        must(is_edge and (len(way) <= 2 or way == WITH_SENT), f"INV-8: {order_id} from {before} to {state}")
        self.edges.add((before, state))
        erased = is_erased(old, new)
        kept = new["purchase"] == old["purchase"] or is_moved(old, new) or erased
        must(kept, f"INV-8: {order_id}'s purchase has changed")
        if before is not state:
            self._check_move(earlier, after, "event" in new)
        one, two = earlier.steps, after.steps
        one = tuple(msgspec.structs.replace(step, note="") for step in one) if erased else one
        must(
            two[: len(one)] == one and len(two) == len(one) + len(way) - 1 and way[-1] is state,
            f"INV-8: {order_id}'s time line was written over",
        )

    def _check_move(self, old: OrderState, new: OrderState, tells: bool) -> None:
        """An order moves for a reason that is true elsewhere, and tells of it in the same write."""
        state, name = new.state, f"{new.order_id} is {new.state}"
        must(tells, f"INV-11: {name} and tells nobody")
        again = old.state in PAYABLE and state is State.HELD
        must(new.attempt == old.attempt + again, f"INV-8: {name} at attempt {new.attempt} after {old.attempt}")
        if state in TRUE and new.amount:
            payment = self.shop.cloud.store.tables.get("payment", {}).get((f"ORDER#{new.order_id}", "PAYMENT"), {})
            attempts = [each["M"] for each in payment.get("attempts", {"L": []})["L"]]
            found = [
                each.get("state", {"S": "requested"})["S"]
                for each in attempts
                if int(each["number"]["N"]) == new.attempt
            ]
            must(found != [] and found[0] in TRUE[state], f"INV-6: {name}, its payment {found}")

    def _checkout(self, old: Item | None, new: Item) -> None:
        if old and old.get("event") == new["event"]:
            return
        event: Any = compression.decode(bytes(new["event"]["B"]), BasketCheckedOut)
        before = basket_item.decode(old)
        must(
            {line.sku: line.quantity for line in event.lines} == {line.sku: line.quantity for line in before.lines},
            "INV-10: other lines",
        )
        must(not basket_item.decode(new).lines, "INV-10: what was ordered is still in the basket")
        must(event.order_id not in self.checkouts, f"INV-3: {event.order_id} was checked out twice")
        must(
            all(line.price in self.prices[line.sku] for line in event.lines),
            f"INV-7: a price that never was: {event.lines}",
        )
        must(
            event.subtotal == sum(line.price * line.quantity for line in event.lines),
            "INV-7: the lines do not make the subtotal",
        )
        prices = event.subtotal - event.discount + event.delivery_price
        must(
            tax_modes.are_right(self.shop.world.seed, prices, event.tax, event.total)
            and event.discount == sum(line.discount for line in event.lines),
            "INV-7: subtotal, discount and delivery do not make the total",
        )
        self.checkouts[event.order_id] = event

    def _authorization(self, old: Item | None, new: Item) -> None:
        reference, state = new["reference"]["S"], new["state"]["S"]
        order_id, _, _ = reference.rpartition("-")
        checkout = self.checkouts.get(order_id)
        must(checkout is not None, f"INV-6: money asked for no order: {reference}")
        assert checkout is not None
        by_card = checkout.total - total_of(checkout.vouchers)
        must(int(new["amount"]["N"]) == by_card, f"INV-6: {reference} asks for {new['amount']}, not {by_card}")
        if state == "captured" and (not old or old["state"]["S"] != "captured"):
            self.captures[order_id] = self.captures.get(order_id, 0) + 1
            must(self.captures[order_id] == 1, f"INV-6: {order_id} was captured twice")
        back = int(new.get("refunded", {"N": "0"})["N"])
        must(back <= by_card, f"INV-6: {reference} gives {back} of {by_card} back")
        life = self._life(order_id)
        asked = any(step.state is State.AWAITING_PAYMENT for step in life.steps)
        must(asked or not checkout.pay_later, f"INV-29: {reference} asks for money before its buyer gave a card")
        decided = sum(
            each.refund - total_of(each.vouchers) for each in life.returns if each.state is ReturnState.RECEIVED
        )
        must(
            life.state in GIVEN_UP or back <= decided,
            f"INV-6: {order_id} is {life.state}, {back} goes back and {decided} shall",
        )

    def _back(self, old: Item | None, new: Item | None) -> None:
        """Pieces come back for returns that staff have received, each once, and no more of a SKU than was bought."""
        if not new or new["sk"]["S"] != "HOLD" or "back" not in new or (old and old.get("back") == new["back"]):
            return
        shelved: Counter[str] = Counter()
        for each in self._life(new["order_id"]["S"]).returns:
            shelved.update({line.sku: line.quantity for line in each.restocked_lines})
        for line in new["back"]["L"]:
            sku, quantity = line["M"]["sku"]["S"], int(line["M"]["quantity"]["N"])
            must(
                quantity <= shelved[sku],
                f"INV-4: {quantity} of {sku} are back for {new['order_id']['S']}, returns have {shelved[sku]}",
            )

    def _document(self, old: Item | None, new: Item | None, writes: list[Write]) -> None:
        """Documents are written once, and a number is counted with the document that has it."""
        must(new is not None, "INV-17: a document is gone")
        assert new is not None
        if new["pk"]["S"] != "COUNTER":
            must(
                old is None or is_without_contact(old, new),
                f"INV-17: {new['pk']['S']} {new['sk']['S']} was written over",
            )
            return
        must(int(new["last"]["N"]) == (int(old["last"]["N"]) if old else 0) + 1, f"INV-17: {old} is followed by {new}")
        must(len(writes) > 1, f"INV-17: {new['sk']['S']}, number {new['last']['N']} is counted without its document")

    def _life(self, order_id: str) -> OrderState:
        key = (self.checkouts[order_id].owner, order_id)
        return decode(self.shop.cloud.store.tables["order"][key])[0]


def must(holds: bool, claim: str) -> None:
    """Raises `Violated` unless it holds."""
    if not holds:
        raise Violated(claim)


def spent_by_orders(rows: dict[Key, Item], voucher_id: str) -> int:
    """What orders have of a voucher, without what went back."""
    held = [holds.decode(row) for (_, sk), row in rows.items() if sk == "HOLD"]
    rests = (rest(each.payments, each.refunds_paid) for each in held if each.state is HoldState.HELD)
    return sum(each.amount for payments in rests for each in payments if each.id == voucher_id)


def _orderable(row: Item | None, told: str) -> int:
    """Pieces that an order may have, which was told that they leave from this day; empty if it was promised at once."""
    if row is None:
        return 0
    fits = told and "back_on" in row and row["back_on"]["S"] <= told
    return int(row["available"]["N"]) + (int(row["back_pieces"]["N"]) if fits else 0)


def _has_use(row: Item, code: str) -> bool:
    return row["state"]["S"] == "held" and {"S": code} in row["codes"]["L"]


def _is_taken(rows: dict[Key, Item], code: str) -> bool:
    """Whether no use of a code is left, or all that are allowed to one person: the buyers are one by their address."""
    row = rows[f"PROMOTION#{code}", "PROMOTION"]
    marked = any(pk == f"PROMOTION#{code}" and sk.startswith("PERSON#") for pk, sk in rows)
    return marked or ("max_uses" in row and int(row["uses"]["N"]) >= int(row["max_uses"]["N"]))


def pieces(row: Item) -> int:
    """Available, held and sold."""
    return sum(int(row[name]["N"]) for name in _FULL)
