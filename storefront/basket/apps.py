"""Django's entry of the app."""

from django.apps import AppConfig


class BasketConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.basket"
    verbose_name = "basket"
