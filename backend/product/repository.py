"""The products of the table, one at a time: read, created, replaced, withdrawn. `backend/product/transaction.py`
describes the table."""

from typing import cast

import msgspec
from botocore.exceptions import ClientError
from msgspec import UNSET

from backend.contracts import shop
from backend.contracts.problem import Refused
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import NewProduct, Product, ProductBody, Unlisted
from backend.product import differences, domain, transaction, validation
from backend.product.refusals import _already_exists, _find_owners, _refusal, _sku_taken, _stale
from backend.product.transaction import ProductEvent
from backend.shared import compression, dynamodb
from backend.shared.aws import client
from backend.shared.clock import now

_happened = msgspec.json.Decoder(ProductChanged | ProductWithdrawn)


def get(product_id: str) -> Product:
    """Return the product as it was last written. Raise Refused 404 if there is none, or no longer."""
    return _present(last_event(product_id, consistent=False))


def create(body: NewProduct, free: bool = False) -> Product:
    """Create the product and return it. Raise Refused 409 if its id or a SKU is taken, 422 if it is not valid.

    A price of 0 is valid only if `free` says so.
    """
    validation.check(body, shop.currency())
    last, unlisted = _read_last(body.id)
    if isinstance(last, ProductChanged):
        raise _already_exists(last)
    if unlisted and unlisted.draft:
        raise Refused(409, "draft", "There is a draft with this id already", version=last.version if last else None)
    if not free:
        validation.check_prices(body, None)
    last_version = last.version if last else 0
    new = domain.new_product(body, last_version + 1, now())
    _commit(last_version, None, ProductChanged(product=new), unlisted)
    return new


def replace(product_id: str, version: int, body: ProductBody, free: bool = False) -> Product:
    """Replace the product and return it, or return it as it is if nothing differs.

    Refused 404, 409 when `version` is not the current one, 422.

    A product that is not in the shop comes into it. A caller whose answer was lost asks again with the version before
    his own change: he is told of it as if for the first time.
    """
    validation.check(body, shop.currency())
    last, unlisted = _read_last(product_id)
    if unlisted:
        if not free:
            validation.check_prices(body, None)
        return _publish_unlisted(unlisted, version, body)
    old = _present(last)
    new = domain.revise(old, body, now())
    if new is old and version in (old.version, old.version - 1):
        return old
    if version != old.version:
        raise _stale(old.version)
    if not free:
        validation.check_prices(body, old)
    _commit(version, old, _revision(old, new))
    return new


def check(body: NewProduct, free: bool = False) -> None:
    """Refuse what `create`, or `replace` of the version that is there now, would refuse; nothing is written.

    Raises Refused 409 if another product has one of its SKUs, 422 if the product is not right or too much changes at
    once.
    """
    validation.check(body, shop.currency())
    last = last_event(body.id)
    old = last.product if isinstance(last, ProductChanged) else None
    last_version = transaction.version(last) if last else 0
    if not free:
        validation.check_prices(body, old)
    new = domain.revise(old, body, now()) if old else domain.new_product(body, last_version + 1, now())
    event = _revision(old, new) if old else ProductChanged(product=new)
    _items(last_version, old, event)
    if owners := _find_owners(set(domain.skus(event.product)) - set(domain.skus(old)), but=body.id):
        raise _sku_taken(event, owners)


def delete(product_id: str, version: int) -> None:
    """Withdraws the product.

    Refused 404, 409 when `version` is not the current one. Done already by this very call: nothing more.
    """
    last = last_event(product_id)
    if isinstance(last, ProductWithdrawn) and last.version == version + 1:
        return
    old = _present(last)
    if version != old.version:
        raise _stale(old.version)
    event = domain.withdrawn_event(old)
    _commit(
        version, old, event, after=Unlisted(product=msgspec.structs.replace(old, version=event.version), draft=False)
    )


def _revision(old: Product, new: Product) -> ProductChanged:
    removed_skus = set(domain.skus(old)) - set(domain.skus(new))
    return ProductChanged(product=new, removed=tuple(sorted(removed_skus)))


def last_event(product_id: str, *, consistent: bool = True) -> ProductEvent | None:
    """Return the last thing that happened to the product.

    A change reads what is; a visitor may see what was a moment ago, at half the cost.
    """
    return _read_last(product_id, consistent=consistent)[0]


def get_unlisted(product_id: str) -> Unlisted:
    """Return a draft or a withdrawn product. Raise Refused 404 if there is none, or it is in the shop."""
    _, unlisted = _read_last(product_id)
    if not unlisted:
        raise Refused(404, "not-found", "There is no such product outside the shop")
    return unlisted


