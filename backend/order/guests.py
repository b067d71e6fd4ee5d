"""Guests' orders: found by what their buyer knows, and claimed by an account.

A claimed order keeps its owner, because events about it are under way and other services know it by that owner. The
account gets a link among its own orders, `pk=shopper#<sub> sk=<order_id> linked=<owner>`, in the same write that makes
the key invalid.
"""

import hmac

from msgspec.structs import replace

from backend.contracts import guest_keys
from backend.contracts.email_addresses import comparable
from backend.contracts.order.events import OrderClaimed
from backend.contracts.order.guest_models import FindOrder, FoundOrder
from backend.contracts.order.models import Order
from backend.contracts.problem import Refused
from backend.order import domain, repository
from backend.order.item import CONTACT_INDEX, LINKED, contact_digest, decode_all, key
from backend.shared import accounts, clock, dynamodb
from backend.shared.aws import client

_TRIES = 10


def find(query: FindOrder) -> FoundOrder:
    """Return the newest guest's order with this number and address. Raise Refused 404.

    It is one Query by a digest of both, so neither the answer nor its time reveals whether the number exists with
    another address.
    """
    items = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        IndexName=CONTACT_INDEX,
        KeyConditionExpression="contact = :contact",
        ExpressionAttributeValues=dynamodb.to_item({":contact": contact_digest(query.number, query.email)}),
        ScanIndexForward=False,
        Limit=1,
    )["Items"]
    for order, details in decode_all(items)[0]:
        if details.order_key and not order.shopper:
            return FoundOrder(order_id=order.order_id, order_key=details.order_key)
    raise Refused(404, "no-order", "There is no such order", "Check the number and the address.")


def claim(shopper: str, access_token: str, order_id: str, order_key: str) -> Order:
    """Move a guest's order into the shopper's account; repeating it changes nothing.

    Raises Refused: 404 for a wrong key or an order of another account, 403 if the account's confirmed address is not
    the order's, 409 after the last try.
    """
    owner = guest_keys.owner(order_key)
    for _ in range(_TRIES):
        order, details = repository.require(repository.load(owner, order_id))
        if order.shopper == shopper:
            return domain.order(order, details)
        if order.shopper:
            raise repository.not_found()
        if not _same_address(accounts.read_account(access_token).email, details.address.email):
            raise Refused(403, "other-address", "The order has another e-mail address than your account")
        event = OrderClaimed(order_id=order_id, owner=owner, at=clock.now(), shopper=shopper)
        order_after = replace(order, shopper=shopper, event=event)
        link: dynamodb.Put = {
            "TableName": dynamodb.table_name(),
            "Item": key(shopper, order_id) | {LINKED: {"S": owner}},
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        if dynamodb.transact_if([{"Put": link}, {"Put": repository.replacement(order_after, details)}]):
            return domain.order(order_after, details)
    raise repository.busy()


def _same_address(one: str, other: str) -> bool:
    return bool(one) and hmac.compare_digest(comparable(one).encode(), comparable(other).encode())
