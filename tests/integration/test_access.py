"""Who may do what: every operation of the contracts × everybody who might try, against the running shop."""

import os
import time
from collections.abc import Sequence
from typing import Any

import pytest
import requests

from backend.contracts import guest_keys, heartbeat
from backend.contracts.basket.address_operations import SAVE_ADDRESS
from backend.contracts.basket.operations import ENTER_CODE, GET_BASKET, GET_GUEST_BASKET, SET_GUEST_LINE
from backend.contracts.invoice.operations import LIST_STAFF_DOCUMENTS
from backend.contracts.notification.operations import LIST_MESSAGES, LIST_ORDER_MAILS, SEND_MESSAGE
from backend.contracts.operation import Caller, Operation, roles_of
from backend.contracts.order.guest_operations import GET_GUEST_ORDER
from backend.contracts.order.models import number
from backend.contracts.order.operations import GET_ORDER, GET_STAFF_ORDER
from backend.contracts.picture.operations import START_UPLOAD
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.promotion.operations import CREATE_PROMOTION
from backend.contracts.registry import OPERATIONS
from backend.contracts.review.operations import GET_STAFF_REVIEW, PUT_REVIEW
from backend.contracts.wish.alert_operations import REQUEST_ALERT
from backend.contracts.wish.sharing import SHARE_WISHES
from tests.backend.basket.cases import SAVED
from tests.backend.events import bus
from tests.backend.payment.signing import sign
from tests.cloud import SCOPES
from tests.integration import forgery
from tests.integration.access_matrix import ASKED, DEAD, EXPECTED, UP_TO, _without_id, card_page, message, webhook
from tests.integration.api import Api, stored, until
from tests.integration.callers import Who, World, world
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Queue
from tests.integration.let_in import newsletter_calls, review_picture_calls
from tests.integration.shop import ADDRESS, CARD, GuestShopper, Shopper, article, deliver, guest_id, key
from tests.integration.vouchers import buy_voucher, issue_voucher
from tests.support.cases import collect_calls


def signed_webhook(api: Api, order_id: str) -> dict[str, Any]:
    """The same under the signature that the provider alone can make."""
    secrets, body = api.cloud.client("secretsmanager"), webhook(order_id)
    name = next(each["Name"] for each in secrets.list_secrets()["SecretList"] if "ProviderKey" in each["Name"])
    secret = secrets.get_secret_value(SecretId=name)["SecretString"]
    return {"body": body, "headers": {"sandbox-signature": sign(body, int(time.time()), secret)}}


def dead_letters(api: Api, count: int) -> list[str]:
    """So many letters that do no harm when they are redriven; their ids."""
    queue, event = Queue(api.cloud, DEAD["queue"]), bus(ProductWithdrawn(product_id="never-there", version=1, skus=()))
    return [queue.put(event) for _ in range(count)]


@pytest.fixture(scope="module")
def owners(api: Api, staff: str) -> World:
    return world(api, staff)


def guests_orders(api: Api, staff: str, sku: str, email: str) -> dict[str, dict[str, str]]:
    """A guest's order for each thing that can be done with one, in the state that it can be done in."""
    wanted = {"cancel": "confirmed", "pay": "declined", "return": "confirmed", "claim": "confirmed"}
    cards = {"pay": "4000 0000 0000 0002"}
    addresses = {"claim": ADDRESS | {"email": email}}
    bought = {
        what: GuestShopper(api, guest_id()).buy(sku, cards.get(what, CARD), addresses.get(what, ADDRESS))
        for what in wanted
    }
    for what, state in wanted.items():
        until(
            lambda what=what: api(GET_GUEST_ORDER, path=bought[what]).json().get("state"),
            lambda now, state=state: now == state,
        )  # type: ignore[misc]
    deliver(api, staff, guest_keys.owner(bought["return"]["order_key"]), bought["return"]["order_id"])
    return bought


def alert_link(api: Api, asked: dict[str, str]) -> dict[str, str]:
    """Ask for an alert; what the link in its mail names."""
    until(lambda: api(REQUEST_ALERT, body=asked).ok)  # the wish service hears of a new product
    place = f"WishTable ALERT#{asked['kind']}#{asked['sku']} "
    [alert] = [item for name, item in stored(api.cloud, "WishTable").items() if name.startswith(place)]
    return {"kind": asked["kind"], "sku": asked["sku"], "alert_key": alert["sk"]["S"] + alert["secret"]["S"]}


