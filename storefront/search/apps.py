"""Django's entry of the app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.search"
    verbose_name = "search and category lists"
