"""Closed accounts: each order is made anonymous once it is over.

One item per closed account, `pk=CLOSED#<owner> sk=ACCOUNT`, publishes AccountClosed in the write that creates it, and
is in the index `waiting`. The sweeper visits it daily, until every order is anonymous and no late checkout can arrive
any more.
"""

from datetime import timedelta

from msgspec.structs import replace

from backend.contracts.order.erasure import without_person
from backend.contracts.order.events import AccountClosed, OrderErased
from backend.contracts.order.states import State
from backend.contracts.problem import Refused
from backend.order import early_returns, repository
from backend.order.domain import OrderDetails
from backend.order.item import CLOSED_PREFIX, key
from backend.order.state_machine import OrderState, later
from backend.shared import accounts, clock, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.log import logger
from backend.shared.sweeper import open_key

GRACE = timedelta(days=7)
"""How long after its last step an order keeps its address: until then, mails and refunds may still need it."""
LAST_CHECKOUT = timedelta(days=15)
"""How long after the account was closed a checkout may still arrive: a dead letter is kept for two weeks."""
AGAIN = timedelta(days=1)
OVER = (State.REFUSED, State.CANCELLED, State.DELIVERED, State.RETURNED, State.RETURN_DENIED)
"""States in which nothing is under way to the shopper or back."""
_SK = "ACCOUNT"


def close(owner: str, email: str | None) -> None:
    """Record that the owner closed the account, and publish AccountClosed; repeating it changes nothing.

    `email` is the account's confirmed address, where it is known.
    """
    now = clock.now()
    event = outbox.compress_event(AccountClosed(owner=owner, at=now, email=email))
    dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=key(CLOSED_PREFIX + owner, _SK)
        | dynamodb.to_item({"closed_at": now, "due": now, "open": open_key(owner), "event": event}),
        ConditionExpression="attribute_not_exists(pk)",
    )


def confirmed_email(access_token: str) -> str | None:
    """Return the address of the account that is to be closed; None for a token that may not ask Cognito for it."""
    try:
        return accounts.read_account(access_token).email or None
    except Refused:
        logger.warning("an account is closed whose address is not known")
        return None


def is_closed(owner: str) -> bool:
    """Return whether the owner has closed the account."""
    return bool(_item(CLOSED_PREFIX + owner))


def owner_of(pk: str) -> str:
    """Return whose closed account an item is."""
    return pk.removeprefix(CLOSED_PREFIX)


def is_closing(pk: str) -> bool:
    """Return whether a due item belongs to a closed account, and not to an order."""
    return pk.startswith(CLOSED_PREFIX)


def sweep(pk: str, due: str) -> None:
    """Erase the owner's orders that are over. Visit the account again tomorrow while one is left or may still
    arrive."""
    owner, now = owner_of(pk), clock.now()
    remaining_ids = [order_id for order_id in repository.order_ids(owner) if not _erase(owner, order_id, now)]
    if remaining_ids or now < later(_closed_at(pk), LAST_CHECKOUT):
        _update(pk, due, "SET due = :later REMOVE #event", later=later(now, AGAIN))
    else:
        _update(pk, due, "REMOVE due, #open, #event")


def _update(pk: str, due: str, change: str, **values: str) -> None:
    """Change a closed account that is still due. This removes its event, which contains the address and has already
    left through the stream."""
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=key(pk, _SK),
        UpdateExpression=change,
        ConditionExpression="due = :due",
        ExpressionAttributeNames={name: name[1:] for name in ("#open", "#event") if name in change},
        ExpressionAttributeValues=dynamodb.to_item(
            {":due": due, **{f":{name}": each for name, each in values.items()}}
        ),
    )


def anonymise(order: OrderState, details: OrderDetails, now: str) -> tuple[OrderState, OrderDetails] | None:
    """Return the order without personal data; None if it is not over, or is anonymous already."""
    address = without_person(details.address)
    if not _is_over(order, now) or details.address == address:
        return None
    order_after = replace(
        order,
        token="",
        action_url=None,
        tracking="",
        steps=tuple(replace(step, note="") for step in order.steps),
        parcels=tuple(replace(each, tracking="") for each in order.parcels),
        returns=tuple(replace(each, reason="", note="") for each in order.returns),
        actions=tuple(replace(action, note=None) for action in order.actions),
        event=OrderErased(order_id=order.order_id, owner=order.owner, at=now),
    )
    return order_after, replace(details, address=address, invoice_address=None, order_key=None)


def _is_over(order: OrderState, now: str) -> bool:
    last = max([order.steps[-1].at, *(each.at for each in order.returns)])
    is_over = (order.state in OVER or order.is_settled) and not early_returns.open_beside(order)
    return is_over and later(last, GRACE) <= now


def _erase(owner: str, order_id: str, now: str) -> bool:
    """Return whether the order is anonymous now."""
    _, details, _ = repository.amend(owner, order_id, lambda order, details: anonymise(order, details, now))
    return details.address == without_person(details.address)


def _closed_at(pk: str) -> str:
    return str(_item(pk)["closed_at"]["S"])


def _item(pk: str) -> dynamodb.Item:
    """Return the item of a closed account, or an empty one if there is none."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key(pk, _SK), ConsistentRead=True)
    return dict(reply.get("Item", {}))
