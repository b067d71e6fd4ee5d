"""The form for the way of delivery."""

from django import forms

from backend.contracts.basket.models import Delivery


class DeliveryForm(forms.Form):
    """The way of delivery."""

    delivery = forms.ChoiceField(
        choices=[(delivery.value, delivery.value) for delivery in Delivery],
        label="Delivery",
        error_messages={
            "required": "Choose a delivery method.",
            "invalid_choice": "Choose one of these delivery methods.",
        },
    )
