"""Django's entry of the app."""

from django.apps import AppConfig


class ReconcileConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.reconcile"
    verbose_name = "reconciliation"
