"""The audit log as staff read and search it."""

from typing import Any

import pytest
from django.test import Client

from backend.contracts.desk.audit import Difference, StaffChange, customer_id
from backend.contracts.operation import Thing
from backend.contracts.order.models import number
from backend.contracts.problem import Problem
from backend.contracts.registry import OPERATIONS
from storefront.staff import audit_words
from tests.storefront.order.orders import placed_order
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As

LOG = "/staff/audit/"
ORDER = "01a22493f340d263d9c78732529f"


def change(count: int = 1, **more: Any) -> StaffChange:
    plain: dict[str, Any] = {
        "id": f"{count:032x}", "at": "2026-11-03T23:30:00.000Z", "who": "grace-sub", "email": "grace@example.com",
        "operation": "refund_order", "thing": Thing.ORDER, "thing_id": ORDER, "amount": 1829, "currency": "EUR",
        "differences": (Difference(what="refund", after="Refund 1 for 1 × DOTS"),), "reason": "Bent <corner>",
        "correlation_id": "0123456789abcdef0123456789abcdef",
    }  # fmt: skip
    return StaffChange(**(plain | more))


def test_shoppers_find_no_audit_log(shopper: Client, service: Service) -> None:
    assert shopper.get(LOG).status_code == 404
    assert "list_staff_changes" not in service.calls


@pytest.mark.parametrize("role", ["owner", "orders", "catalogue", "support", "read-only"])
def test_staff_of_every_role_read_it(work_as: As, service: Service, role: str) -> None:
    page = work_as(role).get(LOG)
    assert (page.status_code, "Nothing has been changed yet." in text(page)) == (200, True)


def test_an_entry_says_who_what_which_how_much_why_and_when_by_the_shops_clock(
    worker: Client, service: Service
) -> None:
    service.changes.append(change())
    page = worker.get(LOG)
    shown = text(page)
    for words in ("grace@example.com", "Order refunded", f"Order {number(ORDER)}", "€18.29", "Bent <corner>"):
        assert words in shown
    assert "4 Nov" in shown  # 00:30 in Berlin
    assert f'href="/staff/orders/{ORDER}/"' in page.content.decode()
    assert "0123456789abcdef0123456789abcdef" in shown


def test_before_and_after_stand_side_by_side(worker: Client, service: Service) -> None:
    differences = (Difference(what="price of DOTS", before="12.50", after="9.90"), Difference(what="street"))
    service.changes.append(
        change(thing=Thing.PRODUCT, thing_id="dots", operation="replace_product", differences=differences, amount=None)
    )
    html = worker.get(LOG).content.decode()
    assert "price of DOTS: <del>12.50</del> → <ins>9.90</ins>" in html
    assert "<li>street</li>" in html
    assert 'href="/staff/products/dots/"' in html


def test_a_role_gets_no_link_to_a_page_that_it_does_not_open(work_as: As, service: Service) -> None:
    service.changes.append(change())
    assert f"/staff/orders/{ORDER}/" not in work_as("catalogue").get(LOG).content.decode()


def test_the_conditions_are_in_the_address_and_narrow_the_log(worker: Client, service: Service) -> None:
    service.changes += [
        change(1),
        change(2, email="bo@example.com"),
        change(3, thing=Thing.STOCK, thing_id="DOTS", operation="set_stock"),
        change(4, at="2026-11-05T12:00:00.000Z"),
    ]

    def find_ids(**asked: str) -> list[str]:
        return [row.change.id[-1] for row in worker.get(LOG, asked).context["rows"]]

    assert find_ids(who="bo@example.com") == ["2"]
    assert find_ids(thing="stock", id="DOTS") == ["3"]
    assert find_ids(thing="order", id=ORDER) == ["4", "2", "1"]
    assert find_ids(since="2026-11-04", until="2026-11-04") == ["3", "2", "1"]  # from midnight to midnight in Berlin
    assert find_ids(since="2026-11-05", until="2026-11-05") == ["4"]
    assert "No change matches." in text(worker.get(LOG, {"thing": "menu"}))


def test_an_order_is_found_by_its_number_and_a_customer_by_the_address(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    service.changes += [
        change(1, thing_id=order_id),
        change(2, thing=Thing.CUSTOMER, thing_id=customer_id("ada@example.org"), operation="add_customer_note"),
    ]
    assert len(worker.get(LOG, {"thing": "order", "id": number(order_id)}).context["rows"]) == 1
    assert len(worker.get(LOG, {"thing": "order", "id": "FFFF-FFFF"}).context["rows"]) == 0
    page = worker.get(LOG, {"thing": "customer", "id": "ADA@example.org"})
    assert [row.name for row in page.context["rows"]] == ["Customers"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"id": "DOTS"}, "Choose what it is."),
        ({"thing": "nonsense"}, "Select a valid choice"),
        ({"who": "a\x00b"}, "Nothing was looked for."),
        ({"since": "yesterday"}, "Enter a valid date"),
        ({"since": "0001-01-01"}, "Choose a day between 2000 and 2200."),
        ({"until": "9999-12-31"}, "Choose a day between 2000 and 2200."),
    ],
)
def test_an_impossible_search_is_reported_at_its_field(
    worker: Client, service: Service, asked: dict[str, str], words: str
) -> None:
    page = worker.get(LOG, asked)
    assert (page.status_code, words in text(page)) == (422, True)
    assert "list_staff_changes" not in service.calls


def test_a_cursor_that_is_not_ours_leads_to_the_first_page(worker: Client, service: Service) -> None:
    service.refuse["list_staff_changes"] = Problem(type="bad-query", title="No", status=400)
    assert worker.get(LOG, {"after": "Zm9v"}).headers["Location"] == LOG


def test_pages_follow_with_the_conditions_kept(worker: Client, service: Service) -> None:
    service.changes += [change(number) for number in range(60)]
    html = worker.get(LOG, {"thing": "order"}).content.decode()
    assert 'href="/staff/audit/?thing=order&amp;after=after-50"' in html
    assert len(worker.get(LOG, {"thing": "order", "after": "after-50"}).context["rows"]) == 10


def test_an_order_a_customer_and_a_product_lead_to_their_entries(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    assert f"{LOG}?thing=order&amp;id={order_id}" in worker.get(f"/staff/orders/{order_id}/").content.decode()
    customer = worker.get("/staff/customers/one/", {"email": "ada+x@example.org"}).content.decode()
    assert f"{LOG}?thing=customer&amp;id=ada%2Bx%40example.org" in customer


def test_every_change_has_words_and_every_kind_of_thing_a_name() -> None:
    assert {each.name for each in OPERATIONS if each.changes} <= set(audit_words.OPERATIONS)
    assert set(audit_words.THINGS) == set(Thing)


@pytest.mark.parametrize("thing", list(Thing))
def test_an_entry_of_any_kind_can_be_shown_with_and_without_an_id(
    worker: Client, service: Service, thing: Thing
) -> None:
    plain = {"thing": thing, "amount": None, "differences": (), "reason": "", "correlation_id": "", "email": ""}
    ids = {Thing.DEAD_LETTERS: "OrderDeadLetters", Thing.STAFF: "ada@example.org"}
    service.changes.append(change(1, **plain, thing_id=ORDER if thing is Thing.ORDER else ids.get(thing, "ABC")))
    if thing is not Thing.ORDER:
        service.changes.append(change(2, **plain, thing_id=""))
    assert "grace-sub" in text(worker.get(LOG))
