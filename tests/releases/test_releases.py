"""What every earlier release kept is there under this one, once `make run` has started on it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from backend.contracts.basket.operations import GET_GUEST_BASKET
from backend.contracts.inventory.operations import LIST_STOCK
from backend.contracts.invoice.operations import LIST_STAFF_DOCUMENTS
from backend.contracts.order.operations import LIST_ALL_ORDERS, LIST_STAFF_ORDERS
from backend.contracts.product.operations import GET_PRODUCT
from backend.contracts.search.operations import SEARCH
from infra.local import cloud, seed
from infra.local.accounts import Account
from infra.local.deploy import BOOTSTRAP
from infra.local.paths import ROOT, LocalPaths
from storefront.demo.catalogue import ITEMS
from storefront.reconcile.books import LONGEST
from tests.cloud import ShopCloud, free_port
from tests.infra.local.server import Server
from tests.integration.api import Api, until
from tests.integration.shop import CARD, Shopper, guest_id, sell, stock, token
from tests.releases.keep import STATE, unpack

pytestmark = pytest.mark.timeout(1500)
SAME = ("total", "lines", "address", "placed_at", "currency", "delivery")
OLD_PASSWORD = "Fresh-paper-and-ink-3"
"""Of the accounts that `keep` makes."""


@dataclass
class Kept:
    """The state of a release, started by this one; `told` is what was there."""

    told: dict[str, Any]
    server: Server
    shop: ShopCloud
    staff: str

    @property
    def api(self) -> Api:
        return Api(self.shop)

    def shopper(self) -> Shopper:
        return Shopper(self.api, self.shop.account("shopper"))


@pytest.fixture(scope="module", params=sorted(path.name for path in STATE.iterdir()))
def kept_shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    place = LocalPaths(tmp_path_factory.mktemp(request.param.replace(".", "-")))
    told = unpack(request.param, place.folder)
    _leave_out_demo(place)
    server = Server(place, free_port(), free_port())
    try:
        server.wait_until_open()
        running = cloud.find(place)
        assert running is not None
        shop = ShopCloud(running, place, server.url)
        yield Kept(told, server, shop, str(shop.tokens(shop.account("staff"))["access_token"]))
    finally:
        server.kill()


def _leave_out_demo(place: LocalPaths) -> None:
    """Say in the kept state that the whole demo of today is in it, which takes longer than all else to put there.

    `test_serve.py` fills an empty shop with it, and a test below this one with a part of it.
    """
    path = place.state / "ssm.json"
    kept = json.loads(path.read_bytes())
    parameters: dict[str, Any] = kept["payload"]["parameters"]["data"]
    key, form = next((key, each) for key, each in parameters.items() if each["Name"] == BOOTSTRAP)
    parameters[key.replace(BOOTSTRAP, seed.SOWN)] = form | {"Name": seed.SOWN, "Value": seed.fingerprint()}
    path.write_text(json.dumps(kept))


def _mine(kept: Kept, shopper: Shopper) -> list[dict[str, Any]]:
    return [order for order in kept.told["orders"] if shopper.order(order["id"])]


def test_the_start_says_that_it_upgrades_once(kept_shop: Kept) -> None:
    assert kept_shop.server.said.count("Orders and products of an earlier release are upgraded") == 1
    assert "Traceback" not in kept_shop.server.said


def test_shoppers_sign_in_and_find_their_orders_as_they_were(kept_shop: Kept) -> None:
    found = 0
    for account in (kept_shop.shop.account("shopper"), Account("shopper", kept_shop.told["other"], OLD_PASSWORD)):
        shopper = Shopper(kept_shop.api, account)
        mine = _mine(kept_shop, shopper)
        assert set(shopper.orders()) == {order["id"] for order in mine}
        for order in mine:
            now = shopper.order(order["id"])
            assert {name: now[name] for name in SAME} == {name: order[name] for name in SAME}
            assert now["time_line"][: len(order["time_line"])] == order["time_line"]
            assert now["state"] == order["state"] or order["state"] in LONGEST
        found += len(mine)
    assert found == len(kept_shop.told["orders"])


def test_staff_find_each_order_in_the_list_of_its_state(kept_shop: Kept) -> None:
    every = kept_shop.api(LIST_ALL_ORDERS, kept_shop.staff, query={"limit": 100}).json()
    assert not every.get("unreadable")
    states = {order["id"]: order["state"] for order in every["items"]}
    for order in kept_shop.told["orders"]:
        listed = kept_shop.api(
            LIST_STAFF_ORDERS, kept_shop.staff, query={"state": states[order["id"]], "limit": 50}
        ).json()
        assert order["id"] in {each["id"] for each in listed["items"]}


def _issue_invoices(kept: Kept, *arguments: str) -> list[str]:
    environment = {**os.environ, **kept.shop.environment, "SHOP_TOKEN": kept.staff}
    command = [sys.executable, "manage.py", "issue_invoices", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_orders_from_before_there_were_invoices_get_theirs_once(kept_shop: Kept) -> None:
    paid = [each for each in kept_shop.told["orders"] if "confirmed" in {step["state"] for step in each["time_line"]}]
    owed = [each["id"] for each in paid if each["state"] != "cancelled"]
    *lines, would = _issue_invoices(kept_shop)
    named = [line for line in lines if line.startswith("Order ")]
    assert would.startswith(f"Would issue {len(owed)} invoices.")
    assert [each["id"] in line for each, line in zip(paid[len(owed) :], named, strict=True)] == [True] * len(named)
    _issue_invoices(kept_shop, "--issue")
    path = lambda order_id: {"path": {"order_id": order_id}}  # noqa: E731
    for order_id in owed:
        until(
            lambda order_id=order_id: kept_shop.api(LIST_STAFF_DOCUMENTS, kept_shop.staff, **path(order_id)).json(),
            lambda found: len(found["items"]) == 1,
        )
    assert _issue_invoices(kept_shop)[-1] == "Would issue 0 invoices."


def test_search_and_the_lists_find_what_is_sold(kept_shop: Kept) -> None:
    ids = {line["product_id"] for order in kept_shop.told["orders"] for line in order["lines"]}
    for product_id in ids:

        def find_ids(name: str = product_id) -> set[str]:
            reply = kept_shop.api(SEARCH, query={"q": name.replace("-", " ")}).json()
            return {hit["id"] for hit in reply.get("items", [])}

        until(find_ids, lambda names, name=product_id: name in names)
    page = requests.get(f"{kept_shop.server.url}/shop/", timeout=60)
    assert page.status_code == 200


def test_the_stock_knows_every_sku_that_was_sold_and_staff_can_set_it(kept_shop: Kept) -> None:
    for sku in kept_shop.told["skus"]:
        known = lambda sku=sku: kept_shop.api(LIST_STOCK, kept_shop.staff, query={"prefix": sku}).json()["items"]  # noqa: E731
        until(lambda known=known, sku=sku: sku in {each["sku"] for each in known()})
        stock(kept_shop.api, kept_shop.staff, sku, 50)


def test_baskets_are_where_they_were(kept_shop: Kept) -> None:
    assert kept_shop.shopper().basket() == kept_shop.told["basket"]
    guest = kept_shop.api(GET_GUEST_BASKET, path={"guest_id": kept_shop.told["guest"]})
    assert [line["sku"] in kept_shop.told["skus"] for line in guest.json()["lines"]] == [True]


def test_what_was_sold_can_be_bought_again(kept_shop: Kept) -> None:
    shopper, sku = kept_shop.shopper(), kept_shop.told["skus"][0]
    stock(kept_shop.api, kept_shop.staff, sku, 50)
    until(lambda: shopper.add(sku).get("can_check_out"))
    reply = shopper.check_out(shopper.form(token=token(kept_shop.shop, CARD)))
    assert reply.status_code == 202, reply.text
    shopper.came_to(reply.json()["order_id"], "confirmed")


def test_something_new_can_be_sold(kept_shop: Kept) -> None:
    shopper, sku = kept_shop.shopper(), sell(kept_shop.api, kept_shop.staff, f"new-{guest_id()}")
    shopper.came_to(shopper.buy(sku), "confirmed")


DEMO = ("flowers-keep", "tartan-for-nobody")
"""Products that the demo has had since its first release."""
SOW = """
from storefront.demo import load_catalogue, stock
from storefront.demo.catalogue import ITEMS

items = [ITEMS[name] for name in %r]
stock.fill(item.product for item in items)
load_catalogue.sow(items)
load_catalogue.withdraw()
"""


def test_what_the_demo_sells_is_brought_up_to_this_release(kept_shop: Kept) -> None:
    command = [sys.executable, "manage.py", "shell", "-c", SOW % (DEMO,)]
    environment = {**os.environ, **kept_shop.shop.environment}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for product_id in DEMO:
        now = kept_shop.api(GET_PRODUCT, path={"product_id": product_id}).json()
        today = ITEMS[product_id].product
        assert (now["title"], [each["sku"] for each in now["variants"]]) == (
            today.title,
            [each.sku for each in today.variants],
        )


def test_every_kept_state_is_small() -> None:
    assert all(path.stat().st_size < 200_000 for path in Path(ROOT / "tests" / "releases").rglob("*.xz"))
