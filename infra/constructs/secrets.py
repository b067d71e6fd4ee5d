"""Secrets that the functions read by a grant: made at deployment, and for a real provider put in by its merchant."""

from typing import cast

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.config import Config

_PUT_IN = "made with a placeholder: put the real one in with `aws secretsmanager put-secret-value`"


class Secrets(Construct):
    """What the payment service and its provider share, as ARNs: the merchant's key and the one for call backs.

    The sandbox takes what is made here. Stripe's have names of their own, so that neither is ever taken for the other,
    and a later deploy leaves what was put in.
    """

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        if config.provider == "stripe":
            self.provider_key = self._create("StripeKey", f"Stripe's secret or restricted key, {_PUT_IN}", config)
            self.webhook_secret = self._create(
                "StripeWebhookSecret", f"The signing secret of Stripe's webhook endpoint, {_PUT_IN}", config
            )
            return
        self.provider_key = self._create(
            "ProviderKey", "Tells the payment provider that it is the shop that asks", config
        )
        self.webhook_secret = self._create("WebhookSecret", "Signs the payment provider's call backs", config)

    def _create(self, id: str, description: str, config: Config) -> str:
        """Create a secret and return its ARN, from the attribute Id: CDK's Ref is only a name on the local cloud."""
        kind = secretsmanager.SecretStringGenerator(password_length=40, exclude_punctuation=True)
        secret = secretsmanager.Secret(
            self, id, description=description, generate_secret_string=kind, removal_policy=config.removal_policy
        )
        return cast(secretsmanager.CfnSecret, secret.node.default_child).attr_id
