"""Django's entry of the app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.contact"
    verbose_name = "contact, withdrawal and legal pages"
