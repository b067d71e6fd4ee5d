"""The form for the way of delivery."""

from django import forms
from django.utils.translation import gettext_lazy

from backend.contracts.basket.models import Delivery


class DeliveryForm(forms.Form):
    """The way of delivery."""

    delivery = forms.ChoiceField(
        choices=[(delivery.value, delivery.value) for delivery in Delivery],
        label=gettext_lazy("Delivery"),
        error_messages={
            "required": gettext_lazy("Choose a delivery method."),
            "invalid_choice": gettext_lazy("Choose one of these delivery methods."),
        },
    )
