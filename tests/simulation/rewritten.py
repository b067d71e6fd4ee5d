"""What may change of that which is otherwise never written over: an address by staff, a person by an erasure."""

import msgspec

from backend.contracts.order.actions import ActionKind
from backend.contracts.order.erasure import without_person
from backend.contracts.order.staff import ADDRESSABLE
from backend.invoice.domain import Invoice, without_contact
from backend.order.erasure import GRACE, OVER
from backend.order.item import decode
from backend.order.state_machine import later
from backend.shared import clock, compression
from tests.simulation.store import Item


def is_erased(old: Item, new: Item) -> bool:
    """Return whether nothing but the person was taken out of an order that was over a week ago."""
    (_, before), (life, after) = decode(old), decode(new)
    kept = msgspec.structs.replace(before, address=without_person(before.address), order_key=None) == after
    return kept and life.state in OVER and later(life.steps[-1].at, GRACE) <= clock.now()


def is_without_contact(old: Item, new: Item) -> bool:
    """Return whether an invoice lost nothing but e-mail address and phone, or was written again without them."""
    if old["sk"]["S"] != "INVOICE":
        return False
    before, after = (compression.decode(bytes(each["value"]["B"]), Invoice) for each in (old, new))
    return without_contact(before) == after


def is_moved(old: Item, new: Item) -> bool:
    """Return whether the address alone has changed, before anything was packed, and it is known who did that."""
    (_, before), (life, after) = decode(old), decode(new)
    kept = msgspec.structs.replace(after, address=before.address) == before
    known = [action.kind for action in life.actions][-1:] == [ActionKind.CHANGE_ADDRESS]
    return kept and known and life.state in ADDRESSABLE