def put_unlisted(product_id: str, version: int, body: ProductBody) -> Unlisted:
    """Store the product outside the shop, as a draft if it is new, and return it.

    Refused 409 when it is in the shop or `version` is not the current one, 422 when it is not right. Nobody else has
    its SKUs reserved.
    """
    validation.check(body, shop.currency())
    last, before = _read_last(product_id)
    if isinstance(last, ProductChanged):
        raise _already_exists(last)
    last_version = last.version if last else 0
    new = msgspec.convert({**msgspec.structs.asdict(body), "id": product_id}, NewProduct)
    if before and version in (last_version, last_version - 1) and domain.has_same_content(before.product, new):
        return before  # done already, by this very call if its answer was lost
    if version != (last_version if before else 0):
        raise _stale(last_version)
    product = domain.new_product(new, last_version + 1, now())
    if before:
        product = msgspec.structs.replace(product, created_at=before.product.created_at)
    after = Unlisted(product=product, draft=before.draft if before else True)
    withdrawal = ProductWithdrawn(product_id=product_id, version=last_version + 1, skus=())
    _commit(last_version, None, withdrawal, before, after)
    return after


def _publish_unlisted(before: Unlisted, version: int, body: ProductBody) -> Product:
    """Put the product into the shop and return it: a draft as of now, a withdrawn one under the time it was created."""
    last_version = before.product.version
    if version != last_version:
        raise _stale(last_version)
    product = domain.new_product(
        msgspec.convert({**msgspec.structs.asdict(body), "id": before.product.id}, NewProduct), last_version + 1, now()
    )
    new = product if before.draft else msgspec.structs.replace(product, created_at=before.product.created_at)
    _commit(last_version, None, ProductChanged(product=new), before)
    return new


def _read_last(product_id: str, *, consistent: bool = True) -> tuple[ProductEvent | None, Unlisted | None]:
    """Return the last thing that happened to the product, and the product itself while it is not in the shop."""
    key = dynamodb.to_item({**transaction.product_key(product_id)})
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=consistent).get("Item")
    if not item:
        return None, None
    unlisted = compression.decode(bytes(item["unlisted"]["B"]), Unlisted) if "unlisted" in item else None
    return _happened.decode(item["event"]["S"]), unlisted


def _present(last: ProductEvent | None) -> Product:
    if isinstance(last, ProductChanged):
        return last.product
    raise Refused(404, "not-found", "There is no such product")


def _commit(
    last_version: int,
    old: Product | None,
    event: ProductEvent,
    before: Unlisted | None = None,
    after: Unlisted | None = None,
) -> None:
    """Write the change.

    What stands there after a failed condition may be this very change, whose answer was lost on the way.
    """
    items = _items(last_version, old, event, before, after)
    try:
        dynamodb.transact(items)
    except ClientError as error:
        if not dynamodb.condition_failed(error):
            raise
        failed = [
            item
            for item, reason in zip(items, dynamodb.cancellation_reasons(error), strict=True)
            if reason == "ConditionalCheckFailed"
        ]
        last = last_event(transaction.product_id(event))
        if last is None or _published_once(last) != event:
            skus = {
                key.removeprefix("SKU#")
                for item in failed
                if (key := cast("dynamodb.Item", item["Put"]["Item"])["pk"]["S"]).startswith("SKU#")
            }
            raise _refusal(
                items[0] in failed, old, last, _sku_taken(event, dict.fromkeys(skus, "") | _find_owners(skus))
            ) from None
    product = event.product if isinstance(event, ProductChanged) else after.product if after else None
    differences.describe(
        old or (before.product if before else None), product, old is not None, isinstance(event, ProductChanged)
    )


def _items(
    last_version: int,
    old: Product | None,
    event: ProductEvent,
    before: Unlisted | None = None,
    after: Unlisted | None = None,
) -> list[dynamodb.TransactionItem]:
    """Return the change as one transaction.

    Refused 422 when it touches more items than one transaction takes: dozens of SKUs that are all others, in a deep
    category elsewhere.
    """
    items = transaction.items(last_version, old, event, before, after)
    if len(items) > dynamodb.MAX_TRANSACTION_ITEMS:
        raise Refused(
            422, "too-much", "Too much changes at once", "Change the category first, and the variants after that."
        )
    return items


def _published_once(event: ProductEvent) -> ProductEvent:
    """Return the event as the change made it, however often it was published again since, and whichever request wrote
    it.
    """
    untraced = msgspec.structs.replace(event, correlation_id=UNSET)
    return msgspec.structs.replace(untraced, republished_at=None) if isinstance(untraced, ProductChanged) else untraced