CHANGES_THE_CATALOGUE = {"set_menu", "republish_products"}
"""What staff may do to it as a whole."""


def owners_items(world: World, state: dict[str, Any]) -> dict[str, Any]:
    """The owner's items, and the whole catalogue, which is nobody's of them."""
    return {
        name: item
        for name, item in state.items()
        if name.startswith("ProductTable") or any(key in name for key in world.keys)
    }


def try_to_see(world: World, operation: Operation, who: Who) -> None:
    """Call the operation with the owner's things and words. Raises AssertionError for another status than this caller's,
    and where the reply holds what only the owner may be told."""
    reply = world.api(operation, world.tokens[who], **ASKED[operation.name](world))
    assert reply.status_code == EXPECTED[operation.name][who], f"{who}: {reply.text}"
    for_everybody = operation.service in ("product", "search", "recommendation") or operation.name == "get_stock"
    for_staff = operation.caller is Caller.STAFF and who is Who.STAFF
    if not for_everybody and not for_staff:
        assert [secret for secret in world.secrets if secret in reply.text + str(reply.headers)] == [], who


def try_to_change(world: World, operation: Operation, callers: Sequence[Who]) -> None:
    """Have them try it. Raises AssertionError where one who is refused changes anything, or who is let in what is the
    owner's.

    The tables are read once for all of these: that takes far longer than a call.
    """
    before, world.state = world.state or stored(world.api.cloud), {}
    refused = [who for who in callers if EXPECTED[operation.name][who] >= 400]
    let_in = [who for who in callers if who not in refused]
    for who in refused:
        try_to_see(world, operation, who)
    after = stored(world.api.cloud)
    assert after == before
    for who in let_in:
        try_to_see(world, operation, who)
    if not let_in:
        world.state = after
    elif operation.name not in CHANGES_THE_CATALOGUE:
        assert owners_items(world, stored(world.api.cloud)) == owners_items(world, before)


LAST = "close_account"
"""A closed account's tokens are refused by services that have heard of it."""


@pytest.mark.parametrize(
    "operation",
    sorted(OPERATIONS, key=lambda operation: operation.name == LAST),
    ids=lambda operation: operation.name,
)
def test_nobody_sees_or_changes_what_is_not_theirs(owners: World, operation: Operation) -> None:
    try_to_change(owners, operation, tuple(Who))


FILLS_OR_CLOSES_A_BASKET = (
    "set_line", "set_guest_line", "merge_basket", "check_out", "check_out_guest_basket", "check_out_for_customer"
)  # fmt: skip


@pytest.mark.parametrize("name", ["heartbeat", "owner"])
def test_no_caller_makes_an_order_that_counts_for_nothing(owners: World, name: str) -> None:
    """The heartbeat alone opens such a basket, in the table."""

    def known(api: Api) -> set[str]:
        tables = stored(api.cloud, "BasketTable", "OrderTable").items()
        return {key for key, item in tables if "heartbeat" in item or heartbeat.is_owner(item["pk"]["S"])}

    before = known(owners.api)
    for operation in (each for each in OPERATIONS if each.name in FILLS_OR_CLOSES_A_BASKET):
        request = ASKED[operation.name](owners)
        for who in Who:
            body = request["body"] | {name: "heartbeat#0f"}
            reply = owners.api(operation, owners.tokens[who], **request | {"body": body})
            assert reply.status_code in (401, 403, 404, 422), (operation.name, who, reply.text)
    assert known(owners.api) <= before


@pytest.mark.parametrize("role", ["orders", "support", "catalogue", "read-only"])
def test_staff_may_what_their_role_may_and_no_more(owners: World, api: Api, role: str) -> None:
    """Which operations those are is `tests/backend/shared/test_roles.py`'s; here it holds by a real token."""
    held = roles_of((role,))
    token = api.cloud.tokens(api.cloud.new_account(role))["access_token"]
    for operation in OPERATIONS:
        if operation.caller is Caller.STAFF and (operation.method == "GET" or not operation.allows(held)):
            reply = api(operation, token, **ASKED[operation.name](owners))
            assert (reply.status_code == 403) is not operation.allows(held), operation.name
            assert reply.status_code < 500, operation.name


def test_every_operation_has_its_row_for_every_caller() -> None:
    names = {operation.name for operation in OPERATIONS}
    assert set(EXPECTED) == set(ASKED) == names
    assert all(set(row) == set(Who) for row in EXPECTED.values())


