"""Django's entry of the app."""

from django.apps import AppConfig


class OrderConfig(AppConfig):
    """The app's name in code and for people."""

    name = "storefront.order"
    verbose_name = "orders"

    def ready(self) -> None:
        """Take a guest's orders along when somebody signs in."""
        from storefront.account.login import signed_in
        from storefront.order.claims import claim_after_sign_in

        signed_in.connect(claim_after_sign_in)
