"""The HTTP operations of the payment service."""

from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.payment.models import PaymentPage, Webhook
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
OPERATIONS = (LIST_PAYMENTS, PAYMENT_WEBHOOK)
