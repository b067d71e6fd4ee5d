"""Every function driven through all it does, in the order in which an order goes through the shop.

Nothing here is claimed.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import msgspec
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from moto.core.botocore_stubber import MockRawResponse

from backend.basket import consumer as basket_consumer
from backend.basket import handler as basket_handler
from backend.contracts import guest_keys
from backend.contracts.basket.address_book import AddressBook
from backend.contracts.basket.address_operations import (
    CHANGE_SAVED_ADDRESS,
    GET_ADDRESS_BOOK,
    REMOVE_SAVED_ADDRESS,
    SAVE_ADDRESS,
    SET_DEFAULT_ADDRESS,
    SET_INVOICE_ADDRESS,
    UNSET_INVOICE_ADDRESS,
)
from backend.contracts.basket.models import Basket
from backend.contracts.basket.operations import (
    CHECK_OUT,
    CHECK_OUT_FOR_CUSTOMER,
    CHECK_OUT_GUEST_BASKET,
    CLEAR_BASKET,
    CLEAR_GUEST_BASKET,
    ENTER_CODE,
    ENTER_GUEST_CODE,
    GET_BASKET,
    GET_GUEST_BASKET,
    MERGE_BASKET,
    REMOVE_CODE,
    REMOVE_GUEST_CODE,
    REMOVE_GUEST_LINE,
    REMOVE_LINE,
    SET_GUEST_LINE,
    SET_LINE,
)
from backend.contracts.delivery.events import DeliveryZonesChanged, TaxRatesChanged
from backend.contracts.delivery.tax_rates import DEFAULT_RATES
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.inventory.events import StockChanged, StockHeld
from backend.contracts.inventory.models import Level
from backend.contracts.inventory.operations import (
    GET_HOLD,
    GET_STOCK,
    LIST_ALL_HOLDS,
    LIST_HOLDS,
    LIST_STOCK,
    SET_STOCK,
)
from backend.contracts.notification.events import MailResendRequested, MessageReceived
from backend.contracts.notification.models import Message, Topic
from backend.contracts.notification.operations import (
    ANSWER_MESSAGE,
    GET_ADDRESS_FEEDBACK,
    GET_MAIL_BACKLOG,
    LIST_MESSAGES,
    LIST_ORDER_MAILS,
    RESEND_MAIL,
    SEND_MESSAGE,
)
from backend.contracts.operations.operations import (
    DISCARD_DEAD_LETTER,
    GET_DEAD_LETTER,
    LIST_AUDIT_ENTRIES,
    LIST_DEAD_LETTER_QUEUES,
    LIST_DEAD_LETTERS,
    REDRIVE_DEAD_LETTER,
    REDRIVE_DEAD_LETTERS,
)
from backend.contracts.order.account_operations import CLOSE_ACCOUNT, GET_DATA_EXPORT, REQUEST_DATA_EXPORT
from backend.contracts.order.data_export import DataExported, DataRequested
from backend.contracts.order.erasure import HOLDERS
from backend.contracts.order.events import (
    AccountClosed,
    OrderCancelled,
    OrderConfirmed,
    OrderErased,
    OrderPaid,
    OrderPlaced,
    OrderRefused,
    OrderReturned,
    OrderReturnReceived,
    PaymentRequested,
)
from backend.contracts.order.guest_operations import (
    CANCEL_GUEST_ORDER,
    CLAIM_ORDER,
    FIND_GUEST_ORDER,
    GET_GUEST_ORDER,
    PAY_GUEST_ORDER,
    RETURN_GUEST_ORDER,
)
from backend.contracts.order.models import PlacedLine, ReturnLine
from backend.contracts.order.models import number as order_number
from backend.contracts.order.operations import (
    CANCEL_ORDER,
    CANCEL_ORDER_FOR_SHOPPER,
    CHANGE_ADDRESS,
    CORRECT_TRACKING,
    GET_ORDER,
    GET_STAFF_ORDER,
    LIST_ALL_ORDERS,
    LIST_ORDERS,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    PAY_ORDER,
    REFUND_ORDER,
    RETURN_ORDER,
    UPGRADE_ORDERS,
)
from backend.contracts.payment.events import PaymentDeclined
from backend.contracts.payment.operations import (
    GET_ENTERED_CARD,
    GET_PAYMENT,
    LIST_PAYMENTS,
    OPEN_CARD_PAGE,
    PAYMENT_WEBHOOK,
)
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.models import Menu, Sort
from backend.contracts.product.operations import (
    CHECK_PRODUCT,
    CREATE_PRODUCT,
    DELETE_PRODUCT,
    GET_PRODUCT,
    GET_UNLISTED,
    LIST_ADDRESSES,
    LIST_CATEGORIES,
    LIST_PRODUCTS,
    LIST_UNLISTED,
    PUT_UNLISTED,
    REPLACE_PRODUCT,
    REPUBLISH_PRODUCTS,
    SET_MENU,
)
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.promotion.models import Kind, Promotion
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER, LIST_RECOMMENDATIONS
from backend.contracts.review.events import RatingChanged, ReviewSubmitted
from backend.contracts.review.models import Rating
from backend.contracts.search.operations import GET_SYNONYMS, PUT_SYNONYMS, REBUILD_INDEX, SEARCH, SUGGEST
from backend.contracts.voucher.events import VoucherChanged
from backend.contracts.voucher.models import Voucher
from backend.inventory import consumer as inventory_consumer
from backend.inventory import handler as inventory_handler
from backend.notification import archive, domain, email_client, repository
from backend.notification import consumer as notification_consumer
from backend.notification import handler as notification_handler
from backend.notification import sweeper as notification_sweeper
from backend.operations import handler as operations_handler
from backend.operations import sweeper as operations_sweeper
from backend.order import consumer as order_consumer
from backend.order import export_item
from backend.order import handler as order_handler
from backend.order import sweeper as order_sweeper
from backend.payment import consumer as payment_consumer
from backend.payment import handler as payment_handler
from backend.payment import sweeper as payment_sweeper
from backend.payment.gateways import connection
from backend.picture import consumer as picture_consumer
from backend.picture import handler as picture_handler
from backend.product import handler as product_handler
from backend.recommendation import consumer as recommendation_consumer
from backend.recommendation import handler as recommendation_handler
from backend.sandbox import handler as sandbox_handler
from backend.sandbox import webhook
from backend.search import builder
from backend.search import consumer as search_consumer
from backend.search import handler as search_handler
from backend.search.changelog.build_requests import BuildRequest, request_build
from backend.shared import accounts, aws, clock
from backend.shared.export_parts import put_part
from tests.backend import shop
from tests.backend.basket.cases import SAVED
from tests.backend.events import http, said, sqs, token
from tests.backend.invoice.documents import order_confirmed
from tests.backend.operations import stack
from tests.backend.order.checkouts import ADA as OWNER
from tests.backend.order.checkouts import TOKEN, checked_out
from tests.backend.payment.signing import sign
from tests.backend.picture import cases as picture_cases
from tests.backend.picture import files
from tests.backend.product.examples import body, new
from tests.support.cases import collect_rows

Call = Callable[..., Any]
SECRETS = {"PROVIDER_KEY": "sk_5ecret", "WEBHOOK_SECRET": "whsec_4f1d"}
GUEST = {"guest_id": "0123456789abcdef" * 2}
LINE = {"sku": shop.SKUS[0]}
STAFF, ADA = token("grace", groups="[staff]"), token(OWNER.removeprefix("shopper#"))
ORDER = {"order_id": checked_out().order_id}
GUEST_KEY = guest_keys.order_key(GUEST["guest_id"], checked_out(7).order_id)
GUEST_CHECKOUT = checked_out(7, owner=guest_keys.owner(GUEST_KEY), order_key=GUEST_KEY)
WHOSE: dict[str, Any] = {**ORDER, "owner": OWNER, "at": "2026-11-03T10:20:00.000Z"}
MINUTE = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)
PLACED = OrderPlaced(
    **WHOSE, email="ada@example.com", currency="EUR", total=17400, lines=(PlacedLine(sku=shop.SKUS[0], quantity=1),)
)
REQUESTED = PaymentRequested(**WHOSE, attempt=1, amount=17400, currency="EUR", token=TOKEN)
RECEIVED = OrderReturnReceived(**WHOSE, number=1, refund=2900, lines=(ReturnLine(sku=shop.SKUS[0], quantity=1),))
DECLINED = PaymentDeclined(**WHOSE, attempt=1, reason="Declined.")
CANCELLED = OrderCancelled(**WHOSE)
EXPORT_REQUESTED = DataRequested(
    owner=OWNER, at=WHOSE["at"], export_id="e" * 28, number=1, order_ids=(ORDER["order_id"],), email="ada@example.com"
)
EXPORTED = DataExported(
    owner=OWNER, at=WHOSE["at"], export_id="e" * 28, expires_at=WHOSE["at"], email="ada@example.com"
)


def products(call: Call) -> None:
    handler = product_handler.handler
    call(handler, http(CREATE_PRODUCT, claims=STAFF, body=new()))
    call(handler, http(CREATE_PRODUCT, claims=STAFF, body=new("lagoon", variants=new().variants)))  # its SKUs are taken
    call(handler, http(CHECK_PRODUCT, claims=STAFF, body=new("lagoon", variants=new().variants)))
    one = {"product_id": "harbour"}
    call(
        handler,
        http(REPLACE_PRODUCT, claims=STAFF, path=one, query={"version": "1"}, body=body(variants=new("pier").variants)),
    )
    for sort in Sort:
        call(handler, http(LIST_PRODUCTS, query={"sort": sort.value}))
        call(handler, http(LIST_PRODUCTS, query={"sort": sort.value, "category": "prints"}))
    call(handler, http(GET_PRODUCT, path=one))
    call(handler, http(LIST_CATEGORIES))
    call(handler, http(LIST_ADDRESSES))
    call(handler, http(REPUBLISH_PRODUCTS, claims=STAFF))
    call(handler, http(DELETE_PRODUCT, claims=STAFF, path=one, query={"version": "2"}))
    call(handler, http(LIST_UNLISTED, claims=STAFF))
    call(handler, http(GET_UNLISTED, claims=STAFF, path=one))
    call(handler, http(PUT_UNLISTED, claims=STAFF, path=one, query={"version": "3"}, body=body(title="Kept back")))
    call(handler, http(SET_MENU, claims=STAFF, body=Menu(first=("prints",))))


def hear_of_offers(call: Call) -> None:
    gone = ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",))
    level = StockChanged(sku=shop.SKUS[0], version=1, level=Level.IN_STOCK)
    closed = AccountClosed(owner=OWNER, at=WHOSE["at"])
    promoted = PromotionChanged(promotion=PROMOTION)
    voucher = VoucherChanged(
        voucher=Voucher(id="A" * 24, hint="WXYZ", currency="EUR", balance=5000, expires_on="2029-12-31", version=1)
    )
    zones = DeliveryZonesChanged(zones=msgspec.structs.replace(DEFAULT, version=1))
    rates = TaxRatesChanged(rates=msgspec.structs.replace(DEFAULT_RATES, version=1))
    news = (shop.product_changed(), gone, level, promoted, voucher, zones, rates, closed, EXPORT_REQUESTED)
    call(basket_consumer.handler, sqs(*news))


PROMOTION = Promotion(
    title="10 % off", kind=Kind.PERCENTAGE, percent=10, starts_on="2026-01-01", code="SUMMER10", version=1
)


def baskets(call: Call) -> None:
    addresses(call)
    handler, code = basket_handler.handler, {"code": PROMOTION.code}
    for enter, leave, path, who in (
        (ENTER_CODE, REMOVE_CODE, {}, ADA),
        (ENTER_GUEST_CODE, REMOVE_GUEST_CODE, GUEST, None),
    ):
        call(handler, http(enter, claims=who, path=path | code))
        call(handler, http(leave, claims=who, path=path | code))
    call(handler, http(SET_GUEST_LINE, path=GUEST | LINE, body={"quantity": 1}))
    call(handler, http(GET_GUEST_BASKET, path=GUEST))
    call(handler, http(SET_LINE, claims=ADA, path=LINE, body={"quantity": 1}))
    call(handler, http(MERGE_BASKET, claims=ADA, body=GUEST))
    shown = msgspec.json.decode(call(handler, http(GET_BASKET, claims=ADA))["body"], type=Basket)
    form = {"key": "first-checkout-key", "address": shop.ADDRESS, "delivery": "standard", "token": TOKEN}
    call(handler, http(CHECK_OUT, claims=ADA, body={**form, "expected_total": 1}))  # a total that differs
    assert (
        call(handler, http(CHECK_OUT, claims=ADA, body={**form, "expected_total": shown.deliveries[0].total}))[
            "statusCode"
        ]
        == 202
    )
    call(handler, http(SET_GUEST_LINE, path=GUEST | LINE, body={"quantity": 1}))
    call(handler, http(CHECK_OUT_GUEST_BASKET, path=GUEST, body={**form, "expected_total": 1}))
    _check_out_for_customer(call, form)
    for clear, remove, path, who in (
        (CLEAR_BASKET, REMOVE_LINE, {}, ADA),
        (CLEAR_GUEST_BASKET, REMOVE_GUEST_LINE, GUEST, None),
    ):
        call(handler, http(remove, claims=who, path=path | LINE))
        call(handler, http(clear, claims=who, path=path))


def addresses(call: Call) -> None:
    """Use the address book, which is beside the basket, of an account that was not closed."""
    who, handler = token("grace"), basket_handler.handler
    saved = call(handler, http(SAVE_ADDRESS, claims=who, body=SAVED))
    path = {"address_id": msgspec.json.decode(saved["body"], type=AddressBook).addresses[0].id}
    call(handler, http(CHANGE_SAVED_ADDRESS, claims=who, path=path, body=SAVED))
    for operation in (
        SET_INVOICE_ADDRESS,
        UNSET_INVOICE_ADDRESS,
        SET_DEFAULT_ADDRESS,
        GET_ADDRESS_BOOK,
        REMOVE_SAVED_ADDRESS,
    ):
        call(handler, http(operation, claims=who, path=path))


def _check_out_for_customer(call: Call, form: dict[str, Any]) -> None:
    handler, path = basket_handler.handler, {"guest_id": "f" * 32}
    call(handler, http(SET_GUEST_LINE, path=path | LINE, body={"quantity": 1}))
    shown = msgspec.json.decode(call(handler, http(GET_GUEST_BASKET, path=path))["body"], type=Basket)
    body = {name: value for name, value in form.items() if name != "token"}
    placed = http(
        CHECK_OUT_FOR_CUSTOMER, claims=STAFF, path=path, body={**body, "expected_total": shown.deliveries[0].total}
    )
    assert call(handler, placed)["statusCode"] == 202


def hear_of_orders(call: Call) -> None:
    asked = ReviewSubmitted(**WHOSE, product_id="harbour-at-dusk")
    call(order_consumer.handler, sqs(checked_out(), checked_out(), StockHeld(**WHOSE), DECLINED, GUEST_CHECKOUT, asked))


def orders(call: Call) -> None:
    handler = order_handler.handler
    call(handler, http(LIST_ORDERS, claims=ADA))
    call(handler, http(GET_ORDER, claims=ADA, path=ORDER))
    call(handler, http(PAY_ORDER, claims=ADA, path=ORDER, body={"token": TOKEN, "attempt": 2}))
    call(handler, http(RETURN_ORDER, claims=ADA, path=ORDER, body={"reason": "Too blue"}))
    call(handler, http(CANCEL_ORDER, claims=ADA, path=ORDER))
    _guests_orders(call)
    for state in ("cancelled", "held"):
        call(handler, http(LIST_STAFF_ORDERS, claims=STAFF, query={"state": state}))
    call(handler, http(LIST_STAFF_ORDERS, claims=STAFF, query={"state": "return-requested", "beside": "true"}))
    call(handler, http(GET_STAFF_ORDER, claims=STAFF, path=ORDER))
    call(handler, http(LIST_ALL_ORDERS, claims=STAFF))
    call(handler, http(UPGRADE_ORDERS, claims=STAFF))
    call(handler, http(MOVE_ORDER, claims=STAFF, path=ORDER, body={"owner": OWNER, "state": "packed"}))
    call(handler, http(CORRECT_TRACKING, claims=STAFF, path=ORDER, body={"owner": OWNER, "tracking": "RR1"}))
    call(handler, http(CANCEL_ORDER_FOR_SHOPPER, claims=STAFF, path=ORDER, body={"owner": OWNER, "reason": "Rang"}))
    refund = {"owner": OWNER, "reason": "Bent", "number": 1, "amount": 1}
    call(handler, http(REFUND_ORDER, claims=STAFF, path=ORDER, body=refund))
    address = {"owner": OWNER, "version": 1, "address": shop.ADDRESS}
    call(handler, http(CHANGE_ADDRESS, claims=STAFF, path=ORDER, body=address))


def _guests_orders(call: Call) -> None:
    handler = order_handler.handler
    opened = {"order_id": GUEST_CHECKOUT.order_id, "order_key": GUEST_CHECKOUT.order_key}
    call(handler, http(GET_GUEST_ORDER, path=opened))
    call(handler, http(PAY_GUEST_ORDER, path=opened, body={"token": TOKEN, "attempt": 2}))
    call(handler, http(RETURN_GUEST_ORDER, path=opened, body={"reason": "Too blue"}))
    sent = {"number": order_number(GUEST_CHECKOUT.order_id), "email": GUEST_CHECKOUT.address.email}
    call(handler, http(FIND_GUEST_ORDER, body=sent))
    call(handler, http(CANCEL_GUEST_ORDER, path=opened))
    claim = http(
        CLAIM_ORDER, claims=ADA, path={"order_id": opened["order_id"]}, body={"order_key": opened["order_key"]}
    )
    with _account(sent["email"]):
        assert call(handler, claim)["statusCode"] == 200
    call(handler, http(LIST_ORDERS, claims=ADA))
    call(handler, http(GET_DATA_EXPORT, claims=ADA))
    with _account(sent["email"]):
        call(handler, http(REQUEST_DATA_EXPORT, claims=ADA))
        call(handler, http(CLOSE_ACCOUNT, claims=token("grace")))


def _account(email: str) -> Any:
    """Cognito says that the caller's confirmed address is this one."""
    return mock.patch.object(accounts, "read_account", return_value=accounts.Account(email, "Ada"))


