"""Django's entry of the app."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.staff"
    verbose_name = "back office"
