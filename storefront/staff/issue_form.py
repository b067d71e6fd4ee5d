"""The form by which staff write an issue of the newsletter."""

from collections.abc import Iterable, Iterator
from functools import partial

from django import forms

from backend.contracts.newsletter.issues import (
    MAX_ADDRESSEES,
    MAX_PRODUCTS,
    Issue,
    IssueContent,
    IssueTest,
    IssueText,
    StartIssue,
)
from backend.contracts.product.models import Card, card
from backend.contracts.product.operations import GET_PRODUCT
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import MAX_SAFE_INTEGER, Note, ShortText, Slug
from storefront.clients import api
from storefront.clients.concurrency import start
from storefront.staff.promotion_form import SlugsField
from storefront.web import languages
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField

OWN = LANGUAGES[0]
_FALLBACK = "Left empty, its readers get the English one."


class IssueForm(forms.Form):
    """Subject and text in each language, and some products."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, max_value=MAX_SAFE_INTEGER, widget=forms.HiddenInput)
    products = SlugsField(
        Slug, "Products", f"As in their addresses, divided by spaces: {MAX_PRODUCTS} at most, in this order."
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        for code, title in languages.names().items():
            help_text = "" if code == OWN else _FALLBACK
            self.fields[f"subject_{code}"] = ContractCharField(
                ShortText,
                UNREADABLE_TEXT,
                label=f"Subject, {title}",
                required=code == OWN,
                help_text=help_text,
                error_messages={"required": "Write a subject.", "max_length": "Keep it to 200 characters."},
            )
            self.fields[f"text_{code}"] = ContractTextField(
                Note,
                UNREADABLE_TEXT,
                label=f"Text, {title}",
                required=code == OWN,
                help_text=help_text or "Plain text. Empty lines divide paragraphs.",
                error_messages={"required": "Write a text.", "max_length": "Keep it to 4,000 characters."},
            )

    @property
    def by_language(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each language."""
        return ((self[f"subject_{code}"], self[f"text_{code}"]) for code in languages.names())

    def clean(self) -> dict[str, object]:
        """Refuse half of a language, and too many products."""
        data: dict[str, object] = super().clean() or {}
        for code in languages.names():
            for one, other in (("subject", "text"), ("text", "subject")):
                if code != OWN and data.get(f"{other}_{code}") and not data.get(f"{one}_{code}"):
                    self.add_error(f"{one}_{code}", f"Write the {one}, too, or leave both empty.")
        if len(self.cleaned_data.get("products", ())) > MAX_PRODUCTS:
            self.add_error("products", f"Name {MAX_PRODUCTS} at most.")
        return data

    def content(self, products: tuple[Card, ...]) -> IssueContent:
        """Return what was written, with these products."""
        data = self.cleaned_data
        written = (code for code in LANGUAGES if data.get(f"subject_{code}"))
        texts = (
            IssueText(language=code, subject=data[f"subject_{code}"], text=data[f"text_{code}"]) for code in written
        )
        return IssueContent(texts=tuple(texts), products=products)

    def find_products(self) -> tuple[Card, ...] | None:
        """Return the products as they are now; None, with the error at its field, where one is not in the shop."""
        cards, missing = read_cards(self.cleaned_data["products"])
        if missing:
            self.add_error("products", f"Not in the shop: {', '.join(missing)}.")
        return None if missing else cards


class TryForm(forms.Form):
    """The language of a test, and the key by which one form sends one mail."""

    language = forms.ChoiceField(choices=lambda: languages.names().items())
    key = forms.RegexField(r"^[A-Za-z0-9_-]{16,64}\Z")

    def body(self) -> IssueTest:
        """Return what is asked for."""
        return IssueTest(language=self.cleaned_data["language"], key=self.cleaned_data["key"])


class StartForm(forms.Form):
    """Which version was looked at, and to how many addresses it goes."""

    version = forms.IntegerField(min_value=1, max_value=MAX_SAFE_INTEGER)
    addressees = forms.IntegerField(min_value=0, max_value=MAX_ADDRESSEES)

    def body(self, products: tuple[Card, ...], by: str) -> StartIssue:
        """Return what is asked for, with the products as they are now."""
        data = self.cleaned_data
        return StartIssue(version=data["version"], addressees=data["addressees"], products=products, by=by)


def read_cards(ids: Iterable[str]) -> tuple[tuple[Card, ...], list[str]]:
    """Return the products as lists show them now, and the ids of those that are not in the shop."""
    reads = {product_id: start(partial(_read_card, product_id)) for product_id in ids}
    cards = {product_id: read.result() for product_id, read in reads.items()}
    return tuple(each for each in cards.values() if each), [each for each in cards if cards[each] is None]


def _read_card(product_id: str) -> Card | None:
    try:
        return card(api.call(GET_PRODUCT, path={"product_id": product_id}, bypass_cache=True))
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        return None


def initial(issue: Issue) -> dict[str, object]:
    """Return what the form of a draft begins with."""
    texts = {f"subject_{each.language}": each.subject for each in issue.content.texts}
    texts |= {f"text_{each.language}": each.text for each in issue.content.texts}
    return {**texts, "version": issue.version, "products": " ".join(each.id for each in issue.content.products)}


def say_problem(form: IssueForm) -> None:
    """Say that nothing was stored over what somebody else has changed."""
    form.add_error(None, "Somebody has changed or sent this issue meanwhile. Open it again; what you wrote is below.")