def sweep_orders(call: Call) -> None:
    """One that waits for its stock, looked at when that is overdue."""
    order_consumer.handler(sqs(checked_out(2)), None)
    _make_export(call)
    with _account("ada@example.com"):
        call(order_handler.handler, http(CLOSE_ACCOUNT, claims=ADA))
    with _later():
        with mock.patch.object(
            order_sweeper, "handle_timeout", side_effect=RuntimeError
        ):  # and puts off what it cannot sweep
            call(order_sweeper.handler, {})
        call(order_sweeper.handler, {})


def _make_export(call: Call) -> None:
    """The request is passed on to the services, and made into a file of what they gave."""
    with _account("ada@example.com"):
        call(order_handler.handler, http(REQUEST_DATA_EXPORT, claims=ADA))
    before = export_item.read(OWNER)
    assert before
    call(order_sweeper.handler, {})
    for service in HOLDERS:
        with mock.patch.dict(os.environ, SERVICE=service):
            put_part(msgspec.structs.replace(EXPORT_REQUESTED, export_id=before.export_id), [])
    with _later():
        call(order_sweeper.handler, {})
    made = export_item.read(OWNER)
    assert made
    assert made.ready_at


def hear_of_holds(call: Call) -> None:
    sold = (PLACED, PLACED, OrderConfirmed(**WHOSE))
    call(inventory_consumer.handler, sqs(shop.product_changed(), *sold, RECEIVED, OrderReturned(**WHOSE)))
    call(inventory_consumer.handler, sqs(OrderRefused(**WHOSE | {"order_id": "f" * 28}, reason="Too late."), CANCELLED))


