"""Data exports: a shopper requests everything the shop stores about them, and downloads it as a file, which
`export_steps` builds."""

from backend.contracts.order.data_export import DataExport
from backend.contracts.problem import Refused
from backend.contracts.types import Language
from backend.order import export_bucket, export_item
from backend.order.export_item import Export
from backend.shared import accounts, clock


def request(owner: str, access_token: str, language: Language) -> DataExport:
    """Record the request; the sweeper starts on it within a minute. `language` is that of the mail that announces the
    file.

    Raises Refused 409 while an earlier request is under way or is younger than a day, and for an account without a
    confirmed address.
    """
    account, now, before = accounts.read_account(access_token), clock.now(), export_item.read(owner)
    if not account.email:
        raise Refused(409, "no-address", "Please confirm the e-mail address of your account first")
    if before and before.again_from > now:
        raise _too_soon(before)
    export = Export(
        export_id=clock.new_id(),
        requested_at=now,
        due=now,
        email=account.email,
        name=account.name,
        language=language,
    )
    if not export_item.put(owner, export, before):
        raise _too_soon(export)
    return _view(owner, export)


def read(owner: str) -> DataExport:
    """Return the progress of the owner's last request."""
    export = export_item.read(owner)
    return _view(owner, export) if export else DataExport()


def erase(owner: str) -> None:
    """Delete the owner's last request and everything that was made for it."""
    export_bucket.delete_all(owner)
    export_item.delete(owner)


def _view(owner: str, export: Export) -> DataExport:
    is_there = bool(export.expires_at and export.expires_at > clock.now())
    return DataExport(
        requested_at=export.requested_at,
        again_from=export.again_from,
        ready_at=export.ready_at,
        expires_at=export.expires_at,
        size=export.size,
        url=export_bucket.sign_url(owner, export.export_id) if is_there else "",
    )


def _too_soon(export: Export) -> Refused:
    if export.ready_at:
        return Refused(409, "too-soon", "You had a copy of your data within the last day")
    return Refused(409, "on-its-way", "We are preparing your data")
