"""An input that is written without Django's templates says what Django's would."""

import pytest
from django import forms

from storefront.checkout.address_form import AddressForm
from storefront.web.fields import FastTextInput


@pytest.mark.parametrize("value", ["", None, "Ada", 'x" onfocus="alert(1)', "<b>&amp;</b>", "'", "0", 7])
def test_an_input_is_djangos_own_letter_by_letter(value: object) -> None:
    attrs = {
        "id": "id_town",
        "type": "tel",
        "required": True,
        "disabled": False,
        "aria-describedby": 'a"b',
        "maxlength": "80",
    }
    assert FastTextInput(attrs).render("town", value) == forms.TextInput(attrs).render("town", value)


def test_a_field_of_the_address_is_checked_when_it_is_left() -> None:
    town = str(AddressForm(initial={"town": "Köln <am Rhein>"})["town"])
    assert town.startswith('<input type="text" name="town" value="Köln &lt;am Rhein&gt;" ')
    assert 'hx-post="/checkout/check/"' in town
    assert town.count('type="') == 1
