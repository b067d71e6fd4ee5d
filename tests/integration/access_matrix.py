"""Who may call which operation, and with what."""

import json
import os
import uuid
from collections.abc import Callable
from typing import Any

from backend.contracts.order.models import number
from tests.integration.callers import Who, World
from tests.integration.shop import article, key
from tests.support.cases import collect_rows

# No token, or none to be believed: the gateway turns it away. A right token for something else: it is known, and not
# let in.
_NOT_LET_IN = {
    Who.ANONYMOUS: 401, Who.OTHER_GUEST: 401, Who.EXPIRED: 401, Who.TAMPERED: 401, Who.UNSIGNED: 401,
    Who.OTHER_POOL: 401, Who.OTHER_POOL_KEY: 401, Who.OTHER_CLIENT: 401, Who.ID_TOKEN: 403, Who.UNSCOPED: 403,
}  # fmt: skip


def _shoppers(status: int) -> dict[Who, int]:
    """Every shopper gets this, about things of his own; staff are shoppers too."""
    return dict.fromkeys(Who, status) | _NOT_LET_IN


def _everybody(status: int) -> dict[Who, int]:
    return dict.fromkeys(Who, status)


DEAD, NO_LETTER = {"queue": "RecommendationDeadLetters"}, {"letter_id": str(uuid.UUID(int=0))}


UP_TO = {"before": "2099-01-01T00:00:00.000Z", "reason": ""}


_STAFF_ONLY = dict.fromkeys(Who, 403) | _NOT_LET_IN


# By operation: what each caller is answered who asks for the owner's things or with the owner's words.
EXPECTED: dict[str, dict[Who, int]] = {
    "list_products": _everybody(200),
    "get_product": _everybody(200),
    "list_addresses": _everybody(200),
    "set_menu": _STAFF_ONLY | {Who.STAFF: 200},
    "list_unlisted": _STAFF_ONLY | {Who.STAFF: 200},
    "get_unlisted": _STAFF_ONLY | {Who.STAFF: 404},
    "put_unlisted": _STAFF_ONLY | {Who.STAFF: 409},
    "list_categories": _everybody(200),
    "create_product": _STAFF_ONLY | {Who.STAFF: 409},
    "replace_product": _STAFF_ONLY | {Who.STAFF: 409},
    "check_product": _STAFF_ONLY | {Who.STAFF: 204},
    "delete_product": _STAFF_ONLY | {Who.STAFF: 409},
    "republish_products": _STAFF_ONLY | {Who.STAFF: 200},
    "get_basket": _shoppers(200),
    "set_line": _shoppers(200),
    "remove_line": _shoppers(200),
    "clear_basket": _shoppers(200),
    "merge_basket": _shoppers(200),
    "check_out": _shoppers(409),
    "enter_code": _shoppers(404),
    "remove_code": _shoppers(200),
    "enter_guest_code": _everybody(404),
    "remove_guest_code": _everybody(200),
    "get_guest_basket": _everybody(200),
    "set_guest_line": _everybody(200),
    "remove_guest_line": _everybody(200),
    "clear_guest_basket": _everybody(200),
    "check_out_guest_basket": _everybody(409),
    "check_out_for_customer": _STAFF_ONLY | {Who.STAFF: 409},
    "get_guest_order": _everybody(404),
    "pay_guest_order": _everybody(404),
    "cancel_guest_order": _everybody(404),
    "return_guest_order": _everybody(404),
    "find_guest_order": _everybody(404),
    "claim_order": _shoppers(404),
    "close_account": _shoppers(204),
    "list_orders": _shoppers(200),
    "get_order": _shoppers(404),
    "pay_order": _shoppers(404),
    "cancel_order": _shoppers(404),
    "return_order": _shoppers(404),
    "list_staff_orders": _STAFF_ONLY | {Who.STAFF: 200},
    "get_staff_order": _STAFF_ONLY | {Who.STAFF: 200},
    "list_all_orders": _STAFF_ONLY | {Who.STAFF: 200},
    "upgrade_orders": _STAFF_ONLY | {Who.STAFF: 200},
    "move_order": _STAFF_ONLY | {Who.STAFF: 409},
    "correct_tracking": _STAFF_ONLY | {Who.STAFF: 409},
    "get_stock": _everybody(200),
    "list_stock": _STAFF_ONLY | {Who.STAFF: 200},
    "set_stock": _STAFF_ONLY | {Who.STAFF: 409},
    "list_holds": _STAFF_ONLY | {Who.STAFF: 200},
    "get_hold": _STAFF_ONLY | {Who.STAFF: 200},
    "list_all_holds": _STAFF_ONLY | {Who.STAFF: 200},
    "list_payments": _STAFF_ONLY | {Who.STAFF: 200},
    "get_payment": _STAFF_ONLY | {Who.STAFF: 200},
    "payment_webhook": _everybody(401),
    "open_card_page": _everybody(201),
    "get_entered_card": _everybody(404),
    "send_message": _everybody(204),
    "check_voucher": _everybody(404),
    "list_messages": _STAFF_ONLY | {Who.STAFF: 200},
    "get_mail_backlog": _STAFF_ONLY | {Who.STAFF: 200},
    "start_upload": _STAFF_ONLY | {Who.STAFF: 201},
    "get_upload": _STAFF_ONLY | {Who.STAFF: 404},
    "list_bought_together": _everybody(200),
    "list_recommendations": _everybody(200),
    "search": _everybody(200),
    "suggest": _everybody(200),
    "get_synonyms": _STAFF_ONLY | {Who.STAFF: 200},
    "put_synonyms": _STAFF_ONLY | {Who.STAFF: 409},
    "rebuild_index": _STAFF_ONLY | {Who.STAFF: 204},
    "list_dead_letter_queues": _STAFF_ONLY | {Who.STAFF: 200},
    "list_dead_letters": _STAFF_ONLY | {Who.STAFF: 200},
    "get_dead_letter": _STAFF_ONLY | {Who.STAFF: 404},
    "redrive_dead_letters": _STAFF_ONLY | {Who.STAFF: 200},
    "redrive_dead_letter": _STAFF_ONLY | {Who.STAFF: 404},
    "discard_dead_letter": _STAFF_ONLY | {Who.STAFF: 404},
    "list_audit_entries": _STAFF_ONLY | {Who.STAFF: 200},
    **{operation: _shoppers(status) for operation, status in collect_rows("SHOPPERS").items()},
    **{operation: _everybody(status) for operation, status in collect_rows("EVERYBODY").items()},
    **{operation: _STAFF_ONLY | {Who.STAFF: status} for operation, status in collect_rows("STAFF").items()},
}


