"""Django's entry of the app."""

from django.apps import AppConfig


class AddressBookConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.address_book"
    verbose_name = "address book"
