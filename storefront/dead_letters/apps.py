"""Django's entry of the app."""

from django.apps import AppConfig


class DeadLettersConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.dead_letters"
    verbose_name = "dead letters"