def stock(call: Call) -> None:
    handler = inventory_handler.handler
    call(handler, http(GET_STOCK, query={"skus": ",".join(shop.SKUS)}))
    for sku, version in (("NEW-1", 0), ("NEW-1", 1), ("NEW-1", 7)):
        call(handler, http(SET_STOCK, claims=STAFF, path={"sku": sku}, body={"available": 5, "version": version}))
    call(handler, http(LIST_STOCK, claims=STAFF))
    call(handler, http(LIST_HOLDS, claims=STAFF))
    call(handler, http(GET_HOLD, claims=STAFF, path=ORDER))
    call(handler, http(LIST_ALL_HOLDS, claims=STAFF))


def hear_of_payments(call: Call) -> None:
    call(payment_consumer.handler, sqs(REQUESTED, OrderPaid(**WHOSE, attempt=1), CANCELLED))


def payments(call: Call) -> None:
    """A call back about a payment whose own answer was lost."""
    lost = msgspec.structs.replace(REQUESTED, order_id="d" * 28)
    with mock.patch.object(connection, "send", side_effect=connection.OutcomeUnknown("timeout")):
        payment_consumer.handler(sqs(lost), None)
    sent = json.dumps(
        {"id": "evt_1", "type": "authorization.authorized", "authorization": "aut_1", "reference": f"{lost.order_id}-1"}
    )
    header = {"sandbox-signature": sign(sent, clock.epoch(), SECRETS["WEBHOOK_SECRET"])}
    call(payment_handler.handler, http(PAYMENT_WEBHOOK, body=sent, headers=header))
    call(payment_handler.handler, http(LIST_PAYMENTS, claims=STAFF))
    call(payment_handler.handler, http(GET_PAYMENT, claims=STAFF, path=ORDER))
    page = {"return_url": "http://localhost:8000/checkout/card/", "state": "s" * 32, "amount": 2900, "currency": "EUR"}
    call(payment_handler.handler, http(OPEN_CARD_PAGE, body=page))
    call(payment_handler.handler, http(GET_ENTERED_CARD, path={"session": "cs_test_0000000000"}))


