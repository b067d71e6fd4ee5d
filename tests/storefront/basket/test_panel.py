"""What opens beside a product after adding: its lines are changed and removed in place."""

import re

from django.test import Client

from tests.storefront.basket.steps import HTMX, add
from tests.storefront.reading import text
from tests.storefront.service import Service

IN_PANEL = HTMX | {"HTTP_HX_TARGET": "basket-panel"}


def heading(html: str) -> str:
    (found,) = re.findall(r'id="basket-panel-title"[^>]*>([^<]*)<', html)
    return str(found)


def test_a_change_that_cannot_be_made_is_told_in_the_panel_beside_what_is_in_it(
    guest: Client, service: Service
) -> None:
    add(guest, **HTMX)
    service.down |= {"set_guest_line"}
    response = guest.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "3"}, **IN_PANEL)
    assert response.status_code == 200
    assert heading(response.content.decode()) == "In your basket"
    assert 'class="message message--error"' in response.content.decode()
    assert "Slow Tide" in text(response)


def test_a_quantity_set_in_the_panel_comes_back_as_the_panel_with_its_sum_said(guest: Client) -> None:
    add(guest, **HTMX)
    response = guest.post("/basket/set/", {"sku": "TIDE-A4", "quantity": "3"}, **IN_PANEL)
    html = response.content.decode()
    assert html.startswith('<div class="drawer__body">')
    assert heading(html) == "In your basket"
    assert "Slow Tide: 3 in your basket. 3 items for €72.00." in text(response)
    assert 'id="mini-basket" class="tool mini" href="/basket/" hx-swap-oob="true"' in html
    assert "autofocus" not in html  # the focus stays on the button that was pressed


def test_a_line_removed_in_the_panel_can_be_put_back_there(guest: Client) -> None:
    add(guest, quantity=2, **HTMX)
    response = guest.post("/basket/remove/", {"sku": "TIDE-A4"}, **IN_PANEL)
    html = response.content.decode()
    assert heading(html) == "Your basket is empty now."
    (undo,) = re.findall(r'<form class="undo".*?</form>', html, re.DOTALL)
    assert 'hx-target="#basket-panel"' in undo
    assert "autofocus" in undo
    fields = dict(re.findall(r'name="(sku|quantity|since)" value="([^"]*)"', undo))
    assert "2 items" in text(guest.post("/basket/set/", fields, **IN_PANEL))


def test_each_line_of_the_panel_has_its_stepper_and_its_button_to_remove_it(guest: Client) -> None:
    add(guest, "DOTS", **HTMX)
    html = add(guest, **HTMX).content.decode()
    assert html.count('class="stepper"') == 2
    assert html.count('hx-post="/basket/remove/" hx-target="#basket-panel"') == 2
    assert re.findall(r'<(?:a|button) class="button[^"]*button--wide"', html)
    assert html.count("button--wide") == 2  # two ways on: to the checkout, and to the basket