def test_the_owner_sees_all_of_it(owners: World, api: Api) -> None:
    """What nobody else was shown was there to be shown."""
    order = api(GET_ORDER, owners.owner.token, path={"order_id": owners.order_id}).text
    basket = api(GET_BASKET, owners.owner.token).text
    guests = api(GET_GUEST_BASKET, path={"guest_id": owners.guest}).text
    assert all(
        secret in order
        for secret in (owners.order_id, owners.sku, "Rue Secrète", "Owner Only", "owner.only@example.com")
    )
    assert owners.sku in basket
    assert owners.sku in guests


def confirmed_review(api: Api, staff: str, shopper: Shopper, product_id: str, order_id: str) -> dict[str, Any]:
    """A review of a delivered order's product, once the order has confirmed it, as staff read it."""
    body = {"order_id": order_id, "stars": 5, "name": "Ada L."}
    written = api(PUT_REVIEW, shopper.token, path={"product_id": product_id}, body=body).json()
    read: dict[str, Any] = until(
        lambda: api(GET_STAFF_REVIEW, staff, path={"review_id": written["id"]}).json(),
        lambda review: review.get("state") == "waiting",
    )
    return read


def _status(api: Api, operation: Operation, token: str, request: dict[str, Any]) -> int:
    """Whether the caller is let in. What the whole shop shares, such as zones and synonyms, another test of this cloud
    may have changed: it is sent again with the version that it has now."""
    reply = api(operation, token, **request)
    if reply.status_code == 409 and (version := reply.json().get("version")):
        reply = api(operation, token, **request | {"body": request["body"] | {"version": version}})
    return reply.status_code


