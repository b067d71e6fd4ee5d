"""The form of a saved address: the checkout's, whose fields are checked here and kept nowhere."""

from storefront.checkout.address_form import AddressForm


class SavedAddressForm(AddressForm):
    """An address to save."""

    check = "address_book:check"
