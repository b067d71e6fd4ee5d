"""What functions log when somebody must look: the words that alarms are rung by.

Whoever looks finds them in the log.
"""

MAIL_REFUSED = "a mail was refused for good"
UNANSWERED = "the provider did not answer"
TURNED_AWAY = "the provider turned us away"
NOT_SWEPT = "not swept"
MORE_DUE = "more is due than one sweep takes"
MESSAGE_FAILED = "message failed"
COMES_AGAIN = "message comes again"
INVOICE_NOT_ISSUED = "an order was confirmed without what an invoice needs"
