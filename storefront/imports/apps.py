"""Django's entry of the app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.imports"
    verbose_name = "import and export of products"