def test_allowed_callers_are_let_in(owners: World, api: Api, staff: str, new_shopper: NewShopper) -> None:
    """The matrix would hold for a shop that refuses everybody, too."""
    name, guest, shopper = f"let-in-{os.urandom(4).hex()}", guest_id(), new_shopper()
    line, product = {"sku": owners.sku}, {"product_id": name}
    declined = shopper.buy(owners.sku, card="4000 0000 0000 0002")
    cancelled, packed, delivered, helped = (shopper.buy(owners.sku) for _ in range(4))
    order_id = shopper.came_to(delivered, "confirmed")["id"]
    for order, state in (
        (cancelled, "confirmed"),
        (packed, "confirmed"),
        (helped, "confirmed"),
        (declined, "declined"),
    ):
        shopper.came_to(order, state)
    moves = {"owner": f"shopper#{forgery.claims(shopper.token)['sub']}"}
    deliver(api, staff, moves["owner"], delivered)
    bought = guests_orders(api, staff, owners.sku, shopper.account.email)
    filled = guest_id()
    api(SET_GUEST_LINE, path={"guest_id": filled} | line, body={"quantity": 1})
    shopper.add(owners.sku)
    form = shopper.form(key=key())
    guest_form = shopper.form(key=key())
    back = {"back": f"{api.cloud.storefront}/staff/products/"}
    upload = api(START_UPLOAD, staff, body=back).json()["id"]
    one, other, _ = (DEAD | {"letter_id": letter} for letter in dead_letters(api, 3))
    draft = _without_id(article(f"{name}-draft"))
    back_again = {"number": 1, "amount": 1, "reason": "Bent"}
    in_parcel = {"number": 1, "lines": [line | {"quantity": 1}], "tracking": "RR1"}
    came_back = {"number": 2, "lines": [line | {"quantity": 1}]}
    read = api(GET_STAFF_ORDER, staff, path={"order_id": helped}).json()
    elsewhere = {"version": read["version"], "address": read["address"] | {"street": "1 Other Street"}}
    documents = {"mine": {"order_id": order_id}, "guests": bought["return"]}
    numbers = {
        whose: until(
            lambda path=path: api(LIST_STAFF_DOCUMENTS, staff, path={"order_id": path["order_id"]}).json()["items"],
            bool,
        )[0]["number"]  # type: ignore[misc]
        for whose, path in documents.items()
    }
    until(lambda: api(LIST_ORDER_MAILS, staff, path=documents["mine"]).text, lambda mails: '"confirmed"' in mails)
    own_account, staff_account = (
        api.cloud.tokens(account, f"{SCOPES} aws.cognito.signin.user.admin")["access_token"]
        for account in (shopper.account, api.cloud.account("staff"))
    )
    tokens, leaving = {Caller.SHOPPER: shopper.token, Caller.STAFF: staff}, new_shopper()
    terms = {"title": "10 % off", "kind": "percentage", "percent": 10, "starts_on": "2026-01-01"}
    code = {"code": name.replace("-", "").upper()}
    assert api(CREATE_PROMOTION, staff, path=code, body=terms).ok
    until(lambda: api(ENTER_CODE, leaving.token, path=code).ok)
    assert api(SEND_MESSAGE, body=message()).ok
    written = until(lambda: api(LIST_MESSAGES, staff).json()["items"], bool)[0]["id"]
    review = confirmed_review(api, staff, shopper, owners.sku.lower(), delivered)
    saved = {"address_id": api(SAVE_ADDRESS, shopper.token, body=SAVED).json()["addresses"][0]["id"]}
    rings = guest_id()
    api(SET_GUEST_LINE, path={"guest_id": rings} | line, body={"quantity": 1})
    by_phone = {part: value for part, value in guest_form.items() if part != "token"} | {"key": key()}
    wished = {"product_id": owners.sku.lower()}
    asked = {"kind": "cheaper", "sku": owners.sku, "email": "grace@example.com"} | wished
    alert = alert_link(api, asked)
    shared = api(SHARE_WISHES, shopper.token).json()
    vote = {"review_id": review["id"], "visitor": guest}
    judged = {"version": review["version"], "by": ""}
    voucher_id, voucher_code = issue_voucher(api, staff, shopper.account.email)
    voucher = {"path": {"voucher_id": voucher_id}}
    sold = buy_voucher(api, staff, guest_form)
    withdrawal = {"path": {"voucher_id": sold["id"]}, "body": {"version": sold["version"], "reason": "Asked"}}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("withdraw_voucher", staff, withdrawal),
        ("check_voucher", "", {"body": {"code": voucher_code}}),
        ("find_voucher", staff, {"body": {"code": voucher_code}}),
        ("get_voucher", staff, voucher),
        ("resend_voucher", staff, voucher | {"body": {"number": 2}}),
        ("block_voucher", staff, voucher | {"body": {"blocked": True, "reason": "Stolen"}}),
        ("list_products", "", {}),
        ("list_categories", "", {}),
        ("create_product", staff, {"body": article(name)}),
        ("get_product", "", {"path": product}),
        (
            "replace_product",
            staff,
            {"path": product, "query": {"version": 1}, "body": _without_id(article(name, 3100))},
        ),
        ("delete_product", staff, {"path": product, "query": {"version": 2}}),
        ("republish_products", staff, {}),
        ("check_product", staff, {"body": article(f"{name}-new")}),
        ("put_unlisted", staff, {"path": {"product_id": f"{name}-draft"}, "query": {"version": 0}, "body": draft}),
        ("get_unlisted", staff, {"path": {"product_id": f"{name}-draft"}}),
        ("list_unlisted", staff, {}),
        ("list_addresses", "", {}),
        ("set_menu", staff, {"body": {"first": []}}),
        ("get_basket", shopper.token, {}),
        ("set_line", shopper.token, {"path": line, "body": {"quantity": 1}}),
        ("check_out", shopper.token, {"body": form}),
        ("remove_line", shopper.token, {"path": line}),
        ("clear_basket", shopper.token, {}),
        ("set_guest_line", "", {"path": {"guest_id": guest} | line, "body": {"quantity": 2}}),
        ("get_guest_basket", "", {"path": {"guest_id": guest}}),
        ("merge_basket", shopper.token, {"body": {"guest_id": guest}}),
        ("remove_guest_line", "", {"path": {"guest_id": guest} | line}),
        ("clear_guest_basket", "", {"path": {"guest_id": guest}}),
        ("enter_code", shopper.token, {"path": code}),
        ("enter_guest_code", "", {"path": {"guest_id": guest} | code}),
        ("remove_code", shopper.token, {"path": {"code": "NOBODYS"}}),
        ("remove_guest_code", "", {"path": {"guest_id": guest, "code": "NOBODYS"}}),
        ("get_address_book", shopper.token, {}),
        ("save_address", shopper.token, {"body": SAVED}),
        ("change_saved_address", shopper.token, {"path": saved, "body": SAVED}),
        ("set_default_address", shopper.token, {"path": saved}),
        ("set_invoice_address", shopper.token, {"path": saved}),
        ("unset_invoice_address", shopper.token, {"path": saved}),
        ("remove_saved_address", shopper.token, {"path": saved}),
        ("check_out_guest_basket", "", {"path": {"guest_id": filled}, "body": guest_form}),
        ("get_guest_order", "", {"path": bought["cancel"]}),
        ("pay_guest_order", "", {"path": bought["pay"], "body": {"token": form["token"], "attempt": 2}}),
        ("cancel_guest_order", "", {"path": bought["cancel"]}),
        ("return_guest_order", "", {"path": bought["return"], "body": {"reason": "Too blue"}}),
        ("find_guest_order", "", {"body": {"number": number(bought["pay"]["order_id"]), "email": ADDRESS["email"]}}),
        (
            "claim_order",
            own_account,
            {"path": {"order_id": bought["claim"]["order_id"]}, "body": {"order_key": bought["claim"]["order_key"]}},
        ),
        ("request_data_export", own_account, {}),
        ("record_account_email", own_account, {}),
        ("report_second_factor_removal", own_account, {"body": {}}),
        ("get_data_export", shopper.token, {}),
        ("close_account", leaving.token, {}),
        ("list_orders", shopper.token, {}),
        ("get_order", shopper.token, {"path": {"order_id": order_id}}),
        ("pay_order", shopper.token, {"path": {"order_id": declined}, "body": {"token": form["token"], "attempt": 2}}),
        ("cancel_order", shopper.token, {"path": {"order_id": cancelled}}),
        ("request_invoice", staff, {"path": {"order_id": delivered}, "body": moves}),
        ("correct_tracking", staff, {"path": {"order_id": delivered}, "body": moves | {"tracking": "RR1"}}),
        ("refund_order", staff, {"path": {"order_id": delivered}, "body": moves | back_again}),
        ("return_order", shopper.token, {"path": {"order_id": delivered}, "body": {"reason": "Too blue"}}),
        ("move_order", staff, {"path": {"order_id": delivered}, "body": moves | {"state": "return-accepted"}}),
        ("receive_return", staff, {"path": {"order_id": delivered}, "body": moves | came_back}),
        ("check_out_for_customer", staff, {"path": {"guest_id": rings}, "body": by_phone}),
        ("list_staff_changes", staff, {}),
        ("add_wish", shopper.token, {"path": wished, "body": {}}),
        ("add_guest_wish", "", {"path": {"guest_id": guest} | wished, "body": {}}),
        ("list_guest_wishes", "", {"path": {"guest_id": guest}}),
        ("get_guest_wished", "", {"path": {"guest_id": guest}}),
        ("remove_guest_wish", "", {"path": {"guest_id": guest} | wished}),
        ("share_wishes", shopper.token, {}),
        ("list_shared_wishes", "", {"path": shared}),
        ("stop_sharing_wishes", shopper.token, {}),
        ("request_alert", "", {"body": asked | {"email": "linus@example.com"}}),
        ("get_alert", "", {"path": alert}),
        ("confirm_alert", "", {"path": alert}),
        ("stop_alert", "", {"path": alert}),
        ("set_alert", own_account, {"path": {"kind": "cheaper", "sku": owners.sku}, "body": wished}),
        ("get_staff_review", staff, {"path": {"review_id": review["id"]}}),
        ("decide_review", staff, {"path": {"review_id": review["id"]}, "body": judged | {"publish": True}}),
        (
            "answer_review",
            staff,
            {
                "path": {"review_id": review["id"]},
                "body": judged | {"text": "Thank you.", "version": judged["version"] + 1},
            },
        ),
        ("vote_for_review", "", {"path": vote}),
        ("take_vote_back", "", {"path": vote}),
        ("report_review", "", {"path": vote, "body": {"reason": "It is about another picture."}}),
        ("change_address", staff, {"path": {"order_id": helped}, "body": moves | elsewhere}),
        ("cancel_order_for_shopper", staff, {"path": {"order_id": helped}, "body": moves | {"reason": "Rang"}}),
        ("list_staff_orders", staff, {"query": {"state": "delivered"}}),
        ("get_staff_order", staff, {"path": {"order_id": order_id}}),
        ("list_all_orders", staff, {}),
        ("upgrade_orders", staff, {}),
        ("move_order", staff, {"path": {"order_id": packed}, "body": moves | {"state": "packed"}}),
        ("send_parcel", staff, {"path": {"order_id": packed}, "body": moves | in_parcel}),
        ("deliver_parcel", staff, {"path": {"order_id": packed}, "body": moves | {"number": 1}}),
        ("get_stock", "", {"query": {"skus": owners.sku}}),
        ("list_stock", staff, {}),
        ("set_stock", staff, {"path": {"sku": f"{name.upper()}-NEW"}, "body": {"available": 3, "version": 0}}),
        ("list_holds", staff, {}),
        ("get_hold", staff, {"path": {"order_id": order_id}}),
        ("list_all_holds", staff, {}),
        ("list_payments", staff, {}),
        ("get_payment", staff, {"path": {"order_id": order_id}}),
        ("start_upload", staff, {"body": back}),
        ("get_upload", staff, {"path": {"picture_id": upload}}),
        ("payment_webhook", "", signed_webhook(api, cancelled)),
        ("open_card_page", "", {"body": card_page(api.cloud.storefront)}),
        ("get_entered_card", "", {"path": {"session": "cs_test_0000000000"}}),
        ("send_message", "", {"body": message()}),
        ("list_messages", staff, {}),
        ("get_mail_backlog", staff, {}),
        ("answer_message", staff, {"path": {"message_id": written}, "body": {"text": "We print it again."}}),
        ("report_second_factor_removal_for", staff, {"body": {"email": "ada@example.com", "key": key()}}),
        ("list_order_mails", staff, {"path": documents["mine"]}),
        ("get_address_feedback", staff, {"query": {"email": "ada@example.com"}}),
        ("resend_mail", staff, {"path": documents["mine"] | {"name": "confirmed"}, "body": {"key": key()}}),
        ("list_bought_together", "", {"path": product}),
        ("list_recommendations", "", {"query": {"seen": product["product_id"]}}),
        ("search", "", {"query": {"q": name}}),
        ("suggest", "", {"query": {"q": name}}),
        ("get_synonyms", staff, {}),
        ("put_synonyms", staff, {"body": {"groups": [["print", "poster"]], "version": 0}}),
        ("rebuild_index", staff, {}),
        ("list_dead_letter_queues", staff, {}),
        ("list_dead_letters", staff, {"path": DEAD}),
        ("get_dead_letter", staff, {"path": one}),
        ("redrive_dead_letter", staff, {"path": one, "body": {"reason": ""}}),
        ("discard_dead_letter", staff, {"path": other, "body": {"reason": "Not mine"}}),
        ("redrive_dead_letters", staff, {"path": DEAD, "body": UP_TO}),
        ("list_audit_entries", staff, {}),
        ("get_document", shopper.token, {"path": documents["mine"] | {"number": numbers["mine"]}}),
        ("get_staff_document", staff, {"path": documents["mine"] | {"number": numbers["mine"]}}),
        ("get_guest_document", "", {"path": documents["guests"] | {"number": numbers["guests"]}}),
        *((name, tokens.get(caller, ""), request) for name, caller, request in collect_calls("LET_IN")),
        *newsletter_calls(api, own_account, staff_account),
        *review_picture_calls(api, shopper, staff, owners.sku.lower()),
    ]
    operations = {operation.name: operation for operation in OPERATIONS}
    got = {operation: _status(api, operations[operation], token, request) for operation, token, request in calls}
    expected = {operation.name: operation.status for operation in OPERATIONS}
    assert got == expected | {"get_entered_card": 404}  # the sandbox's card page has no sessions
    assert {deed["email"] for deed in api(operations["list_audit_entries"], staff).json()["items"]} == {
        api.cloud.account("staff").email
    }


def test_a_revoked_session_ends_with_its_access_token_and_gets_no_other(api: Api, new_shopper: NewShopper) -> None:
    """API Gateway checks signatures and never asks whether a token was revoked, here as on AWS: so access tokens are
    short-lived."""
    shopper = new_shopper()
    cognito, outputs = api.cloud.client("cognito-idp"), api.cloud.outputs
    client = outputs["TerminalClientId"]
    cognito.revoke_token(Token=shopper.tokens["refresh_token"], ClientId=client)
    grant = {"grant_type": "refresh_token", "refresh_token": shopper.tokens["refresh_token"], "client_id": client}
    refreshed = requests.post(f"{api.cloud.endpoint}/oauth2/token", data=grant, timeout=60)
    assert (refreshed.status_code, refreshed.json()["error"]) == (400, "invalid_grant")
    claims = forgery.claims(shopper.token)
    assert claims["exp"] - time.time() <= 15 * 60
