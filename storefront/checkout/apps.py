"""Django's entry of the app."""

from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.checkout"
    verbose_name = "checkout"