def sweep_payments(call: Call) -> None:
    for number in "ef":
        payment_consumer.handler(sqs(msgspec.structs.replace(REQUESTED, order_id=number * 28)), None)
    with _later():
        with (
            mock.patch.object(payment_sweeper, "_MAX_PAYMENTS", 1),
            mock.patch.object(payment_sweeper, "advance", side_effect=RuntimeError),
        ):
            call(payment_sweeper.handler, {})  # puts off what it cannot sweep
        call(payment_sweeper.handler, {})


def messages(call: Call) -> None:
    sent = {"key": "first-message-key", "topic": "other", "email": "ada@example.com", "text": "Good morning"}
    for _ in range(2):
        assert call(notification_handler.handler, http(SEND_MESSAGE, body=sent))["statusCode"] == 204
    (message,) = said(call(notification_handler.handler, http(LIST_MESSAGES, claims=STAFF)))["items"]
    answer = http(ANSWER_MESSAGE, claims=STAFF, path={"message_id": message["id"]}, body={"text": "Good evening"})
    assert call(notification_handler.handler, answer)["statusCode"] == 204
    who = domain.buyer(checked_out())
    repository.remember(ORDER["order_id"], who)
    repository.mark_sent(CANCELLED.order_id, "cancelled", archive.details(CANCELLED, who) | {"mail_id": "ses-1"})
    order = {"order_id": CANCELLED.order_id}
    call(notification_handler.handler, http(LIST_ORDER_MAILS, claims=STAFF, path=order))
    call(notification_handler.handler, http(GET_ADDRESS_FEEDBACK, claims=STAFF, query={"email": "ada@example.com"}))
    call(notification_handler.handler, http(GET_MAIL_BACKLOG, claims=STAFF))
    again = http(RESEND_MAIL, claims=STAFF, path=order | {"name": "cancelled"}, body={"key": "mail-form-key-00001"})
    assert call(notification_handler.handler, again)["statusCode"] == 204


