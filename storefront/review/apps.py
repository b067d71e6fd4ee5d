"""Django's entry of the app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.review"
    verbose_name = "reviews"
