"""What people type when they write to the shop.

Limits are the contract's: what a field takes is what the service takes.
"""

from typing import get_type_hints

from django import forms
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from backend.contracts.notification.models import SendMessage, Topic
from storefront.account.forms import ASCII_EMAIL, EmailField
from storefront.order.number_field import OrderNumber
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField, text_limits
from storefront.web.formats import number
from storefront.web.languages import current

SHAPES = get_type_hints(SendMessage, include_extras=True)
TRAP = "homepage"
"""A field that people do not see. Programs that fill in every field fill it in, too."""
TRAPPED = gettext_lazy(
    "A field that only programs can see was filled in, perhaps by your browser. We emptied it: please send again."
)
GOODS = 3_000
"""Characters of the goods that somebody withdraws from: they become part of a message."""
_number = lazy(number, str)  # as the page's language writes it
TOO_LONG = gettext_lazy("Please say it in {most} characters.")

TOPICS = {
    Topic.ORDER: gettext_lazy("An order"),
    Topic.DAMAGED: gettext_lazy("Something arrived damaged or wrong"),
    Topic.PRIVACY: gettext_lazy("What you keep about me"),
    Topic.OTHER: gettext_lazy("Something else"),
}
"""What a message can be about; a withdrawal has a form of its own."""
TITLES = TOPICS | {Topic.WITHDRAWAL: gettext_lazy("Withdrawal")}


def _name(*, required: bool) -> ContractCharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return ContractCharField(
        SHAPES["name"],
        UNREADABLE_TEXT,
        required=required,
        label=gettext_lazy("Name"),
        widget=widget,
        error_messages={"required": gettext_lazy("Type your name.")},
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
        choices=[(str(topic), title) for topic, title in TOPICS.items()], label=gettext_lazy("What is it about?")
    )
    order = OrderNumber(required=False, help_text=gettext_lazy("If it is about an order. Such as 3F9A-72C1."))
    text = ContractTextField(
        SHAPES["text"],
        UNREADABLE_TEXT,
        label=gettext_lazy("Your message"),
        error_messages={
            "required": gettext_lazy("Write your message."),
            "max_length": format_lazy(TOO_LONG, most=_number(text_limits(SHAPES["text"]).max_length or 0)),
        },
    )
    name = _name(required=False)
    email = EmailField(SHAPES["email"], ASCII_EMAIL)

    def message(self, key: str) -> SendMessage:
        values = self.cleaned_data
        return SendMessage(key=key, language=current(), **values | {"topic": Topic(values["topic"])})


class WithdrawalForm(WrittenForm):
    """The model withdrawal form of the EU (Directive 2011/83/EU, annex I (B)), as far as an order's number does not
    tell it already."""

    order = OrderNumber(
        help_text=gettext_lazy("Such as 3F9A-72C1. It stands in every mail about the order."),
        error_messages={"required": gettext_lazy("Type the order’s number.")},
    )
    text = ContractTextField(
        SHAPES["text"],
        UNREADABLE_TEXT,
        rows=3,
        max_length=GOODS,
        required=False,
        label=gettext_lazy("Which of the pieces?"),
        help_text=gettext_lazy("Leave it empty for everything in the order. You need not give a reason."),
        error_messages={"max_length": format_lazy(TOO_LONG, most=_number(GOODS))},
    )
    name = _name(required=True)
    email = EmailField(SHAPES["email"], ASCII_EMAIL)

    def message(self, key: str) -> SendMessage:
        """Return the words of the model form."""
        values = self.cleaned_data
        text = gettext(
            "I hereby give notice that I withdraw from my contract of sale of the following goods: %(goods)s\n\n"
            "Order: %(order)s\nName: %(name)s"
        ) % (values | {"goods": values["text"] or gettext("everything in the order")})
        return SendMessage(key=key, language=current(), **values | {"topic": Topic.WITHDRAWAL, "text": text})
