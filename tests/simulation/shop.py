"""The shop of one schedule: the services' real handlers on the simulated cloud, as shoppers, staff and the provider
meet them."""

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import boto3
import msgspec

from backend.basket import consumer as basket_intake
from backend.basket import delivery_zones as basket_zones
from backend.basket import handler as basket_door
from backend.basket import promotions as basket_promotions
from backend.basket import relay as basket_relay
from backend.basket import tax_rates as basket_rates
from backend.contracts.inventory.models import BackOrder, SetStock
from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.operation import STAFF_GROUP, AnyOperation
from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from backend.contracts.product.events import ProductChanged
from backend.contracts.product.models import Product, Variant
from backend.contracts.promotion.models import Kind, NewPromotion
from backend.contracts.promotion.operations import CREATE_PROMOTION
from backend.contracts.tax import TaxClass
from backend.contracts.voucher.models import IssueVoucher
from backend.contracts.voucher.operations import ISSUE_VOUCHER
from backend.delivery import handler as delivery_door
from backend.delivery import relay as delivery_relay
from backend.desk import consumer as desk_intake
from backend.desk import handler as desk_door
from backend.inventory import consumer as inventory_intake
from backend.inventory import handler as inventory_door
from backend.inventory import relay as inventory_relay
from backend.invoice import consumer as invoice_intake
from backend.newsletter import consumer as newsletter_intake
from backend.newsletter import handler as newsletter_door
from backend.newsletter import relay as newsletter_relay
from backend.newsletter import sweeper as newsletter_sweeper
from backend.notification import consumer as notification_intake
from backend.notification import handler as notification_door
from backend.notification import sweeper as notification_sweeper
from backend.order import consumer as order_intake
from backend.order import handler as order_door
from backend.order import relay as order_relay
from backend.order import sweeper as order_sweeper
from backend.payment import consumer as payment_intake
from backend.payment import handler as payment_door
from backend.payment import relay as payment_relay
from backend.payment import sweeper as payment_sweeper
from backend.payment.gateways import connection
from backend.picture import consumer as picture_intake
from backend.picture import handler as picture_door
from backend.picture import review_requests
from backend.promotion import consumer as promotion_intake
from backend.promotion import handler as promotion_door
from backend.promotion import relay as promotion_relay
from backend.review import consumer as review_intake
from backend.review import handler as review_door
from backend.review import relay as review_relay
from backend.sandbox import handler as sandbox_door
from backend.sandbox import webhook
from backend.shared import accounts, aws, clock, compression, members
from backend.voucher import consumer as voucher_intake
from backend.voucher import handler as voucher_door
from backend.voucher import relay as voucher_relay
from backend.wish import consumer as wish_intake
from backend.wish import handler as wish_door
from backend.wish import relay as wish_relay
from tests.backend.events import bus, http, token
from tests.simulation import tax_modes, uncompressed
from tests.simulation.cloud import Client, Cloud, Context, Queue, Stream
from tests.simulation.faults import Chance, Planned
from tests.simulation.scheduler import BEGIN, World

DOORS = {
    "basket": basket_door,
    "order": order_door,
    "inventory": inventory_door,
    "payment": payment_door,
    "desk": desk_door,
    "notification": notification_door,
    "sandbox": sandbox_door,
    "promotion": promotion_door,
    "wish": wish_door,
    "review": review_door,
    "voucher": voucher_door,
    "delivery": delivery_door,
    "newsletter": newsletter_door,
    "picture": picture_door,
}
INTAKES = {"basket": (basket_intake, 10, 10), "order": (order_intake, 10, 10), "inventory": (inventory_intake, 10, 10),
           "payment": (payment_intake, 60, 5), "notification": (notification_intake, 10, 1), "desk": (desk_intake, 10, 10),
           "sandbox": (webhook, 60, 10), "invoice": (invoice_intake, 10, 10),
           "promotion": (promotion_intake, 10, 10), "review": (review_intake, 10, 10), "wish": (wish_intake, 10, 10),
           "voucher": (voucher_intake, 10, 10), "newsletter": (newsletter_intake, 10, 10),
           "picture": (picture_intake, 60, 1)}  # fmt: skip
