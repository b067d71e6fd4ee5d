"""The outbox relay of the voucher table. It makes VoucherChanged from the stream's images of a voucher."""

from typing import TYPE_CHECKING

from backend.contracts.voucher.events import VoucherChanged
from backend.shared.outbox_relay import BatchResponse, StreamEvent, relay_derived
from backend.voucher import ledger, repository

if TYPE_CHECKING:
    from backend.shared.dynamodb import Item


def handler(event: StreamEvent, context: object) -> BatchResponse:
    """Publish the records' events, with VoucherChanged added where a voucher changed for others."""
    return relay_derived(event, context, _changed_event)


def _changed_event(old: "Item | None", new: "Item | None") -> VoucherChanged | None:
    """Return VoucherChanged for a new version of a voucher: that its code was mailed again is none."""
    if not new or new["sk"]["S"] != ledger.SK or (old and old["version"] == new["version"]):
        return None
    return VoucherChanged(voucher=repository.strip_private(repository.decode(new)))
