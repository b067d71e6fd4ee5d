"""Outputs about the payment provider, for the storefront and whoever runs the shop."""

from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from infra.config import Config
from infra.constructs.secrets import Secrets

STRIPE_PAGES = "https://*.stripe.com"  # Checkout, and the pages where banks ask for a confirmation


def provider_outputs(config: Config, secrets: Secrets, api: str, sandbox: str) -> dict[str, str]:
    """Return the stack's outputs: the provider, its pages, and for Stripe what to register and fill in."""
    outputs = {"PaymentProvider": config.provider, "PaymentPages": sandbox or STRIPE_PAGES}
    if sandbox:
        return outputs | {"ProviderUrl": sandbox}
    return outputs | {
        "PaymentWebhookUrl": f"{api}{PAYMENT_WEBHOOK.template}",
        "PaymentKeySecret": secrets.provider,
    }
