"""Django's entry of the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.demo"
    verbose_name = "demo catalogue"
