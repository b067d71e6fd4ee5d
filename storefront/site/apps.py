"""Django's entry of the app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.site"
    verbose_name = "the site's frame: error pages, style sheet, sitemap"
