"""`manage.py upgrade` and `manage.py republish_products`."""

import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace

from backend.contracts.order.models import Step
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.states import State
from storefront.upgrade.management.commands import republish_products, upgrade
from tests.storefront.order.orders import MINE, TO_DELIVERED, placed_order
from tests.storefront.service import STAFF, Service

AT, LATER = "2026-11-20T10:00:00.000Z", "2026-11-25T10:00:00.000Z"


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (upgrade, republish_products):
        monkeypatch.setattr(command, "access_token", lambda: f"token-of-{STAFF}")


def test_an_order_that_cannot_be_read_is_named_and_fails_the_command_once_all_else_is_done(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.outdated, service.published, service.unreadable = 1, 1, ("f" * 28,)
    with pytest.raises(CommandError, match="kept as they are"):
        call_command("upgrade")
    assert capsys.readouterr().out.splitlines() == [
        "1 orders were written in today's form, 0 put into the desk's index, 1 products published again.",
        f"{'f' * 28} cannot be read",
    ]


def test_a_service_that_does_not_answer_is_reported_in_one_line(service: Service) -> None:
    service.down = {"republish_products"}
    with pytest.raises(
        CommandError, match=r"^The product service does not answer\. What is done is done; run it again to go on\.$"
    ):
        call_command("upgrade")


def test_every_page_of_orders_and_products_is_gone_through(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.outdated, service.published = 250, 50
    for _ in range(30):
        placed_order(service)
    call_command("upgrade")
    told = "250 orders were written in today's form, 30 put into the desk's index, 50 products published again.\n"
    assert capsys.readouterr().out == told
    assert [row.id for row in service.indexed] == sorted(order.id for order in service.orders[MINE].values())
    assert (service.calls.count("upgrade_orders"), service.calls.count("republish_products")) == (3, 3)


def test_products_alone_can_be_published_again(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    service.published = 3
    call_command("republish_products")
    assert capsys.readouterr().out.startswith("3 products were published again")
    assert "upgrade_orders" not in service.calls


@pytest.mark.parametrize(("sent_at", "whole", "parts"), [(AT, "RR1", ()), (LATER, "", ("RR1",)), ("", "", ("RR1",))])
def test_the_number_of_a_parcel_is_put_in_as_its_events_tell_it(
    service: Service, sent_at: str, whole: str, parts: tuple[str, ...]
) -> None:
    order_id = placed_order(service)
    service.advance(order_id, *TO_DELIVERED[:4])
    order = service.order(order_id)
    parcel = Parcel(number=1, at=AT, lines=(ParcelLine(sku="TIDE-A4", quantity=1),), tracking="RR1")
    steps = (*order.time_line, Step(state=State.SENT, at=sent_at)) if sent_at else order.time_line
    service.orders[MINE][order_id] = replace(order, parcels=(parcel,), tracking=whole or "RR1", time_line=steps)
    call_command("upgrade")
    assert [(row.tracking, row.parcels) for row in service.indexed] == [(whole, parts)]
