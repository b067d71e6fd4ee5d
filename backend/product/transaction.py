"""One change of the catalogue as the items of one DynamoDB transaction. No I/O.

Everything that follows from a product changes with it or not at all: its own item with the event to publish, a card row
for each list it stands in, the claims on its SKUs, and the counts of its categories.

| pk           | sk            | else                                                                         |
| PRODUCT#<id> | PRODUCT       | version; event: the last thing that happened to it, which holds the product;   |
|              |               | unlisted (packed): a draft or a withdrawn product as it last was               |
| PRODUCT#<id> | CARD#<list>   | list (`-` of what is not in the shop), rank, created_at, price: keys of the    |
|              |               | indexes; card (packed), changed_at: when this row did                          |
| SKU#<sku>    | SKU           | product_id                                                                   |
| CATEGORIES   | <path> or `/` | title, title_de and so on in further languages, count,                        |
|              |               | moved_to: where the last product went that left it for another                 |
|              |               | category; of `/` first: the categories that staff put first                    |

To everybody else a draft is a product that is withdrawn.
"""

from collections.abc import Iterator

from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import Product, Unlisted, card
from backend.product import domain
from backend.shared import compression, dynamodb, outbox
from backend.shared.dynamodb import TransactionItem

Rows = dict[str, dict[str, object]]  # of a product, by the list they are in
ProductEvent = ProductChanged | ProductWithdrawn
"""What a product's item holds as its `event`; after a withdrawal the item stays, for the version goes on from it."""


def product_key(product: str) -> dict[str, str]:
    return {"pk": f"PRODUCT#{product}", "sk": "PRODUCT"}


def card_key(product: str, path: str) -> dict[str, str]:
    return {"pk": f"PRODUCT#{product}", "sk": f"CARD#{path}"}


def sku_key(sku: str) -> dict[str, str]:
    return {"pk": f"SKU#{sku}", "sk": "SKU"}


def category_key(path: str) -> dict[str, str]:
    return {"pk": "CATEGORIES", "sk": path}


def product_id(event: ProductEvent) -> str:
    """Return the product that the event happened to."""
    return event.product.id if isinstance(event, ProductChanged) else event.product_id


def version(event: ProductEvent) -> int:
    """Return the version that the event left the product at."""
    return event.product.version if isinstance(event, ProductChanged) else event.version


def items(
    last_version: int,
    old: Product | None,
    event: ProductEvent,
    before: Unlisted | None = None,
    after: Unlisted | None = None,
) -> list[TransactionItem]:
    """Return the transaction that takes a product from `old` at `last_version` (0: there was none) to what `event`
    says; its own item comes first.

    `before` and `after` are the product while it is not in the shop.
    """
    new = event.product if isinstance(event, ProductChanged) else None
    own, cards = (
        _product(last_version, event, after),
        _cards({**_rows(old), **_row(before)}, {**_rows(new), **_row(after)}, _changed_at(event, after)),
    )
    return [own, *_skus(product_id(event), old, new), *cards, *_counts(old, new)]


def _changed_at(event: ProductEvent, after: Unlisted | None) -> str:
    return event.product.changed_at if isinstance(event, ProductChanged) else after.product.changed_at if after else ""


def _product(last_version: int, event: ProductEvent, after: Unlisted | None) -> TransactionItem:
    item: dict[str, object] = {
        **product_key(product_id(event)),
        "version": version(event),
        "event": outbox.encode_event(event).decode(),
    }
    if after:
        item["unlisted"] = compression.compress(after)
    return (
        _put(item, "version = :seen", {":seen": last_version})
        if last_version
        else _put(item, "attribute_not_exists(pk)")
    )


def _skus(owner: str, old: Product | None, new: Product | None) -> Iterator[TransactionItem]:
    old_skus, new_skus = set(domain.skus(old)), set(domain.skus(new))
    free_or_ours = "attribute_not_exists(pk) OR product_id = :id"
    for sku in sorted(new_skus - old_skus):
        yield _put({**sku_key(sku), "product_id": owner}, free_or_ours, {":id": owner})
    for sku in sorted(old_skus - new_skus):
        yield _delete(sku_key(sku))


def _cards(old_rows: Rows, new_rows: Rows, changed_at: str) -> Iterator[TransactionItem]:
    """Only rows that differ are written: each costs one write in the table and one in each index."""
    for path, row in new_rows.items():
        if old_rows.get(path) != row:
            yield _put(row | {"changed_at": changed_at})
    for path in old_rows.keys() - new_rows.keys():
        yield _delete({key: old_rows[path][key] for key in ("pk", "sk")})


def _row(unlisted: Unlisted | None) -> Rows:
    return {domain.UNLISTED: _row_in(unlisted.product, domain.UNLISTED)} if unlisted else {}


def _rows(product: Product | None) -> Rows:
    return (
        {path: _row_in(product, path) for path in (domain.WHOLE_SHOP, *domain.categories(product))} if product else {}
    )


def _row_in(product: Product, path: str) -> dict[str, object]:
    product_card = card(product)
    keys = {
        "rank": product.rank,
        "created_at": product.created_at,
        "price": product_card.price,
        "card": compression.compress(product_card),
    }
    return {**card_key(product.id, path), "list": path, **keys}


def _counts(old: Product | None, new: Product | None) -> Iterator[TransactionItem]:
    """Return the writes of categories. One takes the title that the last product to come, or to rename it, gave it.

    A title in a further language stays until a product gives another one, too.

    One that a product leaves for another keeps in mind which that is: where its last product goes, its address leads.
    """
    old_titles, new_titles = _titles(old), _titles(new)
    for path in sorted(old_titles.keys() | new_titles.keys()):
        difference = (path in new_titles) - (path in old_titles)
        before = old_titles.get(path, {})
        given = {name: title for name, title in new_titles.get(path, {}).items() if before.get(name) != title}
        if given:
            yield _count(path, difference, **given)
        elif difference and new:
            yield _count(path, difference, moved_to=domain.level(new.category_path, path.count("/") + 1))
        elif difference:
            yield _count(path, difference)


def _titles(product: Product | None) -> dict[str, dict[str, str]]:
    return {domain.WHOLE_SHOP: {"title": ""}, **domain.category_attributes(product)} if product else {}


def _count(path: str, difference: int, **attributes: str) -> TransactionItem:
    sets = ", ".join(f"{name} = :{name}" for name in attributes)
    values: dict[str, object] = {":more": difference, **{f":{name}": value for name, value in attributes.items()}}
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": dynamodb.to_item({**category_key(path)}),
            "UpdateExpression": "ADD #count :more" + (f" SET {sets}" if sets else ""),
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": dynamodb.to_item(values),
        }
    }


def _put(row: dict[str, object], condition: str = "", values: dict[str, object] | None = None) -> TransactionItem:
    put: dynamodb.Put = {"TableName": dynamodb.table_name(), "Item": dynamodb.to_item(row)}
    if condition:
        put["ConditionExpression"] = condition
    if values:
        put["ExpressionAttributeValues"] = dynamodb.to_item(values)
    return {"Put": put}


def _delete(key: dict[str, object] | dict[str, str]) -> TransactionItem:
    return {"Delete": {"TableName": dynamodb.table_name(), "Key": dynamodb.to_item({**key})}}