RELAYS = {
    "basket": basket_relay,
    "order": order_relay,
    "inventory": inventory_relay,
    "payment": payment_relay,
    "promotion": promotion_relay,
    "review": review_relay,
    "wish": wish_relay,
    "voucher": voucher_relay,
    "delivery": delivery_relay,
    "newsletter": newsletter_relay,
}
SWEEPERS = {
    "order": order_sweeper,
    "payment": payment_sweeper,
    "newsletter": newsletter_sweeper,
    "notification": notification_sweeper,
}
DOOR, SWEEPER, PATIENCE = 15, 60, 30  # seconds: two functions' timeouts, and API Gateway's
PROVIDER_PATIENCE = 6  # seconds that the payment service waits for the provider
ENVIRONMENT = {
    "BUS": "shop", "CURRENCY": "EUR", "PROVIDER_URL": "https://provider.test", "PROVIDER_KEY": "key", "WEBHOOK_SECRET": "whsec",
    "RETURN_URL": "https://shop.test/orders/{order_id}/", "RETURN_ORIGINS": "https://shop.test", "QUEUE": "sandbox",
    "WEBHOOK_URL": "https://api.test/payments/webhook", "MAIL_FROM": "shop@shop.test", "STOREFRONT_URL": "https://shop.test",
    "AWS_DEFAULT_REGION": "us-east-1", "TABLE": "none", "SERVICE": "none", "EXPORTS": "exports",
    "AWS_LAMBDA_LOG_LEVEL": "FATAL", "NUMBER_PREFIX": "", "INCOMING": "incoming", "PICTURES": "pictures",
    "RETURN_ORIGIN": "https://shop.test", "MAILS_PER_MINUTE": "2", "DEAD_LETTERS": "none",
}  # fmt: skip

CODES = {
    "TWICE": NewPromotion(title="10 %", kind=Kind.PERCENTAGE, percent=10, starts_on="2026-01-01", max_uses=2),
    "ONCE": NewPromotion(title="3 off", kind=Kind.AMOUNT, amount=300, starts_on="2026-01-01", once_per_shopper=True),
    "ALWAYS": NewPromotion(title="Free delivery", kind=Kind.FREE_DELIVERY, starts_on="2026-01-01", combinable=True),
}
"""Promotions that buyers have codes of. All buyers have one e-mail address, so one of them may use `ONCE`."""

VOUCHERS = (1500, 4000, 9000)
"""What is on the gift vouchers that all buyers know the codes of."""

SKUS = ("A-1", "A-2", "B-1", "C-1")
PRICES = {"A-1": 1900, "A-2": 2900, "B-1": 799, "C-1": 4500}
TAX_CLASSES = dict.fromkeys(SKUS, TaxClass.STANDARD) | {"B-1": TaxClass.BOOKS}
_INSTANT = "2026-11-21T10:00:00.000Z"


