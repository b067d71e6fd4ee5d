"""Pieces that are ordered before they are in stock: `back_on` and `back_pieces` of a stock item.

`available` falls below 0 by at most `back_pieces`. Only a line that was promised to leave on that day or later may take
it there: an order that was promised a parcel tomorrow is refused, as usual.
"""

from collections.abc import Mapping
from typing import NamedTuple, cast

from backend.contracts.inventory.models import BackOrder
from backend.inventory import stock
from backend.shared import dynamodb
from backend.shared.aws import client

_SAME = "back_on = :back_on AND back_pieces = :back_pieces"
_NONE_FITS = "(attribute_not_exists(back_on) OR back_on > :agreed_on)"


class Terms(NamedTuple):
    """The day on which a line was promised to leave, and the SKU's back order if it covers that."""

    agreed_on: str
    back: BackOrder | None


def find_terms(agreed_days: Mapping[str, str]) -> dict[str, Terms]:
    """Return by SKU what lines on back order may take; nothing is read for other lines."""
    present = {sku: stock.back_order(_read(sku)) for sku in agreed_days}
    return {
        sku: Terms(agreed_on, back if (back := present[sku]) and back.on <= agreed_on else None)
        for sku, agreed_on in agreed_days.items()
    }


def hold_pieces(sku: str, pieces: int, terms: Terms | None) -> dynamodb.TransactionItem:
    """Return the part of a transaction that holds pieces; it fails if there are too few and no more may be ordered."""
    part = stock.take(sku, pieces)
    if terms and terms.back:
        values = {**part["Update"]["ExpressionAttributeValues"], **_values(pieces, terms.back)}
        changed = {"ConditionExpression": f"available >= :least AND {_SAME}", "ExpressionAttributeValues": values}
        return cast("dynamodb.TransactionItem", {"Update": {**part["Update"], **changed}})
    return part


def insufficient_check(sku: str, pieces: int, terms: Terms | None) -> dynamodb.TransactionItem:
    """Return the part of a transaction that fails if this many pieces can be held."""
    part = stock.insufficient_check(sku, pieces)
    if not terms:
        return part
    if terms.back:
        condition, values = f"available < :least AND {_SAME}", _values(pieces, terms.back)
    else:
        condition = f"attribute_not_exists(pk) OR (available < :pieces AND {_NONE_FITS})"
        values = dynamodb.to_item({":pieces": pieces, ":agreed_on": terms.agreed_on})
    changed = {"ConditionExpression": condition, "ExpressionAttributeValues": values}
    return cast("dynamodb.TransactionItem", {"ConditionCheck": {**part["ConditionCheck"], **changed}})


def _read(sku: str) -> dynamodb.Item:
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=stock.key(sku), ConsistentRead=True)
    return reply.get("Item", {})


def _values(pieces: int, back: BackOrder) -> dynamodb.Item:
    least = pieces - back.pieces
    return dynamodb.to_item({":least": least, ":back_on": back.on, ":back_pieces": back.pieces})
