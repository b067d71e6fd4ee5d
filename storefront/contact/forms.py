"""What people type when they write to the shop.

Limits are the contract's: what a field takes is what the service takes.
"""

from typing import get_type_hints

from django import forms
from django.http import QueryDict

from backend.contracts.notification.models import SendMessage, Topic
from storefront.account.forms import ASCII_EMAIL, EmailField
from storefront.order.number_field import OrderNumber
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField, text_limits

SHAPES = get_type_hints(SendMessage, include_extras=True)
TRAP = "homepage"
"""A field that people do not see. Programs that fill in every field fill it in, too."""
TRAPPED = "A field that only programs can see was filled in, perhaps by your browser. We emptied it: please send again."
GOODS = 3_000
"""Characters of the goods that somebody withdraws from: they become part of a message."""
TOO_LONG = "Please say it in {:,} characters."

TOPICS = {
    Topic.ORDER: "An order",
    Topic.DAMAGED: "Something arrived damaged or wrong",
    Topic.PRIVACY: "What you keep about me",
    Topic.OTHER: "Something else",
}
"""What a message can be about; a withdrawal has a form of its own."""
TITLES = TOPICS | {Topic.WITHDRAWAL: "Withdrawal"}


def _name(*, required: bool) -> ContractCharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return ContractCharField(
        SHAPES["name"],
        UNREADABLE_TEXT,
        required=required,
        label="Name",
        widget=widget,
        error_messages={"required": "Type your name."},
    )


class WrittenForm(forms.Form):
    """What both forms share."""

    use_required_attribute = False

    def __init__(self, sent: QueryDict | None, initial: dict[str, object] | None = None) -> None:
        super().__init__(sent, initial=initial)
        self.trapped = bool(sent and sent.get(TRAP))

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if self.trapped:
            self.add_error(None, forms.ValidationError(TRAPPED, code="trap"))
        return values

    def message(self, key: str) -> SendMessage:
        """Return the message of a valid form, to send under this key."""
        raise NotImplementedError


class MessageForm(WrittenForm):
    """A message to the shop."""

    topic = forms.ChoiceField(
        choices=[(str(topic), title) for topic, title in TOPICS.items()], label="What is it about?"
    )
    order = OrderNumber(required=False, help_text="If it is about an order. Such as 3F9A-72C1.")
    text = ContractTextField(
        SHAPES["text"],
        UNREADABLE_TEXT,
        label="Your message",
        error_messages={
            "required": "Write your message.",
            "max_length": TOO_LONG.format(text_limits(SHAPES["text"]).max_length),
        },
    )
    name = _name(required=False)
    email = EmailField(SHAPES["email"], ASCII_EMAIL)

    def message(self, key: str) -> SendMessage:
        values = self.cleaned_data
        return SendMessage(key=key, **values | {"topic": Topic(values["topic"])})


class WithdrawalForm(WrittenForm):
    """The model withdrawal form of the EU (Directive 2011/83/EU, annex I (B)), as far as an order's number does not
    tell it already."""

    order = OrderNumber(
        help_text="Such as 3F9A-72C1. It stands in every mail about the order.",
        error_messages={"required": "Type the order’s number."},
    )
    text = ContractTextField(
        SHAPES["text"],
        UNREADABLE_TEXT,
        rows=3,
        max_length=GOODS,
        required=False,
        label="Which of the pieces?",
        help_text="Leave it empty for everything in the order. You need not give a reason.",
        error_messages={"max_length": TOO_LONG.format(GOODS)},
    )
    name = _name(required=True)
    email = EmailField(SHAPES["email"], ASCII_EMAIL)

    def message(self, key: str) -> SendMessage:
        """Return the words of the model form."""
        values = self.cleaned_data
        goods = values["text"] or "everything in the order"
        notice = f"I hereby give notice that I withdraw from my contract of sale of the following goods: {goods}"
        text = f"{notice}\n\nOrder: {values['order']}\nName: {values['name']}"
        return SendMessage(key=key, **values | {"topic": Topic.WITHDRAWAL, "text": text})
