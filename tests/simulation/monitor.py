"""What must hold after every single write: stock, edges, refusals, and what a checkout takes along."""

from collections import Counter
from typing import Any

import msgspec

from backend.basket import item as basket_item
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.staff import ADDRESSABLE
from backend.contracts.order.states import TRANSITIONS, ReturnState, State
from backend.order.item import LINKED, decode
from backend.order.state_machine import OrderState
from backend.shared import compression
from tests.simulation.scheduler import Violated
from tests.simulation.shop import Shop
from tests.simulation.store import Item, Write

_FULL = ("available", "held", "sold")
GIVEN_UP = (State.REFUSED, State.CANCELLED)
_TAKEN = ("captured", "refunded")
TRUE = {State.DECLINED: ("declined",), State.PAID: ("authorized", "voided", *_TAKEN), State.CONFIRMED: _TAKEN}
"""What the payment service must hold to be true of the attempt when an order reaches a state."""


class Watch:
    """Hears of every write.

    `totals` has what was ever put in stock, by SKU; `checkouts` what was checked out, by order.
    """

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.totals: dict[str, int] = {}
        self.checkouts: dict[str, BasketCheckedOut] = {}
        self.captures: dict[str, int] = {}
        self.prices: dict[str, set[int]] = {}
        self.edges: set[tuple[str, str]] = set()
        shop.cloud.watch = self.written

    def written(self, writes: list[Write]) -> None:
        for table, _, old, new in writes:
            if table == "inventory":
                self._stock(old, new, len(writes) == 1)
                self._refusal(new, old)
                self._back(old, new)
            elif table == "order":
                self._order(old, new)
            elif table == "basket" and new and new["sk"]["S"] == "BASKET" and "event" in new:
                self._checkout(old, new)
            elif table == "invoice":
                self._document(old, new, writes)
            elif table == "sandbox" and new and new["sk"]["S"] == "AUTHORIZATION":
                self._authorization(old, new)

    def _stock(self, old: Item | None, new: Item | None, alone: bool) -> None:
        if not new or new["sk"]["S"] != "STOCK":
            return
        sku = new["sku"]["S"]
        must(all(int(new[name]["N"]) >= 0 for name in _FULL), f"INV-4: {sku} below 0: {new}")
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

    def _refusal(self, new: Item | None, old: Item | None) -> None:
        if not new or new["sk"]["S"] != "HOLD" or new["state"]["S"] != "refused" or old:
            return
        order_id = new["order_id"]["S"]
        wanted: dict[str, int] = {}
        for line in self.checkouts[order_id].lines:
            wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
        rows = self.shop.cloud.store.tables["inventory"]
        left = {sku: int(row["available"]["N"]) if (row := rows.get((f"SKU#{sku}", "STOCK"))) else 0 for sku in wanted}
        must(
            any(left[sku] < pieces for sku, pieces in wanted.items()),
            f"INV-5: {order_id} was refused what is there: {left}",
        )

    def _order(self, old: Item | None, new: Item | None) -> None:
        must(new is not None, "INV-1: an order is gone")
        assert new is not None
        if LINKED in new:
            must(old is None, f"INV-16: the link to {new['sk']['S']} was written over")
            return
        state, order_id = State(new["in_state"]["S"]), new["sk"]["S"]
        if old is None:
            must(
                state is State.PLACED and order_id in self.checkouts,
                f"INV-2: {order_id} begins as {state}, checked out or not",
            )
            must(self.checkouts[order_id].owner == new["pk"]["S"], "INV-13: an order of somebody else's")
            return
        before = State(old["in_state"]["S"])
        must(before is state or state in TRANSITIONS[before], f"INV-8: {order_id} from {before} to {state}")
        self.edges.add((before, state))
        must(new["purchase"] == old["purchase"] or _only_moved(old, new), f"INV-8: {order_id}'s purchase has changed")
        if before is not state:
            self._moved(decode(old)[0], decode(new)[0], "event" in new)
        one, two = decode(old)[0].steps, decode(new)[0].steps
        must(
            two[: len(one)] == one and len(two) == len(one) + (before is not state),
            f"INV-8: {order_id}'s time line was written over",
        )

    def _moved(self, old: OrderState, new: OrderState, tells: bool) -> None:
        """An order moves for a reason that is true elsewhere, and tells of it in the same write."""
        state, name = new.state, f"{new.order_id} is {new.state}"
        must(tells, f"INV-11: {name} and tells nobody")
        again = old.state is State.DECLINED and state is State.HELD
        must(new.attempt == old.attempt + again, f"INV-8: {name} at attempt {new.attempt} after {old.attempt}")
        if state in TRUE:
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
        must(event.total == event.subtotal + event.delivery_price, "INV-7: subtotal and delivery do not make the total")
        self.checkouts[event.order_id] = event

    def _authorization(self, old: Item | None, new: Item) -> None:
        reference, state = new["reference"]["S"], new["state"]["S"]
        order_id, _, _ = reference.rpartition("-")
        checkout = self.checkouts.get(order_id)
        must(checkout is not None, f"INV-6: money asked for no order: {reference}")
        assert checkout is not None
        must(
            int(new["amount"]["N"]) == checkout.total,
            f"INV-6: {reference} asks for {new['amount']}, not {checkout.total}",
        )
        if state == "captured" and (not old or old["state"]["S"] != "captured"):
            self.captures[order_id] = self.captures.get(order_id, 0) + 1
            must(self.captures[order_id] == 1, f"INV-6: {order_id} was captured twice")
        back = int(new.get("refunded", {"N": "0"})["N"])
        must(back <= checkout.total, f"INV-6: {reference} gives {back} of {checkout.total} back")
        life = self._life(order_id)
        decided = sum(each.refund for each in life.returns if each.state is ReturnState.RECEIVED)
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
            shelved.update({line.sku: line.quantity for line in each.lines} if each.restocked else {})
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
            must(old is None, f"INV-17: {new['pk']['S']} {new['sk']['S']} was written over")
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


def _only_moved(old: Item, new: Item) -> bool:
    """Whether the address alone has changed, before anything was packed, and it is known who did that."""
    (_, before), (life, after) = decode(old), decode(new)
    kept = msgspec.structs.replace(after, address=before.address) == before
    known = [action.kind for action in life.actions][-1:] == [ActionKind.CHANGE_ADDRESS]
    return kept and known and life.state in ADDRESSABLE


def pieces(row: Item) -> int:
    """Available, held and sold."""
    return sum(int(row[name]["N"]) for name in _FULL)
