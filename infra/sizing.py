"""Values of the stack that bills are made of, readable without CDK."""

MEMORY = 512  # MB; Lambda gives processor time in proportion

LOG_LEVEL = "INFO"
"""From which level on a function's lines are kept.

Higher ones would lose what the runtime itself says of a failed import: it names no `level`, so Lambda takes it for
INFO. Doors say of a read at DEBUG what the access log tells already.
"""

RATE = 1_000
"""Requests a second over all callers of the API, unless the stage's file says otherwise; twice as many at once."""

CONSUMERS = 5
"""How many batches of one queue are worked on at once, unless the stage's file says otherwise."""

ISSUE_MAILS_PER_MINUTE = 500
"""Mails of an issue that are handed over in a minute: ten a second while the sweeper runs, of the fourteen that SES
sends for an account that has left its sandbox (https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html).
The rest is for orders."""

TABLE_READS, TABLE_WRITES = 4_000, 2_000
"""Request units a second of a table and of each index: far above what the shop needs, far below what a runaway loop
could spend unnoticed."""

THROTTLES = {
    "get_guest_basket": (200, 400),
    "set_guest_line": (50, 100),
    "remove_guest_line": (50, 100),
    "clear_guest_basket": (50, 100),
    "check_out_guest_basket": (50, 100),
    "enter_guest_code": (5, 10),
    "remove_guest_code": (50, 100),
    "get_guest_order": (100, 200),
    "list_guest_documents": (50, 100),
    "get_guest_document": (10, 20),
    "pay_guest_order": (20, 40),
    "cancel_guest_order": (20, 40),
    "return_guest_order": (20, 40),
    "find_guest_order": (5, 10),
    "search": (200, 400),
    "suggest": (300, 600),
    "check_out": (50, 100),
    "payment_webhook": (50, 100),
    "open_card_page": (50, 100),
    "get_entered_card": (50, 100),
    "send_message": (10, 20),
    "record_account_email": (5, 10),
    "report_second_factor_removal": (5, 10),
    "request_alert": (10, 20),
    "get_alert": (20, 40),
    "confirm_alert": (20, 40),
    "stop_alert": (50, 100),
    "request_subscription": (10, 20),
    "get_subscription": (20, 40),
    "confirm_subscription": (20, 40),
    "stop_subscription": (50, 100),
    "list_guest_wishes": (50, 100),
    "list_shared_wishes": (50, 100),
    "get_guest_wished": (100, 200),
    "add_guest_wish": (50, 100),
    "remove_guest_wish": (50, 100),
    "list_recommendations": (100, 200),
    "list_reviews": (200, 400),
    "list_guest_reviews": (50, 100),
    "put_guest_review": (10, 20),
    "withdraw_guest_review": (10, 20),
    "start_review_picture": (10, 20),
    "check_review_picture": (10, 20),
    "start_guest_review_picture": (5, 10),
    "check_guest_review_picture": (5, 10),
    "get_guest_review_picture": (50, 100),
    "vote_for_review": (20, 40),
    "take_vote_back": (20, 40),
    "report_review": (5, 10),
    "check_voucher": (5, 10),
}
"""The same for single operations, each in a bucket of its own: what anybody may call without a token, or what costs the
most, cannot use up what the others need."""

NUMBERS = ("ms",)
"""What of a line of the access log is a number."""

# The route key and never the path: a guest's id in it opens his basket.
ACCESS_LOG = {
    "route": "$context.routeKey",
    "status": "$context.status",
    "ms": "$context.responseLatency",
    "id": "$context.requestId",
    "error": "$context.integrationErrorMessage",
    "denied": "$context.authorizer.error",
}
