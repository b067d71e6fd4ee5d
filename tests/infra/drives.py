"""Every function driven through all it does, in the order in which an order goes through the shop. Nothing here is claimed."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import msgspec
from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import MockRawResponse

from backend.basket import handler as basket_door
from backend.basket import intake as basket_intake
from backend.contracts import basket, inventory, notification, operations, order, payment, picture, product, recommendation, search
from backend.inventory import handler as inventory_door
from backend.inventory import intake as inventory_intake
from backend.notification import handler as notification_door
from backend.notification import intake as notification_intake
from backend.operations import handler as operations_door
from backend.order import handler as order_door
from backend.order import intake as order_intake
from backend.order import sweeper as order_sweeper
from backend.payment import handler as payment_door
from backend.payment import intake as payment_intake
from backend.payment import provider as payment_provider
from backend.payment import sweeper as payment_sweeper
from backend.picture import handler as picture_door
from backend.picture import intake as picture_intake
from backend.product import handler as product_door
from backend.recommendation import handler as recommendation_door
from backend.recommendation import intake as recommendation_intake
from backend.sandbox import handler as sandbox_door
from backend.sandbox import webhook
from backend.search import builder
from backend.search import handler as search_door
from backend.search import intake as search_intake
from backend.search.wanted import Wish, ask
from backend.shared import aws, clock
from tests.backend import shop
from tests.backend.events import http, sqs, token
from tests.backend.operations import stack
from tests.backend.order.checkouts import ADA as OWNER
from tests.backend.order.checkouts import TOKEN, checked_out
from tests.backend.payment.signing import signed
from tests.backend.picture import files
from tests.backend.product.examples import body, new

Call = Callable[..., Any]
SECRETS = {"PROVIDER_KEY": "sk_5ecret", "WEBHOOK_SECRET": "whsec_4f1d"}
GUEST = {"guest_id": "0123456789abcdef" * 2}
LINE = {"sku": shop.SKUS[0]}
STAFF, ADA = token("grace", groups="[staff]"), token(OWNER.removeprefix("shopper#"))
ORDER = {"order_id": checked_out().order_id}
WHOSE: dict[str, Any] = {**ORDER, "owner": OWNER, "at": "2026-11-03T10:20:00.000Z"}
MINUTE = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
PLACED = order.OrderPlaced(
    **WHOSE, email="ada@example.com", currency="EUR", total=17400, lines=(order.PlacedLine(sku=shop.SKUS[0], quantity=1),)
)
REQUESTED = order.PaymentRequested(**WHOSE, attempt=1, amount=17400, currency="EUR", token=TOKEN)
RECEIVED = order.OrderReturnReceived(**WHOSE, number=1, refund=2900, lines=(order.ReturnLine(sku=shop.SKUS[0], quantity=1),))
DECLINED = payment.PaymentDeclined(**WHOSE, attempt=1, reason="Declined.")
CANCELLED = order.OrderCancelled(**WHOSE)


def products(call: Call) -> None:
    door = product_door.handler
    call(door, http(product.CREATE_PRODUCT, claims=STAFF, body=new()))
    call(door, http(product.CREATE_PRODUCT, claims=STAFF, body=new("lagoon", variants=new().variants)))  # its SKUs are taken
    call(door, http(product.CHECK_PRODUCT, claims=STAFF, body=new("lagoon", variants=new().variants)))
    one = {"product_id": "harbour"}
    call(door, http(product.REPLACE_PRODUCT, claims=STAFF, path=one, query={"version": "1"}, body=body(variants=new("pier").variants)))
    for sort in product.Sort:
        call(door, http(product.LIST_PRODUCTS, query={"sort": sort.value}))
        call(door, http(product.LIST_PRODUCTS, query={"sort": sort.value, "category": "prints"}))
    call(door, http(product.GET_PRODUCT, path=one))
    call(door, http(product.LIST_CATEGORIES))
    call(door, http(product.LIST_ADDRESSES))
    call(door, http(product.REPUBLISH_PRODUCTS, claims=STAFF))
    call(door, http(product.DELETE_PRODUCT, claims=STAFF, path=one, query={"version": "2"}))
    call(door, http(product.LIST_UNLISTED, claims=STAFF))
    call(door, http(product.GET_UNLISTED, claims=STAFF, path=one))
    call(door, http(product.PUT_UNLISTED, claims=STAFF, path=one, query={"version": "3"}, body=body(title="Kept back")))
    call(door, http(product.SET_MENU, claims=STAFF, body=product.Menu(first=("prints",))))


def hear_of_offers(call: Call) -> None:
    gone = product.ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",))
    level = inventory.StockChanged(sku=shop.SKUS[0], version=1, level=inventory.Level.IN_STOCK)
    call(basket_intake.handler, sqs(shop.changed(), gone, level))


def baskets(call: Call) -> None:
    door = basket_door.handler
    call(door, http(basket.SET_GUEST_LINE, path=GUEST | LINE, body={"quantity": 1}))
    call(door, http(basket.GET_GUEST_BASKET, path=GUEST))
    call(door, http(basket.SET_LINE, claims=ADA, path=LINE, body={"quantity": 1}))
    call(door, http(basket.MERGE_BASKET, claims=ADA, body=GUEST))
    shown = msgspec.json.decode(call(door, http(basket.GET_BASKET, claims=ADA))["body"], type=basket.Basket)
    form = {"key": "first-checkout-key", "address": shop.ADDRESS, "delivery": "standard", "token": TOKEN}
    call(door, http(basket.CHECK_OUT, claims=ADA, body={**form, "expected_total": 1}))  # a total that differs
    assert call(door, http(basket.CHECK_OUT, claims=ADA, body={**form, "expected_total": shown.deliveries[0].total}))["statusCode"] == 202
    for clear, remove, path, who in (
        (basket.CLEAR_BASKET, basket.REMOVE_LINE, {}, ADA),
        (basket.CLEAR_GUEST_BASKET, basket.REMOVE_GUEST_LINE, GUEST, None),
    ):
        call(door, http(remove, claims=who, path=path | LINE))
        call(door, http(clear, claims=who, path=path))


def hear_of_orders(call: Call) -> None:
    call(order_intake.handler, sqs(checked_out(), checked_out(), inventory.StockHeld(**WHOSE), DECLINED))


def orders(call: Call) -> None:
    door = order_door.handler
    call(door, http(order.LIST_ORDERS, claims=ADA))
    call(door, http(order.GET_ORDER, claims=ADA, path=ORDER))
    call(door, http(order.PAY_ORDER, claims=ADA, path=ORDER, body={"token": TOKEN, "attempt": 2}))
    call(door, http(order.RETURN_ORDER, claims=ADA, path=ORDER, body={"reason": "Too blue"}))
    call(door, http(order.CANCEL_ORDER, claims=ADA, path=ORDER))
    call(door, http(order.LIST_STAFF_ORDERS, claims=STAFF, query={"state": "cancelled"}))
    call(door, http(order.GET_STAFF_ORDER, claims=STAFF, path=ORDER))
    call(door, http(order.LIST_ALL_ORDERS, claims=STAFF))
    call(door, http(order.UPGRADE_ORDERS, claims=STAFF))
    call(door, http(order.MOVE_ORDER, claims=STAFF, path=ORDER, body={"owner": OWNER, "state": "packed"}))
    call(door, http(order.CORRECT_TRACKING, claims=STAFF, path=ORDER, body={"owner": OWNER, "tracking": "RR1"}))


def sweep_orders(call: Call) -> None:
    """One that waits for its stock, looked at when that is overdue."""
    order_intake.handler(sqs(checked_out(2)), None)
    with _later():
        with mock.patch.object(order_sweeper, "overdue", side_effect=RuntimeError):  # and puts off what it cannot sweep
            call(order_sweeper.handler, {})
        call(order_sweeper.handler, {})


def hear_of_holds(call: Call) -> None:
    sold = (PLACED, PLACED, order.OrderConfirmed(**WHOSE))
    call(inventory_intake.handler, sqs(shop.changed(), *sold, RECEIVED, order.OrderReturned(**WHOSE)))
    call(inventory_intake.handler, sqs(order.OrderRefused(**WHOSE | {"order_id": "f" * 28}, reason="Too late."), CANCELLED))


def stock(call: Call) -> None:
    door = inventory_door.handler
    call(door, http(inventory.GET_STOCK, query={"skus": ",".join(shop.SKUS)}))
    for sku, version in (("NEW-1", 0), ("NEW-1", 1), ("NEW-1", 7)):
        call(door, http(inventory.SET_STOCK, claims=STAFF, path={"sku": sku}, body={"available": 5, "version": version}))
    call(door, http(inventory.LIST_STOCK, claims=STAFF))
    call(door, http(inventory.LIST_HOLDS, claims=STAFF))
    call(door, http(inventory.LIST_ALL_HOLDS, claims=STAFF))


def hear_of_payments(call: Call) -> None:
    call(payment_intake.handler, sqs(REQUESTED, order.OrderPaid(**WHOSE, attempt=1), CANCELLED))


def payments(call: Call) -> None:
    """A call back about a payment whose own answer was lost."""
    lost = msgspec.structs.replace(REQUESTED, order_id="d" * 28)
    with mock.patch.object(payment_provider, "send", side_effect=payment_provider.Unanswered("timeout")):
        payment_intake.handler(sqs(lost), None)
    sent = json.dumps({"id": "evt_1", "type": "authorization.authorized", "authorization": "aut_1", "reference": f"{lost.order_id}-1"})
    header = {"sandbox-signature": signed(sent, clock.epoch(), SECRETS["WEBHOOK_SECRET"])}
    call(payment_door.handler, http(payment.PAYMENT_WEBHOOK, body=sent, headers=header))
    call(payment_door.handler, http(payment.LIST_PAYMENTS, claims=STAFF))


def sweep_payments(call: Call) -> None:
    for number in "ef":
        payment_intake.handler(sqs(msgspec.structs.replace(REQUESTED, order_id=number * 28)), None)
    with _later():
        with mock.patch.object(payment_sweeper, "_MOST", 1), mock.patch.object(payment_sweeper, "settle", side_effect=RuntimeError):
            call(payment_sweeper.handler, {})  # puts off what it cannot sweep
        call(payment_sweeper.handler, {})


def messages(call: Call) -> None:
    sent = {"key": "first-message-key", "topic": "other", "email": "ada@example.com", "text": "Good morning"}
    for _ in range(2):
        assert call(notification_door.handler, http(notification.SEND_MESSAGE, body=sent))["statusCode"] == 204
    call(notification_door.handler, http(notification.LIST_MESSAGES, claims=STAFF))


def mails(call: Call) -> None:
    message = notification.Message(
        id="0" * 32, at=WHOSE["at"], topic=notification.Topic.OTHER, email="ada@example.com", text="Good morning"
    )
    call(notification_intake.handler, sqs(PLACED, PLACED, checked_out(), CANCELLED, notification.MessageReceived(message=message)))


def hear_what_is_bought(call: Call) -> None:
    gone = product.ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",))
    call(recommendation_intake.handler, sqs(checked_out(), order.OrderConfirmed(**WHOSE), shop.changed(), gone))
    call(recommendation_intake.handler, sqs(checked_out(3), order.OrderConfirmed(**WHOSE | {"order_id": checked_out(3).order_id})))


def recommendations(call: Call) -> None:
    product_id = checked_out().lines[0].product_id
    call(recommendation_door.handler, http(recommendation.LIST_BOUGHT_TOGETHER, path={"product_id": product_id}))


def hear_what_to_find(call: Call) -> None:
    gone = product.ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",))
    level = inventory.StockChanged(sku=shop.SKUS[0], version=1, level=inventory.Level.LOW)
    call(search_intake.handler, sqs(shop.changed(), gone, level))


def build(call: Call) -> None:
    for wish in (Wish.REPAIR, Wish.REBUILD, Wish.SNAPSHOT, Wish.REBUILD):
        ask(wish)
        builder.handler({"Records": [{"dynamodb": {"NewImage": {"wanted": {"S": wish}}}}]}, None)


def searches(call: Call) -> None:
    door = search_door.handler
    call(door, http(search.SEARCH, query={"q": "harbour"}))
    call(door, http(search.SUGGEST, query={"q": "har"}))
    call(door, http(search.GET_SYNONYMS, claims=STAFF))
    call(door, http(search.PUT_SYNONYMS, claims=STAFF, body={"groups": [["sea", "ocean"]], "version": 0}))
    call(door, http(search.REBUILD_INDEX, claims=STAFF))


def provider(call: Call) -> None:
    def asked(method: str, path: str, sent: Any = None, key: str = "", **query: str) -> Any:
        event = {"routeKey": "$default", "rawPath": path, "requestContext": {"http": {"method": method}}, "isBase64Encoded": False}
        event |= {"headers": {"authorization": f"Bearer {SECRETS['PROVIDER_KEY']}", "idempotency-key": key}}
        event |= {"body": json.dumps(sent)} if sent else {}
        return json.loads(call(sandbox_door.handler, event | {"queryStringParameters": query})["body"])

    card = asked("POST", "/tokens", {"number": "4242424242424242", "expires": "12/49", "code": "123"})["token"]
    wanted = {"reference": "order-1", "token": card, "amount": 2900, "currency": "EUR", "return_url": "http://localhost:8000/orders/1/"}
    held = asked("POST", "/authorizations", wanted, "first")["id"]
    asked("POST", f"/authorizations/{held}/capture", {"amount": 2900}, "second")
    asked("GET", "/authorizations", reference="order-1")


def call_back(call: Call) -> None:
    call(webhook.handler, {"Records": [{"messageId": "message-0", "body": "{}"}]})


def uploads(call: Call) -> None:
    started = call(picture_door.handler, http(picture.START_UPLOAD, claims=STAFF, body={"back": "https://shop.test/staff/"}))
    call(picture_door.handler, http(picture.GET_UPLOAD, claims=STAFF, path={"picture_id": json.loads(started["body"])["id"]}))


def look_at_pictures(call: Call) -> None:
    for number, content in enumerate((files.picture(), files.SVG)):
        key = f"incoming/{number:032x}"
        aws.client("s3").put_object(Bucket="incoming", Key=key, Body=content)
        call(picture_intake.handler, sqs(json.dumps({"detail": {"object": {"key": key, "size": len(content)}}})))


def letters(call: Call) -> None:
    """Every deed, on each kind of queue that has one."""
    door, later = operations_door.handler, {"before": "2099-01-01T00:00:00.000Z", "reason": ""}
    *_, record = stack.records(1)
    stack.send("OrderUnpublished", stack.note(record, record))
    one, other, _ = (stack.send("OrderDeadLetters") for _ in range(3))
    call(door, http(operations.LIST_QUEUES, claims=STAFF))
    call(door, http(operations.LIST_LETTERS, claims=STAFF, path={"queue": "OrderDeadLetters"}))
    for operation, letter, sent in (
        (operations.REDRIVE_LETTER, one, {"reason": ""}),
        (operations.DISCARD_LETTER, other, {"reason": "Nobody's"}),
    ):
        path = {"queue": "OrderDeadLetters", "letter_id": letter}
        call(door, http(operations.GET_LETTER, claims=STAFF, path=path))
        call(door, http(operation, claims=STAFF, path=path, body=sent))
    for queue in ("OrderDeadLetters", "OrderUnpublished"):
        call(door, http(operations.REDRIVE_LETTERS, claims=STAFF, path={"queue": queue}, body=later))
    call(door, http(operations.LIST_DEEDS, claims=STAFF))


@contextmanager
def relayed() -> Iterator[None]:
    """The relay publishes whatever it is given; moto would want a container for it."""
    answer = AWSResponse("", 200, {}, MockRawResponse(b'{"batchItemFailures":[]}'))
    events, name = aws.client("lambda").meta.events, "before-send.lambda.Invoke"
    events.register_first(name, answered := lambda **_: answer)
    yield
    events.unregister(name, answered)


def _later() -> Any:
    """Half an hour from now: whatever waits is due."""
    now = clock.later(clock.now(), 1_900)
    return mock.patch.object(clock, "now", return_value=now)


# In this order: a service hears of what its door then shows.
DRIVES: dict[str, Callable[[Call], None]] = {
    "ProductHandler": products,
    "BasketIntake": hear_of_offers,
    "BasketHandler": baskets,
    "OrderIntake": hear_of_orders,
    "OrderHandler": orders,
    "OrderSweeper": sweep_orders,
    "InventoryIntake": hear_of_holds,
    "InventoryHandler": stock,
    "PaymentIntake": hear_of_payments,
    "PaymentHandler": payments,
    "PaymentSweeper": sweep_payments,
    "NotificationHandler": messages,
    "NotificationIntake": mails,
    "RecommendationIntake": hear_what_is_bought,
    "RecommendationHandler": recommendations,
    "SearchIntake": hear_what_to_find,
    "SearchBuilder": build,
    "SearchHandler": searches,
    "PictureHandler": uploads,
    "PictureIntake": look_at_pictures,
    "OperationsHandler": letters,
    "SandboxHandler": provider,
    "SandboxIntake": call_back,
}
