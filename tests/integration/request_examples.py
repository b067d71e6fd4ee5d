"""A right request body of each operation that takes one."""

from typing import Any

from backend.contracts.operation import Empty
from backend.contracts.registry import OPERATIONS
from tests.integration.shop import ADDRESS, TOKEN, article, key
from tests.support.cases import collect_rows

PICTURES = [{"src": "harbour-1", "alt": "A harbour", "width": 10, "height": 10}]


PRODUCT = article(f"never-{key()}", 100, pictures=PICTURES)


REPLACEMENT = {
    "title": "Changed",
    **{name: value for name, value in article("x").items() if name not in ("id", "title")},
}


RIGHT: dict[str, dict[str, Any]] = {
    "create_product": PRODUCT,
    "replace_product": REPLACEMENT,
    "check_product": PRODUCT,
    "put_unlisted": REPLACEMENT,
    "set_menu": {"first": ["prints"]},
    "set_line": {"quantity": 3},
    "set_guest_line": {"quantity": 3},
    "merge_basket": {"guest_id": "0" * 32},
    "check_out": {"key": key(), "address": ADDRESS, "delivery": "standard", "expected_total": 7, "token": TOKEN},
    "check_out_guest_basket": {
        "key": key(),
        "address": ADDRESS,
        "delivery": "standard",
        "expected_total": 7,
        "token": TOKEN,
    },
    "check_out_for_customer": {"key": key(), "address": ADDRESS, "delivery": "standard", "expected_total": 7},
    "pay_guest_order": {"token": TOKEN, "attempt": 2},
    "return_guest_order": {"reason": "Too blue"},
    "find_guest_order": {"number": "3F9A-72C1", "email": "ada@example.com"},
    "claim_order": {"order_key": "0" * 32},
    "pay_order": {"token": TOKEN, "attempt": 2},
    "return_order": {"reason": "Too blue"},
    "move_order": {"owner": "shopper#0", "state": "packed"},
    "correct_tracking": {"owner": "shopper#0", "tracking": "RR1"},
    "set_stock": {"available": 3, "version": 7_000},
    "put_synonyms": {"groups": [["sea", "ocean"]], "version": 7_000},
    "send_message": {"key": key(), "topic": "other", "email": "ada@example.com", "text": "Good morning"},
    "start_upload": {"back": "http://localhost:8000/staff/"},
    "redrive_dead_letters": {"before": "2020-01-01T00:00:00.000Z", "reason": "mended"},
    "redrive_dead_letter": {"reason": "mended"},
    "discard_dead_letter": {"reason": "nobody sent it"},
    "payment_webhook": {
        "id": "evt_1",
        "type": "authorization.captured",
        "authorization": "aut_1",
        "reference": f"{'0' * 28}-1",
    },
    "open_card_page": {
        "return_url": "http://localhost:8000/checkout/card/",
        "state": "s" * 32,
        "amount": 2900,
        "currency": "EUR",
    },
    **collect_rows("RIGHT"),
}


WITH_BODY = [operation for operation in OPERATIONS if operation.body is not Empty]
