"""The form by which staff make a promotion."""

from datetime import date

import msgspec
from django import forms

from backend.contracts.promotion.models import MAX_SCOPE, MAX_USES, Kind, NewPromotion
from backend.contracts.types import MAX_QUANTITY, CategoryPath, ShortText, Slug
from storefront.clients.outputs import currency
from storefront.search.price_input import parse_price, sample_price
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, FastTextInput, PromotionCodeField

KINDS = (
    (Kind.PERCENTAGE.value, "Percentage"),
    (Kind.AMOUNT.value, "Amount"),
    (Kind.FREE_DELIVERY.value, "Free delivery"),
    (Kind.BUY_X_GET_Y.value, "Buy some, get some free"),
)


class AmountField(forms.CharField):
    """An amount of money as people type it, in minor units; 0 for nothing."""

    def __init__(self, label: str, help_text: str = "") -> None:
        widget = FastTextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})
        super().__init__(label=label, help_text=help_text, required=False, max_length=16, widget=widget)

    def clean(self, value: object) -> int:
        text = str(super().clean(value) or "")
        amount = parse_price(text, currency()) if text else 0
        if amount is None:
            raise forms.ValidationError(f"Type an amount in {currency()}, such as {sample_price(currency())}.")
        return amount


class SlugsField(forms.CharField):
    """Categories or products, divided by commas or spaces."""

    def __init__(self, shape: object, label: str, help_text: str) -> None:
        self.shape = shape
        super().__init__(label=label, help_text=help_text, required=False, max_length=10_000, widget=FastTextInput)

    def clean(self, value: object) -> tuple[str, ...]:
        ids = tuple(dict.fromkeys(str(super().clean(value) or "").replace(",", " ").lower().split()))
        if len(ids) > MAX_SCOPE:
            raise forms.ValidationError(f"Name {MAX_SCOPE} at most.")
        for each in ids:
            try:
                msgspec.convert(each, self.shape)
            except msgspec.ValidationError:
                raise forms.ValidationError(f"“{each}” is not written as its address is.") from None
        return ids


def _number(label: str, most: int, help_text: str = "") -> forms.IntegerField:
    widget = FastTextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=most, required=False, widget=widget
    )


def _day(label: str, *, required: bool = True) -> forms.DateField:
    widget = FastTextInput(attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, required=required, widget=widget, input_formats=["%Y-%m-%d"])


class PromotionForm(forms.Form):
    """What a promotion gives, for what, when and how often."""

    code = PromotionCodeField(
        label="Code", help_text="3 to 24 letters and digits. An automatic promotion has one, too."
    )
    title = ContractCharField(
        ShortText, UNREADABLE_TEXT, label="Title", help_text="Shoppers read it in basket, order and invoice."
    )
    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    percent = _number("Percent off", 100)
    amount = AmountField("Amount off")
    buy = _number("Pieces to buy", MAX_QUANTITY, "Of these and the free pieces together, the cheapest are free.")
    free = _number("Pieces free", MAX_QUANTITY)
    categories = SlugsField(CategoryPath, "Only for categories", "Such as posters/city. Leave empty for all articles.")
    products = SlugsField(Slug, "Only for products", "By the last part of their addresses.")
    minimum = AmountField("From a sum of", "What the articles it is for must cost together.")
    starts_on = _day("First day")
    ends_on = _day("Last day", required=False)
    max_uses = _number("Uses in all", MAX_USES, "Leave empty for any number.")
    automatic = forms.BooleanField(label="Automatic: nobody has to type the code", required=False)
    once_per_shopper = forms.BooleanField(label="Once per shopper, by account and e-mail address", required=False)
    combinable = forms.BooleanField(label="May be combined with others that may", required=False)

    def promotion(self, by: str) -> tuple[str, NewPromotion]:
        """Return the code and the promotion of a valid form."""
        values = {name: _plain(value) for name, value in self.cleaned_data.items() if name != "code"}
        values |= {name: values[name] or 0 for name in ("percent", "buy", "free")}
        values |= {"max_uses": values["max_uses"] or None, "by": by}
        return self.cleaned_data["code"], msgspec.convert(values, NewPromotion)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
