"""Django's entry of the app."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.newsletter"
    verbose_name = "newsletter"
