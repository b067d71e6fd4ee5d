"""Django's entry of the app."""

from django.apps import AppConfig


class UpgradeConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.upgrade"
    verbose_name = "upgrades of stored data"
