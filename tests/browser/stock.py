"""Part of the demo catalogue for the journeys: enough for a second page, its first row with its real pictures."""

import fcntl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import msgspec
from django.conf import settings

from backend.contracts.basket.operations import SET_GUEST_LINE
from backend.contracts.product.models import PAGE_SIZE
from backend.contracts.product.operations import CREATE_PRODUCT
from backend.contracts.search.operations import SEARCH
from backend.contracts.wish.operations import ADD_GUEST_WISH
from storefront.demo.catalogue import ITEMS
from storefront.demo.item import Item
from storefront.demo.render import draw_all
from tests.cloud import ShopCloud
from tests.integration.api import Api, until
from tests.integration.shop import guest_id, stock

STOCK = sorted(ITEMS.values(), key=lambda item: -item.product.rank)[: PAGE_SIZE + 4]
PICTURED = STOCK[:4]
HEARD = 120.0  # seconds: every service takes in all of it, and a busy machine is slow
PIECES = 1_000


def fill(cloud: ShopCloud) -> None:
    """Puts the stock in, draws what is not drawn yet, and waits until all of it can be bought."""
    staff = str(cloud.tokens(cloud.account("staff"))["access_token"])
    with ThreadPoolExecutor(4) as people:
        codes = list(people.map(lambda item: _create(Api(cloud), staff, item), STOCK))
    assert codes == [201] * len(STOCK)
    _draw()
    _heard_of(Api(cloud), STOCK)


def _draw() -> None:
    """Test processes that begin together draw once: it takes ten seconds of the processor."""
    settings.PICTURES.mkdir(parents=True, exist_ok=True)
    with settings.PICTURES.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        draw_all({item.product.id: item for item in PICTURED}, settings.PICTURES, lambda done, total: None)


def _create(api: Api, staff: str, item: Item) -> int:
    for variant in item.product.variants:
        stock(api, staff, variant.sku, PIECES)
    return api(CREATE_PRODUCT, staff, body=msgspec.to_builtins(item.product)).status_code


def _heard_of(api: Api, items: Iterable[Item]) -> None:
    for item in items:
        line = {"guest_id": guest_id(), "sku": item.product.variants[0].sku}
        until(
            lambda line=line: api(SET_GUEST_LINE, path=line, body={"quantity": 1}).status_code,
            lambda status: status == 200,
            HEARD,
        )  # type: ignore[misc]
        wish = {"guest_id": line["guest_id"], "product_id": item.product.id}
        until(lambda wish=wish: api(ADD_GUEST_WISH, path=wish, body={}).ok, within=HEARD)  # type: ignore[misc]
    until(lambda: api(SEARCH).json().get("total", 0), lambda found: found >= len(STOCK), HEARD)
