"""Roles × operations: who of the staff may do what."""

from typing import Any

import msgspec
import pytest

from backend.contracts.operation import ROLES_BY_GROUP, AnyOperation, Caller, Empty, Role, roles_of
from backend.contracts.registry import OPERATIONS
from backend.shared.http import http_handler, route
from tests.backend.events import http, said, token
from tests.backend.test_queries import PATH
from tests.integration.request_examples import RIGHT

STAFF = [operation for operation in OPERATIONS if operation.caller is Caller.STAFF]
ORDERS, CATALOGUE, SUPPORT, READ_ONLY = (
    role.value for role in (Role.ORDERS, Role.CATALOGUE, Role.SUPPORT, Role.READ_ONLY)
)
MAY = {
    "search_orders list_staff_orders get_staff_order get_desk_order get_payment list_holds get_hold": {
        ORDERS,
        SUPPORT,
        READ_ONLY,
    },
    "draw_packing_slips": {ORDERS, SUPPORT, READ_ONLY},
    "list_staff_documents get_staff_document list_messages list_order_mails": {ORDERS, SUPPORT, READ_ONLY},
    "add_note resend_mail correct_tracking cancel_order_for_shopper refund_order change_address": {ORDERS, SUPPORT},
    "check_out_for_customer decide_review answer_review": {ORDERS, SUPPORT},
    "list_staff_reviews get_staff_review get_staff_review_picture": {ORDERS, SUPPORT, READ_ONLY},
    "list_staff_changes": {ORDERS, CATALOGUE, SUPPORT, READ_ONLY},
    "list_customer_notes get_address_feedback": {ORDERS, SUPPORT, READ_ONLY},
    "add_customer_note": {ORDERS, SUPPORT},
    "answer_message report_second_factor_removal_for": {ORDERS, SUPPORT},
    "list_uses": {ORDERS, SUPPORT, READ_ONLY},
    "list_vouchers find_voucher get_voucher list_sold_vouchers list_voucher_holds": {ORDERS, SUPPORT, READ_ONLY},
    "issue_voucher": {ORDERS},
    "block_voucher resend_voucher withdraw_voucher": {ORDERS, SUPPORT},
    "move_order receive_return send_parcel deliver_parcel request_invoice": {ORDERS},
    "list_stock": {ORDERS, CATALOGUE, SUPPORT, READ_ONLY},
    "set_stock": {ORDERS, CATALOGUE},
    "list_unlisted get_unlisted get_synonyms": {CATALOGUE, READ_ONLY},
    "create_product replace_product check_product delete_product put_unlisted set_menu": {CATALOGUE},
    "list_promotions get_promotion": {CATALOGUE, READ_ONLY},
    "create_promotion end_promotion set_delivery_zones": {CATALOGUE},
    "count_subscribers list_subscribers": {CATALOGUE},
    "list_issues get_issue save_issue test_issue start_issue stop_issue preview_issue": {CATALOGUE},
    "republish_products start_upload get_upload put_synonyms rebuild_index": {CATALOGUE},
    "get_tax_rates set_tax_rates": set(),
    "list_dead_letter_queues list_dead_letters get_dead_letter list_audit_entries get_mail_backlog": set(),
    "redrive_dead_letter redrive_dead_letters discard_dead_letter": set(),
    "index_orders list_all_orders upgrade_orders list_payments list_all_holds": set(),
}
"""By operations: who may call them beside the owner."""

MATRIX: dict[str, set[str]] = {name: roles for names, roles in MAY.items() for name in names.split()}


def ask(operation: AnyOperation, groups: str) -> dict[str, Any]:
    """What the operation's handler answers, with nothing behind it."""
    handler = http_handler(route(operation, lambda request: _nothing(operation)))  # type: ignore[call-overload]
    path = {name: PATH[name] for name in operation.parameters}
    query = {"version": "1"} if "version" in operation.query.__struct_fields__ else {}
    query |= {"email": "ada@example.org"} if "email" in operation.query.__struct_fields__ else {}
    query |= {"state": "paid"} if operation.name == "list_staff_orders" else {}
    body = RIGHT.get(operation.name)
    return handler(http(operation, claims=token("grace", groups=groups), path=path, query=query, body=body), None)


def _nothing(operation: AnyOperation) -> Any:
    return None if operation.reply is Empty else msgspec.json.decode(b"{}")


@pytest.mark.parametrize("operation", STAFF, ids=lambda each: each.name)
def test_each_operation_is_for_the_owner_and_for_the_roles_that_it_names(operation: AnyOperation) -> None:
    answers = {role.value: ask(operation, f"[{role.value}]") for role in Role}
    let_in = {role for role, reply in answers.items() if reply["statusCode"] != 403}
    assert let_in == MATRIX[operation.name] | {"owner"}
    assert {said(answers[role])["type"] for role in set(answers) - let_in} <= {"not-your-role"}


def test_every_operation_for_staff_has_its_row() -> None:
    assert set(MATRIX) == {operation.name for operation in STAFF}


def test_only_operations_for_staff_name_roles() -> None:
    assert [each.name for each in OPERATIONS if each.roles and each.caller is not Caller.STAFF] == []


def test_the_group_of_pools_from_before_roles_is_the_owners() -> None:
    assert ROLES_BY_GROUP["staff"] is Role.OWNER
    refused = [each.name for each in STAFF if ask(each, "[staff]")["statusCode"] == 403]
    assert refused == []


@pytest.mark.parametrize("groups", [(), ("buyers",), ("Owner",), ("orders,owner",), ("read_only",), ("",)])
def test_other_groups_give_no_role(groups: tuple[str, ...]) -> None:
    assert roles_of(groups) == frozenset()


def test_members_of_several_groups_have_the_rights_of_each() -> None:
    by_name = {operation.name: operation for operation in STAFF}
    for name in ("move_order", "create_product"):
        assert ask(by_name[name], "[buyers catalogue orders]")["statusCode"] != 403
    assert ask(by_name["list_dead_letters"], "[catalogue orders support read-only]")["statusCode"] == 403
