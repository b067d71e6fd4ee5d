"""Django's entry of the app."""

from django.apps import AppConfig


class WishConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.wish"
    verbose_name = "wish"
