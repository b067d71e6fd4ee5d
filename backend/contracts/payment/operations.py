"""The HTTP operations of the payment service."""

from backend.contracts.operation import READ_ORDERS, Caller, Empty, Operation
from backend.contracts.payment.models import (
    CardEntryPage,
    CardEntryRequest,
    CardEntrySession,
    EnteredCard,
    OrderPayment,
    PaymentPage,
    PaymentPath,
    Webhook,
)
from backend.contracts.types import PageQuery

LIST_PAYMENTS = Operation(
    name="list_payments",
    service="payment",
    route="GET /payments",
    caller=Caller.STAFF,
    summary="How every order's payment stands, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=PaymentPage,
)
GET_PAYMENT = Operation(
    name="get_payment",
    service="payment",
    route="GET /payments/{order_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="How one order's payment stands",
    path=PaymentPath,
    reply=OrderPayment,
    problems=(404,),
)
PAYMENT_WEBHOOK = Operation(
    name="payment_webhook",
    service="payment",
    route="POST /payments/webhook",
    caller=Caller.PUBLIC,
    summary="The provider's signed call back",
    body=Webhook,
    reply=Empty,
    status=204,
    problems=(401,),
)
OPEN_CARD_PAGE = Operation(
    name="open_card_page",
    service="payment",
    route="POST /payments/card-pages",
    caller=Caller.PUBLIC,
    summary="Open a page of the payment provider's that asks for a card; card data goes there and never here",
    body=CardEntryRequest,
    reply=CardEntryPage,
    status=201,
    problems=(403, 503),
)
GET_ENTERED_CARD = Operation(
    name="get_entered_card",
    service="payment",
    route="GET /payments/card-pages/{session}",
    caller=Caller.PUBLIC,
    summary="The card that was given on such a page, for whoever knows its session",
    path=CardEntrySession,
    reply=EnteredCard,
    problems=(404, 503),
)
OPERATIONS = (LIST_PAYMENTS, GET_PAYMENT, PAYMENT_WEBHOOK, OPEN_CARD_PAGE, GET_ENTERED_CARD)
