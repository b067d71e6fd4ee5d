"""What each role sees of the back office, and that the rest is refused in plain words before any service is asked."""

import pytest

from backend.contracts.order.states import State
from storefront.staff import access
from storefront.staff.urls import urlpatterns
from tests.storefront.order.orders import MINE
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.conftest import As
from tests.storefront.staff.test_desk import confirm_order


def test_every_page_says_what_it_needs() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert names == set(access.OPENED_BY) | {"home"}
    assert set(access.SENT_BY) <= names


@pytest.mark.parametrize(
    ("group", "page"),
    [
        ("catalogue", "/staff/orders/"),
        ("catalogue", "/staff/orders/search/"),
        ("catalogue", "/staff/messages/"),
        ("orders", "/staff/products/"),
        ("orders", "/staff/menu/"),
        ("support", "/staff/synonyms/"),
        ("read-only", "/staff/catalogue/"),
        ("read-only", "/staff/products/new/"),
        ("support", "/staff/dead-letters/"),
    ],
)
def test_a_page_of_another_role_is_refused_in_words_and_asks_nothing(
    work_as: As, service: Service, group: str, page: str
) -> None:
    refused = work_as(group).get(page)
    assert (refused.status_code, "This is not for your role" in text(refused)) == (403, True)
    assert f"You are signed in as ada@example.org, with the role {group.replace('-', ' ')}." in text(refused)
    assert service.calls == []


@pytest.mark.parametrize(
    ("group", "end", "form", "operation"),
    [
        ("support", "", {"owner": MINE, "state": "packed", "from": "confirmed"}, "move_order"),
        ("read-only", "notes/", {"key": "k" * 32, "text": "Rang"}, "add_note"),
        ("read-only", "cancel/", {"owner": MINE, "reason": "Rang"}, "cancel_order_for_shopper"),
        ("read-only", "refund/", {"number": 1, "amount": "1", "reason": "Bent"}, "refund_order"),
        ("read-only", "mails/confirmed/", {"key": "k" * 32}, "resend_mail"),
        ("read-only", "address/", {"version": 3}, "change_address"),
        ("read-only", "tracking/", {"owner": MINE, "tracking": "RR1"}, "correct_tracking"),
        ("catalogue", "", {"owner": MINE, "state": "packed"}, "move_order"),
    ],
)
def test_a_form_of_another_role_changes_nothing(
    work_as: As, service: Service, group: str, end: str, form: dict[str, object], operation: str
) -> None:
    order_id = confirm_order(service)
    assert work_as(group).post(f"/staff/orders/{order_id}/{end}", form).status_code == 403
    assert operation not in service.calls
    assert service.order(order_id).state is State.CONFIRMED


def test_read_only_staff_see_the_order_without_a_button(work_as: As, service: Service) -> None:
    order_id = confirm_order(service)
    page = text(work_as("read-only").get(f"/staff/orders/{order_id}/"))
    assert "Slow Tide" in page
    for button in ("Mark packed", "Issue a refund", "Change the address", "Cancel the order", "Save the note"):
        assert button not in page


def test_support_helps_and_does_not_pack(work_as: As, service: Service) -> None:
    order_id = confirm_order(service)
    page = text(work_as("support").get(f"/staff/orders/{order_id}/"))
    assert ("Issue a refund" in page, "Save the note" in page, "Mark packed" in page) == (True, True, False)
    assert "Mark packed" not in text(work_as("support").get("/staff/orders/"))


@pytest.mark.parametrize(
    ("groups", "first", "shown", "hidden"),
    [
        (("catalogue",), "/staff/products/", "Synonyms", "Find an order"),
        (("orders",), "/staff/orders/", "Holds", "Synonyms"),
        (("support",), "/staff/orders/", "Messages", "Failed messages"),
        (("catalogue", "support"), "/staff/orders/", "Synonyms", "Failed messages"),
        (("staff",), "/staff/orders/", "Failed messages", "Not for your role"),
        (("owner",), "/staff/orders/", "Failed messages", "Not for your role"),
    ],
)
def test_the_navigation_and_the_first_page_are_the_roles(
    work_as: As, groups: tuple[str, ...], first: str, shown: str, hidden: str
) -> None:
    worker = work_as(*groups)
    assert worker.get("/staff/").headers["Location"] == first
    page = text(worker.get("/staff/stock/"))
    assert (shown in page, hidden in page) == (True, False)