def mails(call: Call) -> None:
    message = Message(id="0" * 32, at=WHOSE["at"], topic=Topic.OTHER, email="ada@example.com", text="Good morning")
    call(notification_consumer.handler, sqs(checked_out(), CANCELLED, MessageReceived(message=message)))
    request = MailResendRequested(order_id=CANCELLED.order_id, name="cancelled", key="mail-form-key-00001")
    call(notification_consumer.handler, sqs(request))
    call(notification_consumer.handler, sqs(EXPORT_REQUESTED, EXPORTED, OrderErased(**WHOSE)))
    call(notification_consumer.handler, sqs(AccountClosed(owner=OWNER, at=WHOSE["at"], email=message.email)))
    full: Any = {"Error": {"Code": "LimitExceededException"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    cancelled = msgspec.structs.replace(CANCELLED, order_id="7" * 28)
    with mock.patch.object(email_client, "send", side_effect=ClientError(full, "SendEmail")):
        call(notification_consumer.handler, sqs(checked_out(order_id=cancelled.order_id), cancelled))


def send_mails_later(call: Call) -> None:
    """It sends what `mails` has left put off: at first SES is paused, then it fails, and later it takes them."""
    paused: Any = {"Error": {"Code": "SendingPausedException"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    for failure in (ClientError(paused, "SendEmail"), TimeoutError()):
        with mock.patch.object(email_client, "send", side_effect=failure):
            call(notification_sweeper.handler, {})
    with _later():
        call(notification_sweeper.handler, {})


def hear_what_is_bought(call: Call) -> None:
    gone = ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",))
    orders = order_confirmed(1), order_confirmed(3)
    call(recommendation_consumer.handler, sqs(*orders, shop.product_changed(), gone))


def recommendations(call: Call) -> None:
    product_id = checked_out().lines[0].product_id
    call(recommendation_handler.handler, http(LIST_BOUGHT_TOGETHER, path={"product_id": product_id}))
    call(recommendation_handler.handler, http(LIST_RECOMMENDATIONS, query={"seen": product_id}))


def hear_what_to_find(call: Call) -> None:
    gone = ProductWithdrawn(product_id="gone", version=2, skus=("GONE-1",))
    level = StockChanged(sku=shop.SKUS[0], version=1, level=Level.LOW)
    rated = RatingChanged(product_id="harbour-at-dusk", version=1, rating=Rating(count=12, sum=54))
    call(search_consumer.handler, sqs(shop.product_changed(), gone, level, rated))


def build(call: Call) -> None:
    for wish in (BuildRequest.REPAIR, BuildRequest.REBUILD, BuildRequest.SNAPSHOT, BuildRequest.REBUILD):
        request_build(wish)
        builder.handler({"Records": [{"dynamodb": {"NewImage": {"wanted": {"S": wish}}}}]}, None)


def searches(call: Call) -> None:
    handler = search_handler.handler
    call(handler, http(SEARCH, query={"q": "harbour"}))
    call(handler, http(SUGGEST, query={"q": "har"}))
    call(handler, http(GET_SYNONYMS, claims=STAFF))
    call(handler, http(PUT_SYNONYMS, claims=STAFF, body={"groups": [["sea", "ocean"]], "version": 0}))
    call(handler, http(REBUILD_INDEX, claims=STAFF))


def provider(call: Call) -> None:
    def ask(method: str, path: str, sent: Any = None, key: str = "", **query: str) -> Any:
        event = {
            "routeKey": "$default",
            "rawPath": path,
            "requestContext": {"http": {"method": method}},
            "isBase64Encoded": False,
        }
        event |= {"headers": {"authorization": f"Bearer {SECRETS['PROVIDER_KEY']}", "idempotency-key": key}}
        event |= {"body": json.dumps(sent)} if sent else {}
        return json.loads(call(sandbox_handler.handler, event | {"queryStringParameters": query})["body"])

    card = ask("POST", "/tokens", {"number": "4242424242424242", "expires": "12/49", "code": "123"})["token"]
    wanted = {
        "reference": "order-1",
        "token": card,
        "amount": 2900,
        "currency": "EUR",
        "return_url": "http://localhost:8000/orders/1/",
    }
    held = ask("POST", "/authorizations", wanted, "first")["id"]
    ask("POST", f"/authorizations/{held}/capture", {"amount": 2900}, "second")
    ask("GET", "/authorizations", reference="order-1")


def call_back(call: Call) -> None:
    call(webhook.handler, {"Records": [{"messageId": "message-0", "body": "{}"}]})


def uploads(call: Call) -> None:
    started = call(picture_handler.handler, http(START_UPLOAD, claims=STAFF, body={"back": "https://shop.test/staff/"}))
    call(
        picture_handler.handler, http(GET_UPLOAD, claims=STAFF, path={"picture_id": json.loads(started["body"])["id"]})
    )
    picture_cases.use_handler(call)


def look_at_pictures(call: Call) -> None:
    for number, content in enumerate((files.picture(), files.SVG)):
        key = f"incoming/{number:032x}"
        aws.client("s3").put_object(Bucket="incoming", Key=key, Body=content)
        call(picture_consumer.handler, sqs(json.dumps({"detail": {"object": {"key": key, "size": len(content)}}})))
    picture_cases.use_consumer(call)


def letters(call: Call) -> None:
    """Every deed, on each kind of queue that has one."""
    handler, later = operations_handler.handler, {"before": "2099-01-01T00:00:00.000Z", "reason": ""}
    *_, record = stack.records(1)
    stack.send("OrderUnpublished", stack.note(record, record))
    one, other, _ = (stack.send("OrderDeadLetters") for _ in range(3))
    call(handler, http(LIST_DEAD_LETTER_QUEUES, claims=STAFF))
    call(handler, http(LIST_DEAD_LETTERS, claims=STAFF, path={"queue": "OrderDeadLetters"}))
    for operation, letter, sent in (
        (REDRIVE_DEAD_LETTER, one, {"reason": ""}),
        (DISCARD_DEAD_LETTER, other, {"reason": "Nobody's"}),
    ):
        path = {"queue": "OrderDeadLetters", "letter_id": letter}
        call(handler, http(GET_DEAD_LETTER, claims=STAFF, path=path))
        call(handler, http(operation, claims=STAFF, path=path, body=sent))
    for queue in ("OrderDeadLetters", "OrderUnpublished"):
        call(handler, http(REDRIVE_DEAD_LETTERS, claims=STAFF, path={"queue": queue}, body=later))
    call(handler, http(LIST_AUDIT_ENTRIES, claims=STAFF))


def count_letters(call: Call) -> None:
    stack.send("OrderDeadLetters")
    call(operations_sweeper.handler, {})


@contextmanager
def accept_events() -> Iterator[None]:
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


# In this order: a service hears of what its handler then shows.
DRIVES: dict[str, Callable[[Call], None]] = {
    "ProductHandler": products,
    "BasketConsumer": hear_of_offers,
    "BasketHandler": baskets,
    "OrderConsumer": hear_of_orders,
    "OrderHandler": orders,
    "OrderSweeper": sweep_orders,
    "InventoryConsumer": hear_of_holds,
    "InventoryHandler": stock,
    "PaymentConsumer": hear_of_payments,
    "PaymentHandler": payments,
    "PaymentSweeper": sweep_payments,
    "NotificationHandler": messages,
    "NotificationConsumer": mails,
    "NotificationSweeper": send_mails_later,
    "RecommendationConsumer": hear_what_is_bought,
    "RecommendationHandler": recommendations,
    "SearchConsumer": hear_what_to_find,
    "SearchBuilder": build,
    "SearchHandler": searches,
    "PictureHandler": uploads,
    "PictureConsumer": look_at_pictures,
    "OperationsHandler": letters,
    "OperationsSweeper": count_letters,
    "SandboxHandler": provider,
    "SandboxConsumer": call_back,
    **collect_rows("DRIVES"),
}
