"""Django's entry of the app."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.account"
    verbose_name = "accounts and signing in"
