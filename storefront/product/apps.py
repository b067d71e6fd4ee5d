"""Django's entry of the app."""

from django.apps import AppConfig


class ProductConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.product"
    verbose_name = "products and their pages"
