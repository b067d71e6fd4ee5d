"""The form of a saved address: the checkout's, whose fields are checked here and kept nowhere."""

from typing import Any

from django.urls import reverse

from storefront.checkout.address_form import AddressForm


class SavedAddressForm(AddressForm):
    """An address to save."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        check = reverse("address_book:check")
        for field in self.fields.values():
            if "hx-post" in field.widget.attrs:
                field.widget.attrs["hx-post"] = check
