"""The basket's copy of the vouchers, built from the events of the voucher service: `pk=VOUCHER#<id> sk=VOUCHER`.

The id is a digest of the code, so no basket knows a code. Versions order the events of a voucher.
"""

from collections.abc import Sequence

import msgspec

from backend.contracts.voucher.events import VoucherChanged
from backend.contracts.voucher.models import Voucher
from backend.shared import dynamodb
from backend.shared.copies import write_newer

VOUCHER = "voucher"


def find(ids: Sequence[str]) -> tuple[Voucher, ...]:
    """Return the vouchers with these ids, in their order. Raises Refused 503 if the table is busy."""
    items = dynamodb.batch_get(map(_key, ids)) if ids else []
    by_id = {voucher.id: voucher for voucher in map(_decode, items)}
    return tuple(by_id[each] for each in ids if each in by_id)


def save(event: VoucherChanged) -> None:
    """Store the voucher, unless a version as new is stored."""
    voucher = event.voucher
    write_newer(_key(voucher.id), voucher.version, {VOUCHER: msgspec.json.encode(voucher).decode()})


def _key(voucher_id: str) -> dynamodb.Item:
    return {"pk": {"S": f"VOUCHER#{voucher_id}"}, "sk": {"S": "VOUCHER"}}


def _decode(item: dynamodb.Item) -> Voucher:
    return msgspec.json.decode(item[VOUCHER]["S"], type=Voucher)
