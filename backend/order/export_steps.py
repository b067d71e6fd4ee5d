"""The steps of a data export. Its item is in the index `waiting`, and the sweeper advances it step by step:

1. ask the services, by DataRequested for a few orders at a time,
2. once every part is in the bucket, build the file and publish DataExported,
3. delete everything when the file's days are over, or after as many days if a part never arrived.
"""

import os
from collections.abc import Iterator
from datetime import timedelta

from backend.contracts.order.data_export import EXPORT_DAYS, ORDERS_PER_PART, DataExported, DataRequested, part_key
from backend.contracts.order.erasure import HOLDERS
from backend.contracts.order.models import Order
from backend.order import data_exports, domain, erasure, export_bucket, export_item, repository
from backend.order.export_item import Export
from backend.order.item import EXPORT_PREFIX
from backend.order.state_machine import later
from backend.shared import clock

AGAIN = timedelta(minutes=1)
LATE = timedelta(hours=1)
"""How long the services may take before the sweeper fails for an export, which an alarm counts."""


class PartsMissing(Exception):
    """Some services have not delivered their part for a long time. The message names them."""


def is_export(pk: str) -> bool:
    """Return whether a due item belongs to a data export, and not to an order."""
    return pk.startswith(EXPORT_PREFIX)


def sweep(pk: str, due: str) -> None:
    """Take the export's next step. Raise PartsMissing if a service is late."""
    owner = pk.removeprefix(EXPORT_PREFIX)
    export = export_item.read(owner)
    if export is None or export.due != due:
        return
    if export.ready_at or erasure.is_closed(owner):
        data_exports.erase(owner)
    elif not export.numbers:
        _ask_services(owner, export)
    elif missing := _part_keys(owner, export) - export_bucket.list_parts(owner, export.export_id):
        _wait(owner, export, missing)
    else:
        _finish(owner, export)


def _ask_services(owner: str, export: Export) -> None:
    """Publish one DataRequested for every few orders, or a single one if there are none; repeating it publishes the
    same ones."""
    requests = tuple(_requests(owner, export))
    export_item.put_requests(requests)
    export_item.change(owner, export, numbers=len(requests), due=later(clock.now(), AGAIN))


def _requests(owner: str, export: Export) -> Iterator[DataRequested]:
    orders = tuple(repository.order_ids(owner))
    for number, start in enumerate(range(0, max(len(orders), 1), ORDERS_PER_PART), 1):
        yield DataRequested(
            owner=owner,
            at=export.requested_at,
            export_id=export.export_id,
            number=number,
            order_ids=orders[start : start + ORDERS_PER_PART],
            email=export.email,
        )


def _part_keys(owner: str, export: Export) -> frozenset[str]:
    """Return the names of the parts that the services have to deliver."""
    numbers = range(1, export.numbers + 1)
    return frozenset(part_key(owner, export.export_id, number, service) for number in numbers for service in HOLDERS)


def _wait(owner: str, export: Export, missing: frozenset[str]) -> None:
    """Look again in a minute. Delete everything once it has waited as long as a file would have been kept."""
    now = clock.now()
    if now > later(export.requested_at, timedelta(days=EXPORT_DAYS)):
        data_exports.erase(owner)
        return
    if now > later(export.requested_at, LATE):
        raise PartsMissing(", ".join(sorted(missing)))
    export_item.change(owner, export, due=later(now, AGAIN))


def _finish(owner: str, export: Export) -> None:
    """Build the file and publish DataExported, then delete the parts. Delete the file if the request is gone."""
    size = _make_file(owner, export)
    now = clock.now()
    until = later(now, timedelta(days=EXPORT_DAYS))
    event = DataExported(
        owner=owner,
        at=now,
        export_id=export.export_id,
        expires_at=until,
        email=export.email,
        language=export.language,
    )
    if export_item.change(owner, export, event, ready_at=now, expires_at=until, due=until, size=size):
        export_bucket.delete_all(owner, but=export.export_id)
        export_item.delete_requests(owner)
    elif not export_item.read(owner):
        export_bucket.delete_all(owner)


def _make_file(owner: str, export: Export) -> int:
    """Store the file, and return its size in bytes."""
    from backend.order import export_archive

    account = export_archive.AccountRecord(
        account_id=owner.partition("#")[2], email=export.email, name=export.name, requested_at=export.requested_at
    )
    parts = ((key, export_bucket.read_part(key)) for key in sorted(_part_keys(owner, export)))
    with export_archive.build(account, _orders(owner), parts, export.language) as archive:
        size = archive.seek(0, os.SEEK_END)
        archive.seek(0)
        export_bucket.put_archive(owner, export.export_id, archive)
    return size


def _orders(owner: str) -> Iterator[Order]:
    for order_id in repository.order_ids(owner):
        yield domain.order(*repository.require(repository.load(owner, order_id)))
