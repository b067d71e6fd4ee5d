"""Publishes products again unchanged, for services that were added after a product last changed."""

import msgspec

from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import Card, Republished, Sort
from backend.contracts.product.queries import ListQuery, RepublishQuery
from backend.product import listing, repository, transaction
from backend.shared import dynamodb
from backend.shared.clock import now


def republish(query: RepublishQuery) -> Republished:
    """Write the last event of each product on the page again, so that the relay publishes it again.

    Nothing else changes, so consumers that know the product's version ignore it. A product that changes meanwhile is
    published by that change. Raises Refused 400 for an invalid cursor.
    """
    page = listing.list_products(ListQuery(sort=Sort.NEWEST, cursor=query.cursor, limit=query.limit))
    at = now()
    return Republished(count=sum(_republish(card, at) for card in page.items), next=page.next)


def _republish(card: Card, at: str) -> bool:
    last = repository.last_event(card.id)
    if not isinstance(last, ProductChanged):
        return False
    event = msgspec.structs.replace(last, republished_at=at)
    return dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=dynamodb.to_item({**transaction.product_key(card.id)}),
        UpdateExpression="SET #event = :event",
        ConditionExpression="version = :version",
        ExpressionAttributeNames={"#event": "event"},
        ExpressionAttributeValues=dynamodb.to_item(
            {":event": msgspec.json.encode(event).decode(), ":version": event.product.version}
        ),
    )
