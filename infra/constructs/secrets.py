"""The secret for payments, which functions read by a grant: generated at deployment, and replaced by the merchant for a
real provider."""

from typing import cast

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.config import Config

_PUT_IN = "made with a placeholder: put the real one in with `aws secretsmanager put-secret-value`"


class Secrets(Construct):
    """What the payment service and its provider share, in one secret, by ARN: the merchant's key, and the key that
    signs webhooks.

    Each secret costs as much as four alarms. The sandbox uses the generated values. Stripe's secret has a name of its
    own, so that neither is ever taken for the other, and holds several words, known by their prefixes. A later deploy
    leaves its content alone.
    """

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        if config.provider == "stripe":
            words = f"Stripe's key and its webhook endpoint's signing secret, {_PUT_IN}"
            self.provider = self._create("StripeKey", words, config)
        else:
            self.provider = self._create("ProviderKey", "Known to the shop and its payment provider alone", config)

    def _create(self, id: str, description: str, config: Config) -> str:
        """Create a secret and return its ARN, from the attribute Id: CDK's Ref is only a name on the local cloud."""
        kind = secretsmanager.SecretStringGenerator(password_length=40, exclude_punctuation=True)
        secret = secretsmanager.Secret(
            self, id, description=description, generate_secret_string=kind, removal_policy=config.removal_policy
        )
        return cast(secretsmanager.CfnSecret, secret.node.default_child).attr_id
