"""The language of mails about an order by phone: staff choose it, or it is that of the customer's last order."""

from collections.abc import Mapping

import msgspec
from django import forms
from django.http import HttpRequest

from backend.contracts.desk.models import DeskQuery
from backend.contracts.desk.operations import SEARCH_ORDERS
from backend.contracts.email_addresses import is_same_address
from backend.contracts.order.operations import GET_STAFF_ORDER
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import Language, ShortText
from storefront.clients import api
from storefront.staff.language_names import NAMES
from storefront.staff.order_page import optional

_MOST_LETTERS = msgspec.json.schema(ShortText)["maxLength"]
_ROWS = 25


def _languages() -> list[tuple[str, str]]:
    return [("", "That of their last order, else English"), *((each, NAMES[each]) for each in LANGUAGES)]


class LanguageForm(forms.Form):
    """The language of the e-mails, the pages they lead to and the invoice; an empty one is that of the last order."""

    use_required_attribute = False
    language = forms.ChoiceField(
        choices=_languages,
        required=False,
        label="Language of e-mails and invoice",
        error_messages={"invalid_choice": "Choose a language from the list."},
        widget=forms.Select(attrs={"class": "medium"}),
    )

    def __init__(self, data: Mapping[str, object] | None = None, choice: Language | None = None) -> None:
        super().__init__(data, initial={"language": choice or ""})

    @property
    def is_asked(self) -> bool:
        """Whether the shop speaks more than one language."""
        return len(LANGUAGES) > 1

    @property
    def choice(self) -> Language | None:
        """The language that was chosen; None for that of the last order."""
        return next((each for each in LANGUAGES if each == self.cleaned_data["language"]), None)


def of_last_order(request: HttpRequest, email: str) -> Language:
    """Return the language of the last order with this address: the shop's own where there is none, where the shop no
    longer offers it, and while it cannot be asked for.
    """
    language = optional(lambda: _ask(request, email))()
    return language if language in LANGUAGES else LANGUAGES[0]


def _ask(request: HttpRequest, email: str) -> Language | None:
    if len(email) > _MOST_LETTERS:  # longer than what orders can be searched by
        return None
    rows = api.call(SEARCH_ORDERS, request=request, query=DeskQuery(q=email, limit=_ROWS)).items
    latest = next((row for row in rows if is_same_address(row.address.email, email)), None)
    return api.call(GET_STAFF_ORDER, request=request, path={"order_id": latest.id}).language if latest else None
