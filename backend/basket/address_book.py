"""Shoppers' address books, one item each: `pk=shopper#<sub> sk=ADDRESSES`, written under the version that was read.

The tokens of a closed account stay valid for some minutes. So the item of such an account is kept for a day, empty and
marked as closed: a change that read the book before no longer finds its version, and one that reads it now is refused.
"""

import secrets
from collections.abc import Callable
from typing import NamedTuple

from backend.basket import address_checks, address_rules
from backend.basket.address_rules import Addresses
from backend.contracts.basket.address_book import AddressBook
from backend.contracts.basket.models import NewAddress
from backend.contracts.problem import Refused
from backend.shared import clock, compression, dynamodb
from backend.shared.accounts import CLOSED_SECONDS
from backend.shared.aws import client
from backend.shared.versions import put_if_unchanged

_TRIES = 10


class _Stored(NamedTuple):
    """A book as it was read; `version` is 0 where there is none."""

    addresses: Addresses = ()
    version: int = 0


def get(owner: str) -> AddressBook:
    """Return the owner's saved addresses. Raises Refused 401 if the account was closed."""
    return AddressBook(addresses=_read(owner).addresses)


def save(owner: str, address: NewAddress) -> AddressBook:
    """Save an address. Raises Refused: 422 for a full book or what its country does not have; 401, 409 of `_change`."""
    address_checks.check_address(address)
    return _change(owner, lambda book: address_rules.save(book, secrets.token_hex(8), address))


def change(owner: str, address_id: str, address: NewAddress) -> AddressBook:
    """Change a saved address. Raises Refused: 404, 422 for what its country does not have; 401, 409 of `_change`."""
    address_checks.check_address(address)
    return _change(owner, lambda book: address_rules.change(book, address_id, address))


def remove(owner: str, address_id: str) -> AddressBook:
    """Remove a saved address. Raises Refused: 404; 401, 409 of `_change`."""
    return _change(owner, lambda book: address_rules.remove(book, address_id))


def make_default(owner: str, address_id: str) -> AddressBook:
    """Make a saved address the default. Raises Refused: 404; 401, 409 of `_change`."""
    return _change(owner, lambda book: address_rules.make_default(book, address_id))


def use_for_invoices(owner: str, address_id: str) -> AddressBook:
    """Have invoices made out to a saved address. Raises Refused: 404; 401, 409 of `_change`."""
    return _change(owner, lambda book: address_rules.use_for_invoices(book, address_id))


def stop_for_invoices(owner: str, address_id: str) -> AddressBook:
    """Stop making invoices out to this address. Raises Refused: 404; 401, 409 of `_change`."""
    return _change(owner, lambda book: address_rules.stop_for_invoices(book, address_id))


def close(owner: str) -> None:
    """Erase the owner's addresses, and refuse to save new ones."""
    values = {":one": 1, ":yes": True, ":until": clock.epoch() + CLOSED_SECONDS}
    dynamodb.write(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=_key(owner),
        UpdateExpression="ADD version :one REMOVE addresses SET closed = :yes, expires = :until",
        ExpressionAttributeValues=dynamodb.to_item(values),
    )


def _change(owner: str, change: Callable[[Addresses], Addresses]) -> AddressBook:
    """Return the changed book. Raises Refused: 401 if the account was closed, 409 if others keep changing it."""
    for _ in range(_TRIES):
        stored_book = _read(owner)
        after = change(stored_book.addresses)
        if after == stored_book.addresses or _replace(owner, stored_book, after):
            return AddressBook(addresses=after)
    raise address_rules.busy()


def _read(owner: str) -> _Stored:
    item = (
        client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(owner), ConsistentRead=True).get("Item")
    )
    if not item:
        return _Stored()
    if "closed" in item:
        raise Refused(401, "not-signed-in", "Please sign in")
    return _Stored(compression.decode(item["addresses"]["B"], Addresses), int(item["version"]["N"]))


def _replace(owner: str, before: _Stored, after: Addresses) -> bool:
    """Write the book. Return False, without writing, if it has changed since it was read."""
    values = {"addresses": compression.compress(after), "version": before.version + 1}
    item = _key(owner) | dynamodb.to_item(values)
    return dynamodb.write_if("put_item", **put_if_unchanged(item, before.version))


def _key(owner: str) -> dynamodb.Item:
    return {"pk": {"S": owner}, "sk": {"S": "ADDRESSES"}}
