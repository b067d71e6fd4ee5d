"""The file of a data export: a ZIP of JSON files, invoices as PDF, and a page that explains them."""

import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO

import msgspec

from backend.contracts.order.models import Order
from backend.contracts.types import Language, Model, Timestamp
from backend.order.export_index import FILES, index_page
from backend.shared.export_parts import Part

_IN_MEMORY = 8_000_000  # bytes before the file goes to the function's disk


class AccountRecord(Model, frozen=True, kw_only=True):
    """What the user pool stores about the account; `account_id` is its number there."""

    account_id: str
    email: str
    name: str
    requested_at: Timestamp


def build(
    account: AccountRecord, orders: Iterable[Order], parts: Iterable[tuple[str, Part]], language: Language = "en"
) -> IO[bytes]:
    """Return the file, with its page in this language. `parts` are named as in the bucket."""
    archive = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        records: dict[str, list[object]] = {"account": [account], "order": list(orders)}
        documents = 0
        for key, part in parts:
            records.setdefault(key.rpartition("/")[2], []).extend(part.records)
            documents += len(part.files)
            for name, content in part.files.items():
                files.writestr(name, content)
        for service, entries in records.items():
            files.writestr(FILES[service].name, msgspec.json.format(msgspec.json.encode(entries), indent=2))
        counts = {service: len(entries) for service, entries in records.items()}
        files.writestr("index.html", index_page(account.requested_at, counts, documents, language))
    return archive
