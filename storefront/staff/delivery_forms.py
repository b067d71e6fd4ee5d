"""The forms of the delivery zones: one for each zone, one for a zone to add, and one that puts countries into them."""

from collections.abc import Iterator, Mapping

from django import forms

from backend.contracts.basket.models import Delivery
from backend.contracts.currencies import decimal
from backend.contracts.delivery.models import MAX_DAYS, Way, Zone
from backend.contracts.shop import HOME_COUNTRY
from backend.contracts.types import MAX_TOTAL, ShortText
from storefront.checkout.state_field import FastSelect
from storefront.search.price_input import MAX_PRICE, sample_price
from storefront.staff.editor.fields import PriceField
from storefront.web.countries import every_country
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, FastTextInput

WAYS = (Delivery.STANDARD, Delivery.EXPRESS)
_NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class SumField(PriceField):
    """An amount of money, of no more than the contract takes: `most`."""

    def __init__(self, currency: str, wrong: str, label: str, required: bool = True, most: int = MAX_PRICE) -> None:
        super().__init__(currency, wrong, label, required)
        self.most = most

    def clean(self, value: str | None) -> int | None:
        amount = super().clean(value)
        if amount is not None and not 0 <= amount <= self.most:
            raise forms.ValidationError(self.wrong)
        return amount


class ZoneForm(forms.Form):
    """A zone: its name, and for each way of delivery a price, the sum from which it is free, and working days."""

    use_required_attribute = False
    name = ContractCharField(ShortText, UNREADABLE_TEXT, label="Name", max_length=60, widget=FastTextInput)
    remove = forms.BooleanField(required=False, label="Remove this zone")

    def __init__(
        self,
        number: int,
        currency: str,
        data: Mapping[str, object] | None = None,
        *,
        zone: Zone | None = None,
        is_new: bool = False,
    ) -> None:
        """Make the form of the zone with this number, with what was typed, or else the zone in it; a new one may stay
        empty.
        """
        self.number, self.is_new = number, is_new
        initial = _initial(zone, currency) if zone else {}
        super().__init__(data, prefix=f"zone-{number}", initial=initial, empty_permitted=is_new)
        for way in WAYS:
            self.fields |= _fields(way, currency)

    @property
    def title(self) -> str:
        """What the zone is called on the page."""
        return "New zone" if self.is_new else str(self["name"].value() or f"Zone {self.number + 1}")

    @property
    def ways(self) -> Iterator[tuple[str, tuple[forms.BoundField, ...]]]:
        """Each way of delivery by its name, with its fields."""
        for way in WAYS:
            yield f"{way.value.capitalize()} delivery", tuple(self[name] for name in _names(way))

    @property
    def is_kept(self) -> bool:
        """Whether the shop is to have the zone."""
        return self.has_changed() if self.is_new else not self.cleaned_data.get("remove")

    def zone(self, countries: tuple[str, ...]) -> Zone:
        """Return the valid form as the contract's struct, with these countries in it."""
        return Zone(
            name=self.cleaned_data["name"],
            countries=countries,
            standard=self._way(Delivery.STANDARD),
            express=self._way(Delivery.EXPRESS),
        )

    def _way(self, way: Delivery) -> Way:
        price, free_from, days = (self.cleaned_data[name] for name in _names(way))
        return Way(price=price, free_from=free_from, days=days)


class CountriesForm(forms.Form):
    """The zone of each country: its number, or nothing for a country that is not delivered to."""

    def __init__(
        self,
        zones: list[ZoneForm],
        data: Mapping[str, object] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), prefix="country")
        choices = [(str(zone.number), zone.title) for zone in zones]
        for code, name in every_country():
            is_home = code == HOME_COUNTRY
            self.fields[code] = forms.ChoiceField(
                label=name,
                choices=choices if is_home else [("", "Not delivered to"), *choices],
                required=is_home,
                widget=FastSelect,
                error_messages={"required": "The shop’s own country must be in a zone."},
            )

    def countries(self, number: int) -> tuple[str, ...]:
        """Return the countries that were put into the zone with this number."""
        return tuple(sorted(code for code, zone in self.cleaned_data.items() if zone == str(number)))


def _names(way: Delivery) -> tuple[str, str, str]:
    return f"{way}_price", f"{way}_free_from", f"{way}_days"


def _fields(way: Delivery, currency: str) -> dict[str, forms.Field]:
    wrong = f"Type an amount in {currency}, such as {sample_price(currency)}."
    price = SumField(currency, wrong, f"Price in {currency}")
    free_from = SumField(currency, wrong, "Free from", required=False, most=MAX_TOTAL)
    days = forms.IntegerField(
        label="Working days",
        min_value=1,
        max_value=MAX_DAYS,
        error_messages={"required": f"How many? Type a whole number from 1 to {MAX_DAYS}."},
    )
    for field, mode in ((price, "decimal"), (free_from, "decimal"), (days, "numeric")):
        field.widget = FastTextInput(attrs=_NUMBER | {"inputmode": mode, "maxlength": "20"})
    return dict(zip(_names(way), (price, free_from, days), strict=True))


def _initial(zone: Zone, currency: str) -> dict[str, object]:
    """Return a zone as the form's initial values."""
    values: dict[str, object] = {"name": zone.name}
    for delivery, way in zone.ways.items():
        free_from = "" if way.free_from is None else decimal(way.free_from, currency)
        values |= zip(_names(delivery), (decimal(way.price, currency), free_from, way.days), strict=True)
    return values