class Shop:
    """The functions, and ways to call them.

    `busy`: staff come often and buyers stay long, so that more is sent, and sent back. `changed` counts what staff were
    told that they have changed, by operation and thing.
    """

    def __init__(self, world: World, cloud: Cloud) -> None:
        self.world, self.cloud, self.busy = world, cloud, False
        self.changed: Counter[tuple[str, str]] = Counter()
        self.rhythm = 60.0  # seconds between two looks of the sweepers
        for service, (module, seconds, batch) in INTAKES.items():
            cloud.queues[service] = Queue(service, service, module.handler, seconds, batch)  # type: ignore[attr-defined]
        for service, relay in RELAYS.items():
            cloud.streams[service] = Stream(service, relay.handler)

    def ask(
        self, operation: AnyOperation, shopper: str = "", staff: bool = False, **request: Any
    ) -> dict[str, Any] | None:
        """API Gateway's reply; None where none came."""
        claims = token(shopper or "staff", STAFF_GROUP if staff else "") if shopper or staff else None
        event = http(operation, claims=claims, **request)
        reply = self._door(operation.service, lambda: DOORS[operation.service].handler(event, Context()), PATIENCE)
        if operation.changes and reply and reply["statusCode"] < 300 and self.world.current:
            known = msgspec.json.decode(reply.get("body") or "{}") | request.get("path", {})
            self.changed[operation.name, known.get(operation.changes.id, "")] += 1
        return reply

    def sandbox(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], patience: float = PATIENCE
    ) -> Any:
        """The provider's reply to a request; None where none came."""
        address = urlsplit(path)
        event = {
            "requestContext": {"http": {"method": method}}, "rawPath": address.path, "headers": headers,
            "queryStringParameters": dict(parse_qsl(address.query)), "body": body.decode() if body else None,
        }  # fmt: skip
        return self._door("sandbox", lambda: sandbox_door.handler(event, Context()), patience)

    def _door(self, service: str, function: Callable[[], Any], patience: float) -> Any:
        world = self.world
        if world.current is None:
            os.environ["TABLE"] = os.environ["SERVICE"] = service
            return function()
        reply = world.wait(f"{service}.handler", service, function, DOOR, patience)
        return None if self.cloud.calls.at_random and world.chance(self.cloud.calls.likely) else reply

    def voucher_codes(self) -> list[str]:
        """The codes of the gift vouchers, as whoever got them by mail knows them; none of an erased one."""
        rows = self.cloud.store.tables.get("voucher", {})
        return sorted(row["code"]["S"] for (_, sk), row in rows.items() if sk == "VOUCHER" and "code" in row)

    # what the functions reach outside

    def provider(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        """What stands in for `connection.send`."""
        fault = self.cloud.calls.faults.at("payment provider") if self.world.faulty else ""
        if fault in ("throttled", "conflict"):
            return 503, b""
        if fault.startswith("killed"):
            raise connection.OutcomeUnknown("timeout")
        reply = self.sandbox(method, url, body, headers, PROVIDER_PATIENCE)
        if reply is None or fault in ("lost", "twice"):
            raise connection.OutcomeUnknown("timeout")
        return reply["statusCode"], reply.get("body", "").encode()

    def webhook(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """What stands in for `webhook.send`."""
        event = http(PAYMENT_WEBHOOK, body=body.decode(), headers=headers)
        reply = self._door("payment", lambda: payment_door.handler(event, Context()), 10)
        return reply["statusCode"] if reply else 504

    # what happens by itself

    def tick(self) -> None:
        """Each minute: the sweepers, where there is something to sweep.

        An idle sweep only reads, and would cost most of the time.
        """
        soon = clock.later(clock.now(), 2 * self.rhythm)
        for service, module in SWEEPERS.items():
            items = self.cloud.store.tables.get(service, {}).values()
            if any("due" in item and item["due"]["S"] <= soon for item in items):
                self.world.start(
                    f"{service}.sweeper",
                    service,
                    lambda module=module: module.handler({}, Context()),
                    SWEEPER,
                    lambda _: None,
                )  # type: ignore[misc]
        self.world.later(self.rhythm, self.tick)

    def publish(self, price: int, version: int) -> None:
        """What the product service says when a price changes: one product has the first two SKUs."""
        event = ProductChanged(product=product("a", ("A-1", "A-2"), {**PRICES, "A-1": price}, version))
        for service in ("basket", "inventory"):
            self.cloud.send(self.cloud.queues[service], bus(event), self.world.random.choice((0, 1, 30)))


AHEAD = BackOrder(on="2027-03-15", pieces=3)


def product(id: str, skus: tuple[str, ...], prices: dict[str, int], version: int = 1) -> Product:
    """A product of the shop."""
    variants = tuple(Variant(sku=sku, values=(), price=prices[sku]) for sku in skus)
    tax_class = TAX_CLASSES.get(skus[0], TaxClass.STANDARD)
    return Product(id=id, title=id.title(), currency="EUR", tax_class=tax_class, category=("All",), variants=variants, category_path="all",
                   version=version, created_at=_INSTANT, changed_at=_INSTANT)  # fmt: skip


class _Size(NamedTuple):
    width: int = 800
    height: int = 600


def _render(content: bytes) -> tuple[_Size, list[bytes]]:
    """What stands in for decoding: each file of a picture holds what was sent."""
    return _Size(), [content] * 4


def introduce(product: Product) -> None:
    """Has the services hear of a product, with nothing going wrong."""
    for service in ("basket", "inventory"):
        os.environ["TABLE"] = os.environ["SERVICE"] = service
        INTAKES[service][0].handler(
            {"Records": [{"messageId": "1", "body": bus(ProductChanged(product=product))}]}, Context()
        )  # type: ignore[attr-defined]


def set_stock(shop: Shop, sku: str, pieces: int) -> None:
    """Puts pieces into stock, with nothing going wrong. Of `B-1` more can be ordered ahead."""
    back = AHEAD if sku == "B-1" else None
    body = SetStock(available=pieces, version=1, back_order=back)
    reply = shop.ask(SET_STOCK, staff=True, path={"sku": sku}, body=body)
    assert reply
    assert reply["statusCode"] == 200, reply


def open_shop(shop: Shop, stock: dict[str, int]) -> None:
    """Puts products and stock in, with nothing going wrong."""
    world, cloud = shop.world, shop.cloud
    faulty, world.faulty = world.faulty, False
    for each in (product("a", ("A-1", "A-2"), PRICES), product("b", ("B-1",), PRICES), product("c", ("C-1",), PRICES)):
        introduce(each)
    for sku, pieces in stock.items():
        set_stock(shop, sku, pieces)
    for code, terms in CODES.items():
        reply = shop.ask(CREATE_PROMOTION, staff=True, path={"code": code}, body=terms)
        assert reply
        assert reply["statusCode"] == 200, reply
    for number, value in enumerate(VOUCHERS):
        body = IssueVoucher(key=f"voucher-key-{number:08}", value=value, email="a@shop.test")
        reply = shop.ask(ISSUE_VOUCHER, staff=True, body=body)
        assert reply
        assert reply["statusCode"] == 200, reply
    while (world.ready or world.agenda) and world.now < BEGIN + 60:
        world.step()
    world.agenda.clear()
    cloud.store.before.clear()
    world.faulty = faulty


@contextlib.contextmanager
def running(seed: int, faults: Callable[[World], Chance | Planned]) -> Iterator[Shop]:
    """A shop that lives until the block ends: time, chance, the cloud and the provider are the schedule's."""
    world = World(seed)
    cloud = Cloud(world, faults(world))
    shop = Shop(world, cloud)
    with contextlib.ExitStack() as stack:
        world.hold(stack)
        # a plain one: each activity has its own, many times over
        stack.enter_context(mock.patch.object(os, "environ", ENVIRONMENT | tax_modes.environment(seed)))
        stack.enter_context(mock.patch.object(boto3, "client", Client))
        stack.enter_context(mock.patch.object(compression, "zlib", uncompressed))
        stack.enter_context(mock.patch.object(connection, "send", shop.provider))
        stack.enter_context(mock.patch.object(webhook, "send", shop.webhook))
        stack.enter_context(mock.patch.object(review_requests, "render_review_picture", _render))
        # a buyer's token is the confirmed address of the account
        stack.enter_context(mock.patch.object(accounts, "read_account", lambda email: accounts.Account(email, "Ada")))
        stack.enter_context(mock.patch.object(members, "email", lambda sub: f"{sub}@shop.test"))
        stack.enter_context(mock.patch.object(Client, "cloud", cloud, create=True))
        aws.client.cache_clear()
        basket_promotions.automatic.forget()
        basket_zones.stored.forget()
        basket_rates.stored.forget()
        try:
            yield shop
        finally:
            world.abandon()
            aws.client.cache_clear()