# What they ask with: the owner's order, product and words; a guest id as close to the owner's as can be, for that one
# is the key itself.
ASKED: dict[str, Callable[[World], dict[str, Any]]] = {
    "list_products": lambda w: {},
    "get_product": lambda w: {"path": {"product_id": w.article}},
    "list_categories": lambda w: {},
    "create_product": lambda w: {"body": article(w.article, 1)},
    "replace_product": lambda w: {
        "path": {"product_id": w.article},
        "query": {"version": 7},
        "body": _without_id(article(w.article, 1)),
    },
    "check_product": lambda w: {"body": article(w.article, 1)},
    "delete_product": lambda w: {"path": {"product_id": w.article}, "query": {"version": 7}},
    "republish_products": lambda w: {},
    "list_addresses": lambda w: {},
    "set_menu": lambda w: {"body": {"first": []}},
    "list_unlisted": lambda w: {},
    "get_unlisted": lambda w: {"path": {"product_id": w.article}},
    "put_unlisted": lambda w: {
        "path": {"product_id": w.article},
        "query": {"version": 7},
        "body": _without_id(article(w.article, 1)),
    },
    "get_basket": lambda w: {},
    "set_line": lambda w: {"path": {"sku": w.sku}, "body": {"quantity": 0}},
    "remove_line": lambda w: {"path": {"sku": w.sku}},
    "clear_basket": lambda w: {},
    "merge_basket": lambda w: {"body": {"guest_id": w.stranger}},
    "enter_code": lambda w: {"path": {"code": "NOBODYS"}},
    "remove_code": lambda w: {"path": {"code": "NOBODYS"}},
    "enter_guest_code": lambda w: {"path": {"guest_id": w.stranger, "code": "NOBODYS"}},
    "remove_guest_code": lambda w: {"path": {"guest_id": w.stranger, "code": "NOBODYS"}},
    "check_out": lambda w: {"body": w.form},
    "get_guest_basket": lambda w: {"path": {"guest_id": w.stranger}},
    "set_guest_line": lambda w: {"path": {"guest_id": w.stranger, "sku": w.sku}, "body": {"quantity": 0}},
    "remove_guest_line": lambda w: {"path": {"guest_id": w.stranger, "sku": w.sku}},
    "clear_guest_basket": lambda w: {"path": {"guest_id": w.stranger}},
    "check_out_guest_basket": lambda w: {"path": {"guest_id": w.stranger}, "body": w.form},
    "check_out_for_customer": lambda w: {"path": {"guest_id": w.stranger}, "body": _without_card(w.form)},
    "get_guest_order": lambda w: {"path": w.altered_key},
    "pay_guest_order": lambda w: {"path": w.altered_key, "body": {"token": w.form["token"], "attempt": 2}},
    "cancel_guest_order": lambda w: {"path": w.altered_key},
    "return_guest_order": lambda w: {"path": w.altered_key, "body": {"reason": "Not mine"}},
    "find_guest_order": lambda w: {"body": {"number": number(w.guest_order["order_id"]), "email": "no@example.com"}},
    "claim_order": lambda w: {
        "path": {"order_id": w.guest_order["order_id"]},
        "body": {"order_key": w.altered_key["order_key"]},
    },
    "close_account": lambda w: {},
    "list_orders": lambda w: {},
    "get_order": lambda w: {"path": {"order_id": w.order_id}},
    "pay_order": lambda w: {"path": {"order_id": w.order_id}, "body": {"token": w.form["token"], "attempt": 2}},
    "cancel_order": lambda w: {"path": {"order_id": w.order_id}},
    "return_order": lambda w: {"path": {"order_id": w.order_id}, "body": {"reason": "Not mine"}},
    "list_staff_orders": lambda w: {"query": {"state": "confirmed"}},
    "get_staff_order": lambda w: {"path": {"order_id": w.order_id}},
    "list_all_orders": lambda w: {},
    "upgrade_orders": lambda w: {},
    "move_order": lambda w: {
        "path": {"order_id": w.order_id},
        "body": {"owner": f"shopper#{w.sub}", "state": "delivered"},
    },
    "correct_tracking": lambda w: {
        "path": {"order_id": w.order_id},
        "body": {"owner": f"shopper#{w.sub}", "tracking": "RR1"},
    },
    "get_stock": lambda w: {"query": {"skus": w.sku}},
    "list_stock": lambda w: {},
    "set_stock": lambda w: {"path": {"sku": w.sku}, "body": {"available": 0, "version": 7_000}},
    "list_holds": lambda w: {},
    "get_hold": lambda w: {"path": {"order_id": w.order_id}},
    "list_all_holds": lambda w: {},
    "list_payments": lambda w: {},
    "get_payment": lambda w: {"path": {"order_id": w.order_id}},
    "start_upload": lambda w: {"body": {"back": f"{w.api.cloud.storefront}/staff/products/"}},
    "get_upload": lambda w: {"path": {"picture_id": w.guest}},
    "payment_webhook": lambda w: {"body": webhook(w.order_id), "headers": {"sandbox-signature": "t=1,v1=00"}},
    "open_card_page": lambda w: {"body": card_page(w.api.cloud.storefront)},
    "get_entered_card": lambda w: {"path": {"session": "cs_test_0000000000"}},
    "send_message": lambda w: {"body": message()},
    "list_messages": lambda w: {},
    "get_mail_backlog": lambda w: {},
    "list_bought_together": lambda w: {"path": {"product_id": w.article}},
    "list_recommendations": lambda w: {"query": {"seen": w.article}},
    "search": lambda w: {"query": {"q": w.article}},
    "suggest": lambda w: {"query": {"q": w.article}},
    "get_synonyms": lambda w: {},
    "put_synonyms": lambda w: {"body": {"groups": [], "version": 7}},
    "rebuild_index": lambda w: {},
    "list_dead_letter_queues": lambda w: {},
    "list_dead_letters": lambda w: {"path": DEAD},
    "get_dead_letter": lambda w: {"path": DEAD | NO_LETTER},
    "redrive_dead_letters": lambda w: {"path": DEAD, "body": UP_TO},
    "redrive_dead_letter": lambda w: {"path": DEAD | NO_LETTER, "body": {"reason": ""}},
    "discard_dead_letter": lambda w: {"path": DEAD | NO_LETTER, "body": {"reason": "Not mine"}},
    "list_audit_entries": lambda w: {},
    **collect_rows("ASKED"),
}


def _without_id(product: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in product.items() if name != "id"}


def _without_card(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name != "token"}


def webhook(order_id: str) -> bytes:
    """The provider's call back about the order's first payment."""
    reported = {
        "id": "evt_1",
        "type": "authorization.authorized",
        "authorization": "aut_1",
        "reference": f"{order_id}-1",
    }
    return json.dumps(reported).encode()


def card_page(storefront: str) -> dict[str, Any]:
    """A visit to the page where a card is given."""
    return {"return_url": f"{storefront}/checkout/card/", "state": key(), "amount": 2900, "currency": "EUR"}


def message() -> dict[str, Any]:
    """A message to the shop, of an address that no other one has."""
    return {"key": key(), "topic": "other", "email": f"{os.urandom(4).hex()}@example.com", "text": "Good morning"}
