"""What functions log when somebody must act: the log messages that trigger alarms, and the names of metrics.

Whoever investigates finds the same messages in the log.
"""

from enum import StrEnum

MAIL_REFUSED = "a mail was refused for good"
MAILS_WAIT = "mails wait long until they can be sent"
UNANSWERED = "the provider did not answer"
TURNED_AWAY = "the provider turned us away"
NOT_SWEPT = "not swept"
MORE_DUE = "more is due than one sweep takes"
MESSAGE_FAILED = "message failed"
COMES_AGAIN = "message comes again"
INVOICE_NOT_ISSUED = "an order was confirmed without what an invoice needs"
BOOKS_DIFFER = "orders, stock, payments, promotions or vouchers do not agree"
MESSAGE_LATE = "a message waited long for its first try"
EVENTS_LATE = "events are published late"
CANNOT_SELL = "the shop cannot sell"


class Metric(StrEnum):
    """What functions measure, in CloudWatch's embedded metric format."""

    PLACED = "OrdersPlaced"
    PAID = "OrdersPaid"
    REFUSED = "OrdersRefused"
    """Orders by `reason`, and all together."""
    CONFIRMED_MINUTES = "MinutesToConfirmed"
    CONFIRMED_LATE = "ConfirmedLate"
    """1 for an order that took too long, and 0 for one that did not: the average is the share of late ones."""
    REVENUE = "Revenue"
    """Of confirmed orders, in minor units of the shop's currency."""
    DEAD_LETTERS = "DeadLetters"
    CANNOT_SELL = "CannotSell"
    """1 where the heartbeat could not buy, and 0 where it could."""
