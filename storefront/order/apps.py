"""Django's entry of the app."""

from django.apps import AppConfig


class OrderConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.order"
    verbose_name = "orders"
