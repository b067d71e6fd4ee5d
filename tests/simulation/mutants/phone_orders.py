"""Bugs in orders that staff place for somebody who rings: who may open them, and when which card is asked for money."""

from tests.support.mutation import mutants, never, replace, set_argument, set_entry

_EVENT = 3
"""Which argument of `state_machine.transition` is the event that it publishes."""

BUGS = (
    *mutants(
        "backend.basket.service",
        ("staff can open the order of who rang", "check_out", never("CheckOutForCustomer")),
    ),
    *mutants(
        "backend.basket.handler",
        (
            "staff are told the key of the order of who rang",
            "_check_out_for_customer",
            replace("replace(X, order_key=None)", "X"),
        ),
    ),
    *mutants(
        "backend.basket.checkout",
        (
            "an order by telephone is one without a card",
            "close",
            set_argument("BasketCheckedOut", "pay_later", "False"),
        ),
        (
            "who rang is told of the order in English",
            "close",
            set_argument("BasketCheckedOut", "language", "'en'"),
        ),
    ),
    *mutants(
        "backend.order.domain",
        ("an order by telephone begins with a card", "new_order", replace("0 if X.pay_later else 1", "1")),
        (
            "an order by telephone that vouchers pay is never confirmed",
            "purchase",
            replace("max(X.attempt, 1)", "X.attempt"),
        ),
    ),
    *mutants(
        "backend.order.holding",
        ("a card is asked for before its buyer is", "_hold", never("attempt")),
        ("who rang is sent no link", "_await_payment", set_argument("transition", _EVENT, "None")),
    ),
    *mutants(
        "backend.order.state_machine",
        ("an order by telephone waits without end", "STATE_TIMEOUTS", set_entry("State.AWAITING_PAYMENT", "None")),
        (
            "who rang has half an hour to pay",
            "STATE_TIMEOUTS",
            set_entry("State.AWAITING_PAYMENT", "RETRY_PAYMENT_TIMEOUT"),
        ),
    ),
    *mutants(
        "backend.notification.links",
        ("a link in a mail opens nothing", "order_links", never("order_key")),
        ("the link to an invoice opens nothing for a guest", "_documents_page", never("order_key")),
    ),
)
