"""Requests to the notification service, for the tests of all services: access and bad input."""

from typing import Any

from backend.contracts.operation import Caller

RIGHT: dict[str, dict[str, Any]] = {
    "resend_mail": {"key": "mail-form-key-00001", "by": "grace@example.com"},
    "answer_message": {"text": "We print it again.", "by": "grace@example.com"},
    "report_second_factor_removal": {"language": "fr"},
    "report_second_factor_removal_for": {
        "email": "ada@example.com",
        "key": "factor-form-key-01",
        "by": "grace@example.com",
    },
    "preview_issue": {
        "content": {"texts": [{"language": "en", "subject": "New prints", "text": "Look."}]},
        "language": "de",
    },
}
"""By operation: a body that is right."""

FREE_TEXT = {"preview_issue": {("content", "texts", 0, "text")}}
"""By operation: fields in which a person writes, in several lines."""

SHOPPERS = {
    "record_account_email": 401,
    "report_second_factor_removal": 401,
}  # these tokens may not ask Cognito for the address
"""By operation: what every shopper is answered."""

STAFF = {
    "list_order_mails": 200,
    "resend_mail": 404,
    "answer_message": 404,
    "report_second_factor_removal_for": 204,
    "get_address_feedback": 200,
    "preview_issue": 200,
}
"""By operation: what staff are answered. Everybody else is turned away."""

ASKED: dict[str, Any] = {
    "record_account_email": lambda world: {},
    "report_second_factor_removal": lambda world: {"body": RIGHT["report_second_factor_removal"]},
    "report_second_factor_removal_for": lambda world: {"body": RIGHT["report_second_factor_removal_for"]},
    "preview_issue": lambda world: {"body": RIGHT["preview_issue"]},
    "answer_message": lambda world: {"path": {"message_id": "f" * 32}, "body": RIGHT["answer_message"]},
    "get_address_feedback": lambda world: {"query": {"email": "ada@example.com"}},
    "list_order_mails": lambda world: {"path": {"order_id": world.order_id}},
    "resend_mail": lambda world: {"path": {"order_id": world.order_id, "name": "never"}, "body": RIGHT["resend_mail"]},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("preview_issue", Caller.STAFF, {"body": RIGHT["preview_issue"]}),
]
"""Requests that are answered with success, in this order."""
