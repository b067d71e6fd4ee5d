"""An order's page has words for whatever its services may tell: a state, an action or a kind without any is a page that
cannot be shown."""

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.inventory.models import Hold
from backend.contracts.inventory.states import HoldState
from backend.contracts.invoice.models import DocumentSummary, Kind
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.models import OrderPath, Step
from backend.contracts.order.states import State
from backend.contracts.payment.models import OrderPayment, Tried
from backend.contracts.payment.states import PaymentState
from storefront.staff import history
from tests.storefront.order.orders import placed_order
from tests.storefront.service import Service

AT = "2026-11-06T10:00:00.000Z"


def test_every_state_action_and_document_has_words_in_the_time_line(service: Service) -> None:
    order_id = placed_order(service)
    order = replace(
        service.get_staff_order("", OrderPath(order_id=order_id)),
        time_line=tuple(Step(state=state, at=AT) for state in State),
        actions=tuple(StaffAction(at=AT, kind=kind, who="grace") for kind in ActionKind),
    )
    documents = [DocumentSummary(number="A-1", kind=kind, issued_at=AT, amount=1, currency="EUR") for kind in Kind]
    entries = history.list_entries(order, (), (), documents)
    assert len(entries) == len(State) + len(ActionKind) + len(Kind)
    assert all(entry.title for entry in entries)


@pytest.mark.parametrize("state", HoldState)
def test_whatever_became_of_its_pieces_an_orders_page_is_shown(
    worker: Client, service: Service, state: HoldState
) -> None:
    order_id = placed_order(service)
    service.holds = (Hold(order_id=order_id, state=state, at=AT, lines=()),)
    assert worker.get(f"/staff/orders/{order_id}/").context["hold_words"]


def test_whatever_became_of_its_cards_an_orders_page_is_shown(worker: Client, service: Service) -> None:
    order_id = placed_order(service)
    cards = tuple(Tried(number=at, state=state, amount=1, currency="EUR") for at, state in enumerate(PaymentState, 1))
    service.payments = (OrderPayment(order_id=order_id, attempts=cards),)
    assert len(worker.get(f"/staff/orders/{order_id}/").context["cards"]) == len(PaymentState)
