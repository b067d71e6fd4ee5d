"""Books cut into parts, each of which holds all that there is of its orders: so a part is compared by itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from zlib import crc32

from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.basket.models import Address
from backend.contracts.order.models import StaffOrder
from storefront.reconcile.books import Books

PARTS = 64
"""A part of a million orders has some 16,000 of them, and as many holds and payments."""
REST = PARTS
"""The part of what belongs to no order: stock, promotions and vouchers."""
NOBODY = Address(name="-", email="nobody@shop.example", street="-", town="-", country="DE")
KEYS = {"orders": "id", "vouchers": "id", "stock": "sku", "promotions": "code"}
"""What an entry of these lists has for itself; of all others there is one for each order."""
Piece = dict[int, Books]
"""A piece of the books by the number of its part."""


def cut(books: Books) -> Piece:
    """Return the books by part. What tells who bought is left out: it is compared with nothing."""
    lists: defaultdict[int, defaultdict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for order in books.orders:
        lists[_part(order.id)]["orders"].append(_without_person(order))
    for order_id in books.unreadable:
        lists[_part(order_id)]["unreadable"].append(order_id)
    for name in ("holds", "payments", "uses", "voucher_holds"):
        for entry in getattr(books, name):
            lists[_part(entry.order_id)][name].append(entry)
    for voucher in (replace(each, email=NOBODY.email, by="", buyer=None, entries=()) for each in books.vouchers):
        lists[REST]["vouchers"].append(voucher)
        if voucher.order_id:
            lists[_part(voucher.order_id)]["vouchers"].append(voucher)
    for name in ("stock", "promotions"):
        for entry in getattr(books, name):
            lists[REST][name].append(entry)
    return {part: _books(each) for part, each in lists.items()}


def join(pieces: Iterable[Books]) -> Books:
    """Return the books of which these are pieces. What was read twice is there once, as it was read last."""
    lists: defaultdict[str, dict[object, object]] = defaultdict(dict)
    for piece in pieces:
        for name in Books.__struct_fields__:
            lists[name] |= {_identify(name, entry): entry for entry in getattr(piece, name)}
    return _books({name: entries.values() for name, entries in lists.items()})


def _books(lists: Mapping[str, Iterable[object]]) -> Books:
    return Books(**{name: tuple(entries) for name, entries in lists.items()})  # type: ignore[arg-type]


def _identify(name: str, entry: object) -> object:
    return getattr(entry, KEYS.get(name, "order_id"), entry)  # of an order that cannot be read there is its id alone


def _part(order_id: str) -> int:
    return crc32(order_id.encode()) % PARTS


def _without_person(order: StaffOrder) -> StaffOrder:
    owner = heartbeat.owner("") if heartbeat.is_owner(order.owner) else ""
    order = replace(order, owner=owner, address=NOBODY, invoice_address=None, actions=(), parcels=(), tracking="")
    steps = tuple(replace(step, note="", by="") for step in order.time_line)
    return replace(order, time_line=steps, returns=tuple(replace(each, reason="", note="") for each in order.returns))
